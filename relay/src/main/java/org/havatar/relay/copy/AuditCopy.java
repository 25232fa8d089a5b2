package org.havatar.relay.copy;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.port.OffLoop;
import org.havatar.relay.access.port.Unavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the audit log to one target, behind the log and never in its way: what the target has is
 * noted, and what it doesn't take is tried again, at first after a second and at last every 5 min.
 * Any thread.
 */
public final class AuditCopy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditCopy.class);

  /** Entries that are handed over at once. */
  static final int AT_ONCE = 100;

  private static final long FIRST_WAIT_MS = 1000;
  private static final long LONGEST_WAIT_MS = 300_000;

  private final AuditStore log;
  private final CopyTarget target;
  private final Path directory;
  private final AtomicBoolean isBusy = new AtomicBoolean();
  private final AtomicLong copied = new AtomicLong();
  private volatile @Nullable CopyPosition position;
  private volatile long waitsForMs;
  private volatile long waitMs;
  private volatile long oldestMs;
  private volatile boolean isEnded;

  /**
   * @param directory for the note of what was copied, the relay's own
   */
  public AuditCopy(AuditStore log, CopyTarget target, Path directory) {
    this.log = log;
    this.target = target;
    this.directory = directory;
  }

  public String target() {
    return target.name();
  }

  /** Entries handed over since the start. */
  public long copied() {
    return copied.get();
  }

  /**
   * How old the oldest entry is that the target hasn't got yet.
   *
   * @param nowMs epoch milliseconds
   */
  public long behindMs(long nowMs) {
    long at = oldestMs;
    return at == 0 ? 0 : Math.max(0, nowMs - at);
  }

  /**
   * Copies what there is to copy, unless it is still at it or has to wait. Never blocks.
   *
   * @param nowMs monotonic
   * @return when it is done, whether the target has everything
   */
  public Future<Boolean> onTick(long nowMs) {
    if (isEnded || nowMs < waitsForMs || !isBusy.compareAndSet(false, true)) {
      return Future.succeededFuture(false);
    }
    return OffLoop.call(() -> copyOrWait(nowMs)).onComplete(done -> isBusy.set(false));
  }

  private boolean copyOrWait(long nowMs) throws InterruptedException {
    try {
      copyAll();
      if (waitMs > 0) {
        LOG.info("the {} takes the audit log again, and has all of it", target.name());
      }
      waitMs = 0;
      return true;
    } catch (IOException | RuntimeException e) {
      if (!isEnded && waitMs == 0) {
        LOG.warn(
            "the audit log can't be copied to the {}: {}; it is tried again, nothing is lost until"
                + " the log lets go of it",
            target.name(),
            e instanceof IOException || e instanceof Unavailable ? e.getMessage() : e.toString());
      }
      waitMs = waitMs == 0 ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, 2 * waitMs);
      waitsForMs = nowMs + waitMs;
      return false;
    }
  }

  private void copyAll() throws IOException, InterruptedException {
    CopyPosition at = position;
    if (at == null) {
      at = CopyPosition.load(directory, target.name(), log);
      position = at;
    }
    List<Kept> page = OffLoop.await(log.entries(at.cursor(), AT_ONCE));
    while (!page.isEmpty() && !isEnded) {
      oldestMs = page.get(0).entry().atMs();
      target.send(page);
      at.note(page.get(page.size() - 1));
      copied.addAndGet(page.size());
      page = OffLoop.await(log.entries(at.cursor(), AT_ONCE));
    }
    oldestMs = 0;
  }

  /** What wasn't copied is copied after the next start. */
  @Override
  public void close() {
    isEnded = true;
    target.close();
  }
}
