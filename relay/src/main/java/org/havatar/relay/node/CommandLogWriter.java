package org.havatar.relay.node;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.havatar.relay.session.port.CommandArchive;
import org.havatar.relay.session.port.CommandRecord;
import org.havatar.relay.session.port.FairRing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the command log from memory to its archive, one batch at a time. */
final class CommandLogWriter {
  /** What a second of the busiest node makes, with room. */
  static final int BATCH = 4096;

  /** Minutes of a hundred drivers, a few megabytes. */
  static final int CAPACITY = 16_384;

  private static final Logger LOG = LoggerFactory.getLogger(CommandLogWriter.class);

  private final FairRing<CommandRecord> ring;
  private final CommandArchive archive;
  private final LongAdder written = new LongAdder();
  private boolean isWriting; // guarded by this
  private boolean isFailing; // guarded by this

  CommandLogWriter(FairRing<CommandRecord> ring, CommandArchive archive) {
    this.ring = ring;
    this.archive = archive;
  }

  /** To be called about once a second. A slow archive is not asked again before it has answered. */
  synchronized void onTick() {
    if (isWriting) {
      return;
    }
    List<CommandRecord> batch = ring.take(BATCH);
    if (batch.isEmpty()) {
      return;
    }
    isWriting = true;
    archive.append(batch).whenComplete((done, failure) -> written(batch.size(), failure));
  }

  /** Hands over all that is left; the archive keeps the order. */
  CompletionStage<?> flush() {
    List<CommandRecord> rest = ring.take(CAPACITY);
    return rest.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : archive.append(rest).whenComplete((done, failure) -> count(rest.size(), failure));
  }

  /** Records on disk since the start. Any thread. */
  long writtenCount() {
    return written.sum();
  }

  private void count(int records, @Nullable Throwable failure) {
    if (failure == null) {
      written.add(records);
    } else {
      ring.lost(records);
    }
  }

  private synchronized void written(int count, @Nullable Throwable failure) {
    isWriting = false;
    count(count, failure);
    if (failure != null) {
      if (!isFailing) {
        LOG.error("the command log can't be written; driving goes on", failure);
      }
    }
    isFailing = failure != null;
  }
}
