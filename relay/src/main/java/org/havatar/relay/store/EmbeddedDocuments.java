package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditQuery;
import org.havatar.relay.access.audit.AuditRevision;
import org.havatar.relay.access.audit.AuditRing;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.audit.AuditStore.Bounds;
import org.havatar.relay.access.port.Change;
import org.havatar.relay.access.port.Ephemera;
import org.havatar.relay.access.port.OffLoop;

/** The documents of a node that stands alone: one file, on the thread of its group commits. */
final class EmbeddedDocuments implements Documents {
  private record Saved<T>(T result, Set<Key> written) {}

  private final CopyOnWriteArrayList<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final GroupCommit commits;

  private final AtomicReference<Bounds> auditBounds;
  private final Ephemera ephemera;

  /**
   * @param auditBounds what the audit log keeps; the commits read it
   */
  EmbeddedDocuments(GroupCommit commits, AtomicReference<Bounds> auditBounds, Ephemera ephemera) {
    this.commits = commits;
    this.auditBounds = auditBounds;
    this.ephemera = ephemera;
  }

  @Override
  public Future<Optional<String>> read(Key key) {
    return commits.submit(file -> Optional.ofNullable(file.table(key.kind()).get(key.name())));
  }

  @Override
  public <T> Future<List<T>> all(Kind kind, Function<String, Optional<T>> reading) {
    return OffLoop.call(
        () -> {
          List<T> wanted = new ArrayList<>();
          String after = "";
          List<Document> slice;
          do {
            String from = after;
            slice =
                OffLoop.await(commits.submit(file -> file.table(kind).slice(kind, from, SLICE)));
            for (Document each : slice) {
              reading.apply(each.text()).ifPresent(wanted::add);
              after = each.key().name();
            }
          } while (slice.size() == SLICE);
          return wanted;
        });
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
      public Future<Boolean> append(List<AuditEntry> entries) {
        return update(
            List.of(),
            draft -> {
              entries.forEach(draft::note);
              return true;
            });
      }

      @Override
      public Future<Long> revise(AuditRevision revision) {
        return revise(revision, new AuditTable.Revised("", 0, false));
      }

      private Future<Long> revise(AuditRevision revision, AuditTable.Revised before) {
        return commits
            .submit(file -> file.reviseAudit(revision, before))
            .compose(
                now ->
                    now.isDone() ? Future.succeededFuture(now.changed()) : revise(revision, now));
      }

      @Override
      public Future<Page> find(AuditQuery query) {
        return AuditSearch.run(
            query,
            (term, after) ->
                commits.submit(file -> file.audit().slice(term, after, query.newestFirst())));
      }

      @Override
      public Future<Long> forgetBefore(long epochMs) {
        return commits
            .submit(file -> file.forgetAuditBefore(epochMs))
            .compose(
                gone ->
                    gone < AuditSearch.PAGE
                        ? Future.succeededFuture(gone)
                        : forgetBefore(epochMs).map(more -> gone + more));
      }

      @Override
      public Future<Map<AuditRing, String>> heads() {
        return commits.submit(file -> file.audit().heads());
      }

      @Override
      public void keepAtMost(Bounds bounds) {
        auditBounds.set(bounds);
      }
    };
  }

  @Override
  public Ephemera ephemera() {
    return ephemera;
  }

  @Override
  public Future<List<Document>> documents() {
    return commits.submit(StoreFile::documents);
  }

  @Override
  public Future<Boolean> replaceAll(Contents contents, boolean evenIfNotEmpty) {
    return commits
        .submit(
            file -> {
              boolean isEmpty =
                  file.documents().stream().allMatch(each -> each.key().kind() == Kind.META);
              if (!isEmpty && !evenIfNotEmpty) {
                return false;
              }
              file.replaceAll(contents);
              return true;
            })
        .onSuccess(
            done -> {
              if (done) {
                listeners.forEach(each -> each.accept(Change.ANYTHING));
              }
            });
  }

  @Override
  public void onChanged(Consumer<Change> listener) {
    listeners.add(listener);
  }

  @Override
  public Future<OptionalLong> sharedClockMs() {
    return Future.succeededFuture(OptionalLong.empty());
  }

  /** It is in this process. */
  @Override
  public boolean isCut() {
    return false;
  }

  @Override
  public Future<Optional<String>> sharedId() {
    return Future.succeededFuture(Optional.empty());
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
