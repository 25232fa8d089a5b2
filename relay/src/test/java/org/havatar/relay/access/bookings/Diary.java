package org.havatar.relay.access.bookings;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.havatar.relay.access.bookings.BookingOutcome.Done;
import org.havatar.relay.access.bookings.BookingOutcome.Refused;
import org.havatar.relay.access.bookings.BookingPolicy.Limit;

/**
 * One robot's books between orders, with a clock that a test moves. Minutes count from its start.
 */
final class Diary {
  static final String ROBOT = "tank-1";

  /** Monday, 2026-03-02, 08:00 UTC. */
  static final long START_MS = 1_772_438_400_000L;

  static final long RETENTION_MS = Duration.ofDays(30).toMillis();

  Calendar calendar = Calendar.EMPTY;
  final Map<String, Agenda> agendas = new HashMap<>();
  final Map<Limit, Integer> limits = new EnumMap<>(Limit.class);
  final Map<String, Integer> notes = new TreeMap<>();
  long nowMs = START_MS;
  private int ids;

  static long at(double minutes) {
    return START_MS + Math.round(minutes * 60_000);
  }

  static TimeWindow window(double fromMin, double untilMin) {
    return new TimeWindow(at(fromMin), at(untilMin));
  }

  BookingOutcome apply(BookingOrder order) {
    BookingPolicy policy = BookingRules.USUAL.usual().with(limits);
    Map<String, Agenda> named = new TreeMap<>();
    for (String name : BookingLedger.accountsOf(calendar, order, nowMs)) {
      named.put(name, agendas.getOrDefault(name, Agenda.EMPTY));
    }
    BookingLedger books = new BookingLedger(ROBOT, calendar, named, policy, nowMs);
    BookingOutcome outcome = books.apply(order, RETENTION_MS);
    calendar = books.calendar();
    agendas.putAll(books.agendas());
    books.notes().forEach(note -> notes.merge(note.action(), 1, Integer::sum));
    return outcome;
  }

  Booking wish(String account, double fromMin, double untilMin) {
    ids++;
    String id = Booking.idFor(ROBOT, "b" + ids);
    return new Booking(id, account, window(fromMin, untilMin), "UTC", nowMs, false);
  }

  BookingOutcome tryBook(String account, double fromMin, double untilMin) {
    return apply(new BookingOrder.Book(ROBOT, wish(account, fromMin, untilMin), false));
  }

  Booking book(String account, double fromMin, double untilMin) {
    return done(tryBook(account, fromMin, untilMin));
  }

  BookingOutcome await(String account, double fromMin, double untilMin) {
    return apply(new BookingOrder.Wait(ROBOT, wish(account, fromMin, untilMin), false));
  }

  BookingOutcome move(Booking booking, String account, double fromMin, double untilMin) {
    return apply(
        new BookingOrder.Move(ROBOT, booking.id(), account, window(fromMin, untilMin), false));
  }

  BookingOutcome cancel(Booking booking, String account) {
    return apply(new BookingOrder.Cancel(ROBOT, booking.id(), account));
  }

  void settle() {
    apply(new BookingOrder.Settle(ROBOT));
  }

  static Booking done(BookingOutcome outcome) {
    if (outcome instanceof Done done) {
      return done.booking();
    }
    throw new AssertionError(outcome);
  }

  static String codeOf(BookingOutcome outcome) {
    if (outcome instanceof Refused refused) {
      return refused.code();
    }
    throw new AssertionError(outcome);
  }
}
