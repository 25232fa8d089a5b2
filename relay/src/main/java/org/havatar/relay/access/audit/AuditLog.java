package org.havatar.relay.access.audit;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.audit.AuditStore.Page;
import org.havatar.relay.access.people.Actor;

/** The audit log for people: who reads it is in it. Any thread; rules of {@code Access}. */
public final class AuditLog {
  private final AuditStore store;
  private final InstantSource wall;

  public AuditLog(AuditStore store, InstantSource wall) {
    this.store = store;
    this.wall = wall;
  }

  /** Who reads is noted before they are answered. */
  public Future<Page> read(AuditQuery query, Actor by) {
    boolean isOfRobot = !query.scope().robot().isEmpty();
    AuditEntry entry =
        isOfRobot
            ? entry("robot.audit_read", query.object(), by).ofRobot(query.scope().robot())
            : entry("audit.read", "", by);
    return store.append(entry).compose(ignored -> store.find(query));
  }

  /** Somebody takes all of it away, page by page: {@link #page}. */
  public Future<Boolean> beginExport(Actor by) {
    return note("audit.export", "", by);
  }

  /** Somebody is told all that is known of {@code account}. */
  public Future<Boolean> beginAccountExport(String account, Actor by) {
    return note("account.export", account, by);
  }

  /**
   * The next entries in the order in which they were written, at most {@code most}.
   *
   * @param after cursor of the last one known; empty: from the beginning
   */
  public Future<List<Kept>> page(String after, int most) {
    return store.entries(after, most);
  }

  /** The next entries that tell of an account, as {@link #page}. */
  public Future<List<Kept>> pageConcerning(String account, String after, int most) {
    return store.find(AuditQuery.concerning(account, after, most)).map(Page::entries);
  }

  private Future<Boolean> note(String action, String object, Actor by) {
    return store.append(entry(action, object, by));
  }

  private AuditEntry entry(String action, String object, Actor by) {
    return new AuditEntry(wall.millis(), by, action, object, "");
  }
}
