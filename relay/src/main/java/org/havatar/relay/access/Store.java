package org.havatar.relay.access;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.bookings.BookingStore;
import org.havatar.relay.access.identity.AccountStore;
import org.havatar.relay.access.port.Change;
import org.havatar.relay.access.port.Ephemera;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.access.robots.RobotStore;

/**
 * Everything that outlives the process, in parts by subject. Each method of a part is one whole
 * operation of the domain, so that its atomicity lives in the implementation.
 *
 * <p>May be called on any thread and never blocks. A future succeeds only when what it tells is on
 * disk; it fails with {@link Unavailable} and is heard on the caller's Vert.x context.
 */
public interface Store {
  AccountStore accounts();

  RobotStore robots();

  BookingStore bookings();

  AuditStore audit();

  Ephemera ephemera();

  /** {@code listener} hears every change after it is on disk, on any thread; it never blocks. */
  void onChanged(Consumer<Change> listener);

  /**
   * What time it is for all nodes that share this store, in epoch milliseconds of its own clock;
   * empty when nobody else has it.
   */
  Future<OptionalLong> sharedClockMs();

  /**
   * What tells this store from every other one, made once; empty when no other node can have it.
   */
  Future<Optional<String>> sharedId();

  /**
   * True while it can't be asked, as its own probes tell: then whatever is asked fails at once, so
   * that nothing is changed through this node. A moment late both ways; never blocks.
   */
  boolean isCut();

  /** Succeeds when the store answers at all. */
  Future<Boolean> probe();

  /** Writes what is left and lets go of the files. Later calls fail. */
  Future<Boolean> close();
}
