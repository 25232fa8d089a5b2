package org.havatar.relay.access.bookings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who has one robot when, and who waits for it. Bookings never overlap: the constructor sees to it.
 *
 * @param bookings ordered by their begin, past ones among them for a while
 * @param waiting who came first is first
 * @param own this robot's figures where they are not the usual ones
 */
public record Calendar(
    List<Booking> bookings, List<Booking> waiting, Map<BookingPolicy.Limit, Integer> own) {
  public static final Calendar EMPTY = new Calendar(List.of(), List.of(), Map.of());
  public static final int MOST_WAITING = 20;

  /** So many turns ahead are told; more are looked up when the first are over. */
  static final int MOST_TURNS = 16;

  private static final int MOST_NEAREST = 3;

  public Calendar {
    bookings = bookings.stream().sorted(Comparator.comparing(Booking::window)).toList();
    for (int i = 1; i < bookings.size(); i++) {
      if (bookings.get(i - 1).window().overlaps(bookings.get(i).window())) {
        throw new IllegalArgumentException("bookings overlap: " + bookings.get(i).id());
      }
    }
    waiting = List.copyOf(waiting);
    own = Map.copyOf(own);
  }

  public Optional<Booking> find(String id) {
    return bookings.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  public Optional<Booking> wish(String id) {
    return waiting.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** Whose window it is now. */
  public Optional<Booking> running(long nowMs) {
    return bookings.stream().filter(each -> each.window().contains(nowMs)).findFirst();
  }

  /** Whether nobody, besides the booking {@code exceptId}, has any of it. */
  boolean isFree(TimeWindow window, String exceptId) {
    return bookings.stream()
        .noneMatch(each -> !each.id().equals(exceptId) && each.window().overlaps(window));
  }

  /**
   * When {@code account} may drive, in order, not overlapping; the first is not over.
   *
   * @param required whether only who has booked may drive
   */
  public List<DriveWindow> turns(String account, boolean required, long nowMs) {
    List<DriveWindow> turns = new ArrayList<>();
    long freeFromMs = Long.MIN_VALUE;
    for (Booking each : bookings) {
      TimeWindow window = each.window();
      if (!window.isOver(nowMs) && turns.size() < MOST_TURNS) {
        if (!required && freeFromMs < window.fromMs()) {
          turns.add(new DriveWindow(freeFromMs, window.fromMs(), false));
        }
        if (each.account().equals(account)) {
          turns.add(new DriveWindow(window.fromMs(), window.untilMs(), true));
        }
        freeFromMs = window.untilMs();
      }
    }
    if (!required && turns.size() < MOST_TURNS) {
      turns.add(new DriveWindow(freeFromMs, Long.MAX_VALUE, false));
    }
    turns.removeIf(turn -> turn.untilMs() <= nowMs);
    return turns;
  }

  /** What is free of {@code asked}, in order. */
  public List<TimeWindow> free(TimeWindow asked) {
    return gaps(asked, "");
  }

  private List<TimeWindow> gaps(TimeWindow asked, String exceptId) {
    List<TimeWindow> gaps = new ArrayList<>();
    long fromMs = asked.fromMs();
    for (Booking each : bookings) {
      TimeWindow window = each.window();
      if (!each.id().equals(exceptId) && window.overlaps(asked)) {
        if (fromMs < window.fromMs()) {
          gaps.add(new TimeWindow(fromMs, window.fromMs()));
        }
        fromMs = window.untilMs();
      }
    }
    if (fromMs < asked.untilMs()) {
      gaps.add(new TimeWindow(fromMs, asked.untilMs()));
    }
    return gaps;
  }

  /** Free windows as long as {@code wished} within {@code bounds}, nearest first. */
  List<TimeWindow> nearest(TimeWindow wished, TimeWindow bounds, String exceptId) {
    long lengthMs = wished.lengthMs();
    return gaps(bounds, exceptId).stream()
        .filter(gap -> gap.lengthMs() >= lengthMs)
        .map(gap -> Math.clamp(wished.fromMs(), gap.fromMs(), gap.untilMs() - lengthMs))
        .sorted(Comparator.comparingLong(fromMs -> Math.abs(fromMs - wished.fromMs())))
        .limit(MOST_NEAREST)
        .map(fromMs -> new TimeWindow(fromMs, fromMs + lengthMs))
        .toList();
  }

  /** Its booking of that id is {@code booking} now, if it had one; else one more. */
  Calendar with(Booking booking) {
    List<Booking> all = new ArrayList<>(without(booking.id()).bookings);
    all.add(booking);
    return new Calendar(all, waiting, own);
  }

  Calendar without(String id) {
    return new Calendar(
        bookings.stream().filter(each -> !each.id().equals(id)).toList(), waiting, own);
  }

  Calendar withWish(Booking wish) {
    List<Booking> all = new ArrayList<>(waiting);
    all.add(wish);
    return new Calendar(bookings, all, own);
  }

  Calendar withoutWish(String id) {
    return new Calendar(
        bookings, waiting.stream().filter(each -> !each.id().equals(id)).toList(), own);
  }

  /** As if that account had never booked. */
  public Calendar withoutAccount(String account) {
    return new Calendar(
        bookings.stream().filter(each -> !each.account().equals(account)).toList(),
        waiting.stream().filter(each -> !each.account().equals(account)).toList(),
        own);
  }

  /** Its bookings and wishes, also past ones. */
  public List<Booking> of(String account) {
    return Stream.concat(bookings.stream(), waiting.stream())
        .filter(each -> each.account().equals(account))
        .toList();
  }

  /** Whoever has booked or waits. */
  public Set<String> accounts() {
    return Stream.concat(bookings.stream(), waiting.stream())
        .map(Booking::account)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Calendar limitedBy(Map<BookingPolicy.Limit, Integer> figures) {
    return new Calendar(bookings, waiting, figures);
  }
}
