package org.havatar.relay.access.bookings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * What one account has booked and waits for, on all robots: for its quota and its list. Past
 * entries stay for as long as they count against a week.
 *
 * @param entries ordered by their begin
 */
public record Agenda(List<Entry> entries) {
  public static final Agenda EMPTY = new Agenda(List.of());
  private static final long DAY_MS = Duration.ofDays(1).toMillis();
  private static final long KEPT_MS = Duration.ofDays(14).toMillis();

  /** 1 January 1970 was a Thursday: three days after a Monday. */
  private static final long MONDAY_OFFSET_DAYS = 3;

  /**
   * One booking, or one wish.
   *
   * @param id of the booking in that robot's calendar
   * @param waiting whether it is a wish
   */
  public record Entry(String robotId, String id, TimeWindow window, boolean waiting) {}

  public Agenda {
    entries = List.copyOf(entries);
  }

  Agenda with(String robotId, Booking booking, boolean waiting) {
    List<Entry> all = new ArrayList<>(without(booking.id()).entries);
    all.add(new Entry(robotId, booking.id(), booking.window(), waiting));
    all.sort(Comparator.comparing(Entry::window));
    return new Agenda(all);
  }

  Agenda without(String id) {
    return where(entry -> !entry.id.equals(id));
  }

  /** Without what it has of that robot. */
  public Agenda withoutRobot(String robotId) {
    return where(entry -> !entry.robotId.equals(robotId));
  }

  Agenda pruned(long nowMs) {
    return where(entry -> nowMs - entry.window.untilMs() < KEPT_MS);
  }

  private Agenda where(Predicate<Entry> kept) {
    return new Agenda(entries.stream().filter(kept).toList());
  }

  /** Bookings and wishes that are not over, besides {@code exceptId}. */
  int open(String exceptId, long nowMs) {
    return (int)
        entries.stream()
            .filter(entry -> !entry.window.isOver(nowMs) && !entry.id.equals(exceptId))
            .count();
  }

  /** Booked in the week in which {@code window} begins, besides {@code exceptId}. */
  long bookedMsInWeekOf(TimeWindow window, String exceptId) {
    long week = week(window.fromMs());
    return entries.stream()
        .filter(entry -> !entry.waiting && !entry.id.equals(exceptId))
        .filter(entry -> week(entry.window.fromMs()) == week)
        .mapToLong(entry -> entry.window.lengthMs())
        .sum();
  }

  /** Weeks begin on Monday, 00:00 UTC. */
  private static long week(long ms) {
    return Math.floorDiv(Math.floorDiv(ms, DAY_MS) + MONDAY_OFFSET_DAYS, 7L);
  }
}
