package org.havatar.relay.access.bookings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.havatar.relay.access.bookings.BookingOutcome.Done;
import org.havatar.relay.access.bookings.BookingOutcome.Free;
import org.havatar.relay.access.bookings.BookingOutcome.NotFound;
import org.havatar.relay.access.bookings.BookingOutcome.Noted;
import org.havatar.relay.access.bookings.BookingOutcome.Over;
import org.havatar.relay.access.bookings.BookingOutcome.Refused;
import org.havatar.relay.access.bookings.BookingOutcome.Running;
import org.havatar.relay.access.bookings.BookingOutcome.Taken;
import org.havatar.relay.access.bookings.BookingOutcome.TooFarAhead;
import org.havatar.relay.access.bookings.BookingOutcome.TooMany;
import org.havatar.relay.access.bookings.BookingOutcome.TooManyHours;
import org.havatar.relay.access.bookings.BookingOutcome.TooSoon;
import org.havatar.relay.access.bookings.BookingOutcome.WaitingListFull;
import org.havatar.relay.access.bookings.BookingOutcome.WrongLength;
import org.jspecify.annotations.Nullable;

/**
 * One robot's calendar together with the agendas of all whom an order may concern, and what an
 * order makes of them. Made for one order; one thread.
 */
public final class BookingLedger {
  /** Nobody books for ever, whoever they are. */
  private static final long PRIVILEGED_MOST_MS = 7 * 24 * 3_600_000L;

  /** A calendar ends somewhere, for keepers too. */
  private static final long PRIVILEGED_AHEAD_MS = 366 * 24 * 3_600_000L;

  private static final String NONE = "";

  /**
   * For the audit log.
   *
   * @param account whose booking it is; empty: nobody's
   * @param byItself whether time did it, not who gave the order
   */
  public record Note(String action, String detail, String account, boolean byItself) {}

  private final String robotId;
  private final BookingPolicy policy;
  private final long nowMs;
  private final Map<String, Agenda> agendas;
  private final List<Note> notes = new ArrayList<>();
  private Calendar calendar;

  /**
   * @param agendas of everybody in {@link #accountsOf}
   * @param usual where the robot has no figures of its own
   */
  public BookingLedger(
      String robotId,
      Calendar calendar,
      Map<String, Agenda> agendas,
      BookingPolicy usual,
      long nowMs) {
    this.robotId = robotId;
    this.calendar = calendar;
    this.agendas = new HashMap<>(agendas);
    this.policy = usual.with(calendar.own());
    this.nowMs = nowMs;
  }

  /** Whose agendas that order may change: the orderer's, the owner's, and of those who wait. */
  public static Set<String> accountsOf(Calendar calendar, BookingOrder order, long nowMs) {
    TreeSet<String> names = new TreeSet<>();
    calendar.find(order.id()).ifPresent(each -> names.add(each.account()));
    calendar.running(nowMs).ifPresent(each -> names.add(each.account()));
    calendar.waiting().forEach(each -> names.add(each.account()));
    if (!order.account().isEmpty()) {
      names.add(order.account());
    }
    return names;
  }

  public Calendar calendar() {
    return calendar;
  }

  public Map<String, Agenda> agendas() {
    return agendas;
  }

  public List<Note> notes() {
    return notes;
  }

  /** First what time has brought about, then the order, then those who wait. */
  public BookingOutcome apply(BookingOrder order, long retentionMs) {
    prune(retentionMs);
    releaseNoShows();
    BookingOutcome outcome =
        switch (order) {
          case BookingOrder.Book book -> book(book.wanted(), book.privileged());
          case BookingOrder.Move move ->
              move(find(move.id(), move.account()), move.window(), move.privileged());
          case BookingOrder.Extend extend -> extend(extend);
          case BookingOrder.Cancel cancel -> cancel(cancel.id(), cancel.account());
          case BookingOrder.Wait wish -> await(wish.wanted(), wish.privileged());
          case BookingOrder.Attend attend -> attend(attend.account());
          case BookingOrder.Limit limit -> limit(limit);
          case BookingOrder.Settle ignored -> new Noted();
        };
    promote();
    return outcome;
  }

  private void prune(long retentionMs) {
    for (Booking each : calendar.bookings()) {
      if (nowMs - each.window().untilMs() >= retentionMs) {
        calendar = calendar.without(each.id());
      }
    }
    agendas.replaceAll((name, agenda) -> agenda.pruned(nowMs));
  }

  private void releaseNoShows() {
    for (Booking each : calendar.bookings()) {
      boolean missed =
          policy.noShowMs() > 0
              && !each.attended()
              && each.window().contains(nowMs)
              && nowMs - each.window().fromMs() >= policy.noShowMs();
      if (missed) {
        put(each.cutAt(nowMs));
        note("booking.no_show", each, true);
      }
    }
  }

  /** First come, whose whole wish fits. */
  private void promote() {
    for (Booking wish : calendar.waiting()) {
      if (wish.window().fromMs() < nowMs) {
        dropWish(wish);
        note("booking.wish_lapsed", wish, true);
      } else if (calendar.isFree(wish.window(), NONE) && quotaRefusal(wish, wish.id()) == null) {
        dropWish(wish);
        put(wish);
        note("booking.from_waiting_list", wish, true);
      }
    }
  }

  private BookingOutcome book(Booking wanted, boolean privileged) {
    Refused refusal = refusal(wanted, privileged, NONE);
    if (refusal == null && !calendar.isFree(wanted.window(), NONE)) {
      refusal = taken(wanted, NONE);
    }
    if (refusal != null) {
      return refusal;
    }
    put(wanted);
    note("booking.add", wanted, false);
    return new Done(wanted);
  }

  private BookingOutcome extend(BookingOrder.Extend order) {
    Optional<Booking> found = find(order.id(), order.account());
    if (found.isEmpty()) {
      return new NotFound();
    }
    TimeWindow now = found.get().window();
    TimeWindow longer = new TimeWindow(now.fromMs(), now.untilMs() + order.byMs());
    return move(found, longer, order.privileged());
  }

  private BookingOutcome move(Optional<Booking> found, TimeWindow window, boolean privileged) {
    if (found.isEmpty()) {
      return new NotFound();
    }
    Booking before = found.get();
    if (!before.isOpen(nowMs)) {
      return new Over();
    }
    Booking moved = before.during(window);
    boolean running = before.window().contains(nowMs);
    if (running && (window.fromMs() != before.window().fromMs() || window.isOver(nowMs))) {
      return new Running();
    }
    Refused refusal =
        running ? lengthRefusal(moved, privileged) : refusal(moved, privileged, moved.id());
    if (refusal == null && running && !privileged) {
      refusal = hoursRefusal(moved);
    }
    if (refusal == null && !calendar.isFree(window, moved.id())) {
      refusal = taken(moved, moved.id());
    }
    if (refusal != null) {
      return refusal;
    }
    put(moved);
    note("booking.change", moved, false);
    return new Done(moved);
  }

  private BookingOutcome cancel(String id, String account) {
    Optional<Booking> wish = calendar.wish(id).filter(each -> isOf(each, account));
    if (wish.isPresent()) {
      dropWish(wish.get());
      note("booking.wish_remove", wish.get(), false);
      return new Done(wish.get());
    }
    Optional<Booking> found = find(id, account);
    if (found.isEmpty()) {
      return new NotFound();
    }
    Booking before = found.get();
    if (!before.isOpen(nowMs)) {
      return new Over();
    }
    note("booking.cancel", before, false);
    if (before.window().fromMs() < nowMs) {
      Booking cut = before.cutAt(nowMs);
      put(cut);
      return new Done(cut);
    }
    calendar = calendar.without(id);
    agendas.computeIfPresent(before.account(), (name, agenda) -> agenda.without(id));
    return new Done(before);
  }

  private BookingOutcome await(Booking wish, boolean privileged) {
    Refused refusal = refusal(wish, privileged, NONE);
    if (refusal == null && calendar.isFree(wish.window(), NONE)) {
      refusal = new Free();
    }
    if (refusal == null && calendar.waiting().size() >= Calendar.MOST_WAITING) {
      refusal = new WaitingListFull(Calendar.MOST_WAITING);
    }
    if (refusal != null) {
      return refusal;
    }
    calendar = calendar.withWish(wish);
    agendas.put(wish.account(), agendaOf(wish).with(robotId, wish, true));
    note("booking.wish_add", wish, false);
    return new Done(wish);
  }

  private BookingOutcome attend(String account) {
    Optional<Booking> running =
        calendar.running(nowMs).filter(each -> each.account().equals(account) && !each.attended());
    running.ifPresent(each -> put(each.asAttended()));
    return new Noted();
  }

  private BookingOutcome limit(BookingOrder.Limit order) {
    Calendar limited = calendar.limitedBy(order.own());
    if (limited.equals(calendar)) {
      return new Noted();
    }
    calendar = limited;
    notes.add(new Note("booking.limits", order.own().toString(), "", false));
    return new Noted();
  }

  private @Nullable Refused refusal(Booking wanted, boolean privileged, String exceptId) {
    long fromMs = wanted.window().fromMs();
    long earliestMs = nowMs + (privileged ? 0 : policy.leadMs());
    if (fromMs < earliestMs) {
      return new TooSoon(earliestMs);
    }
    long aheadMs = privileged ? Math.max(policy.aheadMs(), PRIVILEGED_AHEAD_MS) : policy.aheadMs();
    long latestMs = nowMs + aheadMs;
    if (wanted.window().untilMs() > latestMs) {
      return new TooFarAhead(latestMs);
    }
    Refused refusal = lengthRefusal(wanted, privileged);
    return refusal != null || privileged ? refusal : quotaRefusal(wanted, exceptId);
  }

  private @Nullable Refused lengthRefusal(Booking wanted, boolean privileged) {
    long shortestMs = privileged ? 1 : policy.shortestMs();
    long longestMs = privileged ? PRIVILEGED_MOST_MS : policy.longestMs();
    long lengthMs = wanted.window().lengthMs();
    return lengthMs < shortestMs || lengthMs > longestMs
        ? new WrongLength(shortestMs, longestMs)
        : null;
  }

  private @Nullable Refused quotaRefusal(Booking wanted, String exceptId) {
    int most = policy.figure(BookingPolicy.Limit.OPEN_PER_USER);
    return agendaOf(wanted).open(exceptId, nowMs) >= most
        ? new TooMany(most)
        : hoursRefusal(wanted);
  }

  private @Nullable Refused hoursRefusal(Booking wanted) {
    long leftMs = policy.weekMs() - agendaOf(wanted).bookedMsInWeekOf(wanted.window(), wanted.id());
    return wanted.window().lengthMs() > leftMs
        ? new TooManyHours(Math.max(0, leftMs), policy.figure(BookingPolicy.Limit.HOURS_PER_WEEK))
        : null;
  }

  private Taken taken(Booking wanted, String exceptId) {
    long earliestMs = Math.max(nowMs + policy.leadMs(), 0);
    TimeWindow bounds = new TimeWindow(earliestMs, nowMs + policy.aheadMs());
    return new Taken(calendar.nearest(wanted.window(), bounds, exceptId));
  }

  private Optional<Booking> find(String id, String account) {
    return calendar.find(id).filter(each -> isOf(each, account));
  }

  private static boolean isOf(Booking booking, String account) {
    return account.isEmpty() || booking.account().equals(account);
  }

  private Agenda agendaOf(Booking booking) {
    return agendas.getOrDefault(booking.account(), Agenda.EMPTY);
  }

  private void put(Booking booking) {
    calendar = calendar.with(booking);
    agendas.put(booking.account(), agendaOf(booking).with(robotId, booking, false));
  }

  private void dropWish(Booking wish) {
    calendar = calendar.withoutWish(wish.id());
    agendas.put(wish.account(), agendaOf(wish).without(wish.id()));
  }

  private void note(String action, Booking about, boolean byItself) {
    String detail = about.id() + " " + about.account() + " " + about.window();
    notes.add(new Note(action, detail, about.account(), byItself));
  }
}
