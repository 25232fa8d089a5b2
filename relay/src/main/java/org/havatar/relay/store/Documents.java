package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.port.Change;
import org.havatar.relay.access.port.Ephemera;

/**
 * An engine: JSON texts by name, changed together or not at all. Any thread; never blocks; an
 * answer tells only what no crash can undo, or fails with {@code Unavailable}.
 */
public interface Documents {
  Future<Optional<String>> read(Key key);

  /** Documents that are fetched at once where all of a kind are read. */
  int SLICE = 250;

  /**
   * What {@code reading} makes of all documents of that kind, ordered by name. They are fetched
   * slice by slice, so that they needn't be of one instant, and read outside event loops.
   *
   * @param reading empty: isn't wanted
   */
  <T> Future<List<T>> all(Kind kind, Function<String, Optional<T>> reading);

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

  /** See {@link org.havatar.relay.access.Store#sharedId}. */
  Future<Optional<String>> sharedId();

  /** See {@link org.havatar.relay.access.Store#isCut}. */
  boolean isCut();

  Future<Boolean> probe();

  Future<Boolean> close();
}
