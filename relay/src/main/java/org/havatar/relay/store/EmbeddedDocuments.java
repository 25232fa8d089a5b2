package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.havatar.relay.access.Change;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditStore;

/** The documents of a node that stands alone: one file, on the thread of its group commits. */
final class EmbeddedDocuments implements Documents {
  private record Saved<T>(T result, Set<Key> written) {}

  private final CopyOnWriteArrayList<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final GroupCommit commits;

  EmbeddedDocuments(GroupCommit commits) {
    this.commits = commits;
  }

  @Override
  public Future<Optional<String>> read(Key key) {
    return commits.submit(file -> Optional.ofNullable(file.table(key.kind()).get(key.name())));
  }

  @Override
  public Future<List<String>> all(Kind kind) {
    return commits.submit(file -> file.table(kind).values());
  }

  @Override
  public <T> Future<T> update(List<Key> keys, Function<Draft, T> change) {
    return commits.submit(file -> updateNow(file, keys, change)).map(this::told);
  }

  private static <T> Saved<T> updateNow(StoreFile file, List<Key> keys, Function<Draft, T> change) {
    Map<Key, Optional<String>> known = new HashMap<>();
    for (Key key : keys) {
      known.put(key, Optional.ofNullable(file.table(key.kind()).get(key.name())));
    }
    Draft draft = new Draft(known);
    T result = change.apply(draft);
    file.write(draft);
    return new Saved<>(result, draft.written().keySet());
  }

  private <T> T told(Saved<T> saved) {
    for (Key key : saved.written()) {
      if (key.kind().subject() != Change.Subject.UNKNOWN) {
        Change change = new Change(key.kind().subject(), key.name());
        listeners.forEach(each -> each.accept(change));
      }
    }
    return saved.result();
  }

  @Override
  public AuditStore audit() {
    return new AuditStore() {
      @Override
      public Future<Boolean> append(AuditEntry entry) {
        return update(
            List.of(),
            draft -> {
              draft.note(entry);
              return true;
            });
      }

      @Override
      public Future<List<Kept>> entries(String after, int most) {
        return commits.submit(file -> file.audit(after, most));
      }
    };
  }

  @Override
  public void onChanged(Consumer<Change> listener) {
    listeners.add(listener);
  }

  @Override
  public Future<Boolean> probe() {
    return commits.probe();
  }

  @Override
  public Future<Boolean> close() {
    return commits.close();
  }

  /** Lets go of the file as a crash would, without writing anything. For tests. */
  void crash() {
    commits.crash();
  }
}
