package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.havatar.relay.access.Change;
import org.havatar.relay.access.Ephemera;
import org.havatar.relay.access.audit.AuditStore;

/**
 * An engine: JSON texts by name, changed together or not at all. Any thread; never blocks; an
 * answer tells only what no crash can undo, or fails with {@code Unavailable}.
 */
public interface Documents {
  Future<Optional<String>> read(Key key);

  /** All documents of that kind, ordered by name. */
  Future<List<String>> all(Kind kind);

  /**
   * Reads the documents named, lets {@code change} write them, and saves what it wrote together
   * with the audit entries that it noted. Nobody else writes one of them in between.
   *
   * @param change pure: it may run more than once, on any thread, before one of its results counts
   */
  <T> Future<T> update(List<Key> keys, Function<Draft, T> change);

  /** The audit log, which is kept beside the documents. */
  AuditStore audit();

  /** See {@link org.havatar.relay.access.Store#ephemera}. */
  Ephemera ephemera();

  /** All documents as they were at one instant, but the engine's own bookkeeping. */
  Future<List<Document>> documents();

  /**
   * Puts {@code contents} in the place of all that there is, at once or not at all.
   *
   * @return false, and nothing has changed, when there is something that a person made
   */
  Future<Boolean> replaceAll(Contents contents, boolean evenIfNotEmpty);

  /** See {@link org.havatar.relay.access.Store#onChanged}. */
  void onChanged(Consumer<Change> listener);

  /** See {@link org.havatar.relay.access.Store#sharedClockMs}. */
  Future<OptionalLong> sharedClockMs();

  Future<Boolean> probe();

  Future<Boolean> close();
}
