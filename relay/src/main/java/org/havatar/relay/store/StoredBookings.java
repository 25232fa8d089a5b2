package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.bookings.Agenda;
import org.havatar.relay.access.bookings.Booking;
import org.havatar.relay.access.bookings.BookingLedger;
import org.havatar.relay.access.bookings.BookingOrder;
import org.havatar.relay.access.bookings.BookingOutcome;
import org.havatar.relay.access.bookings.BookingRules;
import org.havatar.relay.access.bookings.BookingStore;
import org.havatar.relay.access.bookings.Calendar;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.port.OffLoop;
import org.havatar.relay.access.port.Unavailable;

/** Calendars and agendas as documents. */
final class StoredBookings implements BookingStore {
  /** Who may be concerned can change while it is looked up; so often in a row it doesn't. */
  private static final int MOST_ATTEMPTS = 20;

  private final Documents documents;

  StoredBookings(Documents documents) {
    this.documents = documents;
  }

  static Key calendarKey(String robotId) {
    return new Key(Kind.CALENDAR, robotId);
  }

  static Key agendaKey(String account) {
    return new Key(Kind.AGENDA, account);
  }

  static Calendar calendarOf(Optional<String> text) {
    return text.map(BookingRecords::calendar).orElse(Calendar.EMPTY);
  }

  static Agenda agendaOf(Optional<String> text) {
    return text.map(BookingRecords::agenda).orElse(Agenda.EMPTY);
  }

  @Override
  public Future<Calendar> calendar(String robotId) {
    return read(documents.read(calendarKey(robotId)), StoredBookings::calendarOf);
  }

  @Override
  public Future<Agenda> agenda(String account) {
    return read(documents.read(agendaKey(account)), StoredBookings::agendaOf);
  }

  /** They grow with what is booked. */
  private static <T> Future<T> read(
      Future<Optional<String>> asked, Function<Optional<String>, T> reading) {
    return asked.compose(text -> OffLoop.read(text.orElse(""), () -> reading.apply(text)));
  }

  @Override
  public Future<BookingOutcome> apply(
      BookingOrder order, BookingRules rules, Actor by, long nowMs) {
    return attempt(new Change(order, rules, by, nowMs), MOST_ATTEMPTS);
  }

  /** Not by the agenda: it forgets sooner than calendars. */
  @Override
  public Future<List<Booking>> bookingsOf(String account) {
    return documents
        .all(
            Kind.CALENDAR,
            text -> {
              List<Booking> own = BookingRecords.calendar(text).of(account);
              return own.isEmpty() ? Optional.empty() : Optional.of(own);
            })
        .map(all -> all.stream().flatMap(List::stream).toList());
  }

  @Override
  public Future<Boolean> forget(String account, Actor by, long nowMs) {
    return bookingsOf(account)
        .compose(
            bookings -> {
              Set<String> robots = new TreeSet<>();
              bookings.forEach(each -> robots.add(Booking.robotOf(each.id())));
              Future<Boolean> done = Future.succeededFuture(true);
              for (String robotId : robots) {
                done = done.compose(ignored -> forget(robotId, account, by, nowMs));
              }
              return done;
            })
        .compose(
            ignored -> {
              Key agenda = agendaKey(account);
              return documents.update(
                  List.of(agenda),
                  draft -> {
                    if (draft.get(agenda).isPresent()) {
                      draft.remove(agenda);
                    }
                    return true;
                  });
            });
  }

  private Future<Boolean> forget(String robotId, String account, Actor by, long nowMs) {
    Key calendarKey = calendarKey(robotId);
    return documents.update(
        List.of(calendarKey, Key.robot(robotId)),
        draft -> {
          Calendar before = calendarOf(draft.get(calendarKey));
          if (before.of(account).isEmpty()) {
            return false;
          }
          draft.put(calendarKey, BookingRecords.of(before.withoutAccount(account)));
          for (Booking each : before.of(account)) {
            if (each.isOpen(nowMs)) {
              String detail = each.id() + " " + account + " " + each.window();
              StoredRobots.note(
                  draft,
                  new AuditEntry(nowMs, by, "booking.cancel", robotId, detail).naming(account));
            }
          }
          return true;
        });
  }

  private record Change(BookingOrder order, BookingRules rules, Actor by, long nowMs) {}

  /** An update names its documents before it reads them; so the calendar is looked at first. */
  private Future<BookingOutcome> attempt(Change change, int attempts) {
    BookingOrder order = change.order;
    return calendar(order.robotId())
        .compose(
            seen -> {
              Set<String> named = BookingLedger.accountsOf(seen, order, change.nowMs);
              List<Key> keys = new ArrayList<>();
              keys.add(calendarKey(order.robotId()));
              keys.add(Key.robot(order.robotId()));
              named.forEach(name -> keys.add(agendaKey(name)));
              return documents.update(keys, draft -> changed(draft, named, change));
            })
        .compose(
            outcome -> {
              if (outcome.isPresent()) {
                return Future.succeededFuture(outcome.get());
              }
              return attempts > 1
                  ? attempt(change, attempts - 1)
                  : Future.failedFuture(new Unavailable("The calendar changes too fast. Retry."));
            });
  }

  /** Empty when it concerns somebody who was not named. */
  private static Optional<BookingOutcome> changed(Draft draft, Set<String> named, Change change) {
    BookingOrder order = change.order;
    Key key = calendarKey(order.robotId());
    Calendar before = calendarOf(draft.get(key));
    if (!named.containsAll(BookingLedger.accountsOf(before, order, change.nowMs))) {
      return Optional.empty();
    }
    Map<String, Agenda> agendas = new TreeMap<>();
    named.forEach(name -> agendas.put(name, agendaOf(draft.get(agendaKey(name)))));
    BookingLedger books =
        new BookingLedger(order.robotId(), before, agendas, change.rules.usual(), change.nowMs);
    BookingOutcome outcome = books.apply(order, change.rules.retentionMs());
    if (!books.calendar().equals(before)) {
      draft.put(key, BookingRecords.of(books.calendar()));
    }
    books
        .agendas()
        .forEach(
            (name, agenda) -> {
              if (!agenda.equals(agendas.get(name))) {
                draft.put(agendaKey(name), BookingRecords.of(agenda));
              }
            });
    for (BookingLedger.Note note : books.notes()) {
      Actor by = note.byItself() ? Actor.ITSELF : change.by;
      AuditEntry entry =
          new AuditEntry(change.nowMs, by, note.action(), order.robotId(), note.detail());
      StoredRobots.note(draft, entry.naming(note.account()));
    }
    return Optional.of(outcome);
  }
}
