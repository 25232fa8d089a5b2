package org.havatar.relay.access.bookings;

import io.vertx.core.Future;
import java.util.List;
import org.havatar.relay.access.people.Actor;

/** Port: calendars and agendas. Rules of {@code access.Store}. */
public interface BookingStore {
  /** An empty one for a robot without bookings, also when there is no such robot. */
  Future<Calendar> calendar(String robotId);

  Future<Agenda> agenda(String account);

  /**
   * Does what is ordered, all of it or nothing; also lets happen what time has brought about
   * (no-shows, waiting lists, retention). Of orders that exclude each other the first wins.
   *
   * @param by for the audit log
   */
  Future<BookingOutcome> apply(BookingOrder order, BookingRules rules, Actor by, long nowMs);

  /** All that the account has or had, and waits for, as far as calendars still have it. */
  Future<List<Booking>> bookingsOf(String account);

  /**
   * Cancels all that the account has booked and waits for, and forgets what it had. One robot after
   * another: what a crash keeps from being done is done by the same call again.
   */
  Future<Boolean> forget(String account, Actor by, long nowMs);
}
