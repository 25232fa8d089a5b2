package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.bookings.BookingStore;
import org.havatar.relay.access.identity.AccountStore;
import org.havatar.relay.access.port.Change;
import org.havatar.relay.access.port.Ephemera;
import org.havatar.relay.access.robots.RobotStore;

/** The store, whatever engine keeps its documents. */
public final class DocumentStore implements Store {
  private final Documents documents;
  private final AccountStore accounts;
  private final RobotStore robots;
  private final BookingStore bookings;

  public DocumentStore(Documents documents) {
    this.documents = documents;
    accounts = new StoredAccounts(documents);
    robots = new StoredRobots(documents);
    bookings = new StoredBookings(documents);
  }

  @Override
  public AccountStore accounts() {
    return accounts;
  }

  @Override
  public RobotStore robots() {
    return robots;
  }

  @Override
  public BookingStore bookings() {
    return bookings;
  }

  @Override
  public AuditStore audit() {
    return documents.audit();
  }

  @Override
  public Ephemera ephemera() {
    return documents.ephemera();
  }

  @Override
  public void onChanged(Consumer<Change> listener) {
    documents.onChanged(listener);
  }

  @Override
  public Future<OptionalLong> sharedClockMs() {
    return documents.sharedClockMs();
  }

  @Override
  public Future<Optional<String>> sharedId() {
    return documents.sharedId();
  }

  @Override
  public boolean isCut() {
    return documents.isCut();
  }

  @Override
  public Future<Boolean> probe() {
    return documents.probe();
  }

  @Override
  public Future<Boolean> close() {
    return documents.close();
  }

  public Documents documents() {
    return documents;
  }
}
