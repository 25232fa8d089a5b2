package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.havatar.relay.access.Actor;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.bookings.Agenda;
import org.havatar.relay.access.bookings.BookingOrder;
import org.havatar.relay.access.bookings.BookingOutcome;
import org.havatar.relay.access.bookings.BookingRules;
import org.havatar.relay.access.bookings.BookingStore;
import org.havatar.relay.access.bookings.Books;
import org.havatar.relay.access.bookings.Calendar;

/** Calendars and agendas as documents. */
final class StoredBookings implements BookingStore {
  /** Who may be concerned can change while it is looked up; so often in a row it doesn't. */
  private static final int MOST_ATTEMPTS = 20;

  private final Documents documents;

  StoredBookings(Documents documents) {
    this.documents = documents;
  }

  private static Key calendarKey(String robotId) {
    return new Key(Kind.CALENDAR, robotId);
  }

  private static Key agendaKey(String account) {
    return new Key(Kind.AGENDA, account);
  }

  private static Calendar calendarOf(Optional<String> text) {
    return text.map(BookingRecords::calendar).orElse(Calendar.EMPTY);
  }

  private static Agenda agendaOf(Optional<String> text) {
    return text.map(BookingRecords::agenda).orElse(Agenda.EMPTY);
  }

  @Override
  public Future<Calendar> calendar(String robotId) {
    return documents.read(calendarKey(robotId)).map(StoredBookings::calendarOf);
  }

  @Override
  public Future<Agenda> agenda(String account) {
    return documents.read(agendaKey(account)).map(StoredBookings::agendaOf);
  }

  @Override
  public Future<BookingOutcome> apply(
      BookingOrder order, BookingRules rules, Actor by, long nowMs) {
    return attempt(new Change(order, rules, by, nowMs), MOST_ATTEMPTS);
  }

  private record Change(BookingOrder order, BookingRules rules, Actor by, long nowMs) {}

  /** An update names its documents before it reads them; so the calendar is looked at first. */
  private Future<BookingOutcome> attempt(Change change, int attempts) {
    BookingOrder order = change.order;
    return calendar(order.robotId())
        .compose(
            seen -> {
              Set<String> named = Books.accountsOf(seen, order, change.nowMs);
              List<Key> keys = new ArrayList<>();
              keys.add(calendarKey(order.robotId()));
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
    if (!named.containsAll(Books.accountsOf(before, order, change.nowMs))) {
      return Optional.empty();
    }
    Map<String, Agenda> agendas = new TreeMap<>();
    named.forEach(name -> agendas.put(name, agendaOf(draft.get(agendaKey(name)))));
    Books books = new Books(order.robotId(), before, agendas, change.rules.usual(), change.nowMs);
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
    for (Books.Note note : books.notes()) {
      Actor by = note.byItself() ? Actor.ITSELF : change.by;
      draft.note(new AuditEntry(change.nowMs, by, note.action(), order.robotId(), note.detail()));
    }
    return Optional.of(outcome);
  }
}
