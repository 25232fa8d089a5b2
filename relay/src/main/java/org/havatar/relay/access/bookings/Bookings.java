package org.havatar.relay.access.bookings;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.havatar.relay.access.bookings.BookingOrder.Attend;
import org.havatar.relay.access.bookings.BookingOrder.Book;
import org.havatar.relay.access.bookings.BookingOrder.Cancel;
import org.havatar.relay.access.bookings.BookingOrder.Extend;
import org.havatar.relay.access.bookings.BookingOrder.Limit;
import org.havatar.relay.access.bookings.BookingOrder.Move;
import org.havatar.relay.access.bookings.BookingOrder.Settle;
import org.havatar.relay.access.bookings.BookingOrder.Wait;
import org.havatar.relay.access.people.Actor;

/**
 * Books robots by the node's clock. Whether somebody may book at all is asked before. Any thread.
 */
public final class Bookings {
  private static final int ID_BYTES = 9;

  private final SecureRandom random = new SecureRandom();
  private final BookingStore store;
  private final InstantSource wall;
  private volatile BookingRules rules;

  public Bookings(BookingStore store, InstantSource wall, BookingRules rules) {
    this.store = store;
    this.wall = wall;
    this.rules = rules;
  }

  /**
   * Who wants something.
   *
   * @param privileged an administrator: quotas don't bind them, and anybody's booking is theirs to
   *     change
   */
  public record Orderer(Actor actor, boolean privileged) {
    /** Whose bookings they may change; empty: anybody's. */
    private String reach() {
      return privileged ? "" : actor.account();
    }
  }

  /** Other rules from now on. */
  public void follow(BookingRules other) {
    rules = other;
  }

  /** What is wrong with figures of a robot's own, as a sentence. */
  public Optional<String> faultOf(Map<BookingPolicy.Limit, Integer> own) {
    try {
      rules.usual().with(own);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage() + ".");
    }
  }

  public long nowMs() {
    return wall.millis();
  }

  public BookingPolicy policyOf(Calendar calendar) {
    return rules.usual().with(calendar.own());
  }

  /** Books for {@code account}. */
  public Future<BookingOutcome> book(
      String robotId, String account, TimeWindow window, String zone, Orderer by) {
    return apply(new Book(robotId, wish(robotId, account, window, zone), by.privileged), by.actor);
  }

  /** Puts {@code account} on the waiting list. */
  public Future<BookingOutcome> await(
      String robotId, String account, TimeWindow window, String zone, Orderer by) {
    return apply(new Wait(robotId, wish(robotId, account, window, zone), by.privileged), by.actor);
  }

  private Booking wish(String robotId, String account, TimeWindow window, String zone) {
    byte[] unique = new byte[ID_BYTES];
    random.nextBytes(unique);
    String id =
        Booking.idFor(robotId, Base64.getUrlEncoder().withoutPadding().encodeToString(unique));
    return new Booking(id, account, window, zone, wall.millis(), false);
  }

  public Future<BookingOutcome> move(String id, TimeWindow window, Orderer by) {
    return apply(new Move(Booking.robotOf(id), id, by.reach(), window, by.privileged), by.actor);
  }

  public Future<BookingOutcome> extend(String id, long byMs, Orderer by) {
    return apply(new Extend(Booking.robotOf(id), id, by.reach(), byMs, by.privileged), by.actor);
  }

  /** Bookings and wishes. */
  public Future<BookingOutcome> cancel(String id, Orderer by) {
    return apply(new Cancel(Booking.robotOf(id), id, by.reach()), by.actor);
  }

  /** That account has the robot now: its booking is no no-show. */
  public Future<BookingOutcome> attend(String robotId, String account) {
    return apply(new Attend(robotId, account), Actor.ITSELF);
  }

  /** The robot's own figures, instead of those before. */
  public Future<BookingOutcome> limit(
      String robotId, Map<BookingPolicy.Limit, Integer> own, Actor by) {
    return apply(new Limit(robotId, own), by);
  }

  private Future<BookingOutcome> apply(BookingOrder order, Actor by) {
    return store.apply(order, rules, by, wall.millis());
  }

  /** All that the account has or had, and waits for. */
  public Future<List<Booking>> of(String account) {
    return store.bookingsOf(account);
  }

  public Future<Agenda> agenda(String account) {
    return store.agenda(account);
  }

  /**
   * The calendar as it is now. What time has brought about is written when somebody looks, so that
   * no node has to watch all calendars.
   */
  public Future<Calendar> calendar(String robotId) {
    return store
        .calendar(robotId)
        .compose(
            kept ->
                isSettled(kept)
                    ? Future.succeededFuture(kept)
                    : apply(new Settle(robotId), Actor.ITSELF)
                        .compose(ignored -> store.calendar(robotId)));
  }

  private boolean isSettled(Calendar calendar) {
    long nowMs = wall.millis();
    long noShowMs = policyOf(calendar).noShowMs();
    Optional<Booking> running = calendar.running(nowMs);
    boolean missed =
        noShowMs > 0
            && running.isPresent()
            && !running.get().attended()
            && nowMs - running.get().window().fromMs() >= noShowMs;
    boolean changes =
        calendar.waiting().stream()
            .anyMatch(wish -> wish.window().fromMs() < nowMs || calendar.isFree(wish.window(), ""));
    return !missed && !changes;
  }
}
