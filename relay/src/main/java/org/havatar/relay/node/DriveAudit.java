package org.havatar.relay.node;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.session.port.DriveLog;
import org.havatar.relay.session.port.FairRing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries what drivers did from memory to the audit log, one batch at a time. */
final class DriveAudit {
  static final int BATCH = 256;

  /** Many hand-overs of every robot while a store is away. */
  static final int CAPACITY = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(DriveAudit.class);

  private final FairRing<DriveLog.Event> ring;
  private final AuditStore audit;
  private final LongAdder written = new LongAdder();
  private List<DriveLog.Event> open = List.of(); // guarded by this
  private boolean isWriting; // guarded by this
  private boolean isFailing; // guarded by this

  DriveAudit(FairRing<DriveLog.Event> ring, AuditStore audit) {
    this.ring = ring;
    this.audit = audit;
  }

  /**
   * To be called about once a second. A batch that was not written is tried again: rather an entry
   * twice than none. What comes meanwhile waits in the ring, which is bounded.
   */
  synchronized void onTick() {
    if (!isWriting) {
      write();
    }
  }

  private synchronized Future<Boolean> write() {
    if (open.isEmpty()) {
      open = ring.take(BATCH);
    }
    if (open.isEmpty()) {
      return Future.succeededFuture(true);
    }
    isWriting = true;
    return audit
        .append(open.stream().map(DriveAudit::entry).toList())
        .onComplete(ignored -> written(), this::failed);
  }

  /** All that is left, when the node leaves. */
  Future<Boolean> flush() {
    return write()
        .compose(
            done -> {
              synchronized (this) {
                open = ring.take(BATCH);
                return open.isEmpty() ? Future.succeededFuture(true) : flush();
              }
            });
  }

  private static AuditEntry entry(DriveLog.Event event) {
    return new AuditEntry(
            event.atMs(),
            new Actor(event.account(), ""),
            event.action(),
            event.robotId(),
            event.detail())
        .ofRobot(event.identity());
  }

  private synchronized void written() {
    written.add(open.size());
    open = List.of();
    isWriting = false;
    isFailing = false;
  }

  private synchronized void failed(Throwable cause) {
    isWriting = false;
    if (!isFailing) {
      LOG.warn("drives can't be noted in the audit log; driving goes on: {}", cause.toString());
    }
    isFailing = true;
  }

  /** Entries in the audit log since the start. Any thread. */
  long writtenCount() {
    return written.sum();
  }
}
