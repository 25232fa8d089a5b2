package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.havatar.relay.access.Reply;
import org.havatar.relay.access.Unavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs operations on an MVStore one after another on a thread of its own, and commits and syncs
 * what they wrote together: at most {@link #GATHER_NS} after the first of them. Every answer, also
 * a read's, waits until all that was written before it is on disk, so nobody is told what a crash
 * could undo. When a commit fails the memory is ahead of the disk: from then on everything fails.
 */
final class GroupCommit {
  /** Commits cost a sync and file space; 5 ms is nothing where a person or a robot logs in. */
  static final long GATHER_NS = TimeUnit.MILLISECONDS.toNanos(5);

  /** The bound of the queue; over it operations fail at once. */
  static final int MAX_WAITING = 4096;

  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

  /** One operation and who waits for it. It checks first and writes at most once, at its end. */
  private static final class Job<T> {
    private final Supplier<T> operation;
    private final Reply<T> reply = new Reply<>();
    private Runnable answer = () -> {};

    Job(Supplier<T> operation) {
      this.operation = operation;
    }

    void run() {
      T result = operation.get();
      answer = () -> reply.succeed(result);
    }

    void answer() {
      answer.run();
    }

    void fail(Throwable cause) {
      reply.fail(cause);
    }
  }

  private final MVStore store;
  private final LongSupplier monotonicNs;
  private final BlockingQueue<Job<?>> queue = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread thread = Thread.ofPlatform().name("store").daemon().unstarted(this::run);
  private final Reply<Boolean> ended = new Reply<>();
  private final Object gate = new Object();
  private boolean closed; // under gate
  private volatile @Nullable Unavailable broken;

  GroupCommit(MVStore store, LongSupplier monotonicNs) {
    this.store = store;
    this.monotonicNs = monotonicNs;
  }

  void start() {
    thread.start();
  }

  <T> Future<T> submit(Supplier<T> operation) {
    Job<T> job = new Job<>(operation);
    synchronized (gate) {
      if (closed) {
        job.fail(new Unavailable("The store is closed."));
      } else if (!queue.offer(job)) {
        job.fail(new Unavailable("The store has more to do than it can."));
      }
    }
    return job.reply.future();
  }

  /** Runs what was submitted before, writes it and lets go of the file; later operations fail. */
  Future<Boolean> close() {
    submit(this::markClosed);
    return ended.future();
  }

  private boolean markClosed() {
    synchronized (gate) {
      closed = true;
    }
    return true;
  }

  private void run() {
    List<Job<?>> unsaved = new ArrayList<>();
    try {
      while (!isClosed() || !queue.isEmpty()) {
        gather(unsaved);
        commit(unsaved);
      }
      store.close();
      ended.succeed(broken == null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      ended.fail(new Unavailable("The store could not be closed.", e));
    }
  }

  private boolean isClosed() {
    synchronized (gate) {
      return closed;
    }
  }

  /** Runs operations until the first of those that wrote something has waited long enough. */
  private void gather(List<Job<?>> unsaved) throws InterruptedException {
    Job<?> job = queue.take();
    long deadlineNs = monotonicNs.getAsLong() + GATHER_NS;
    while (job != null) {
      perform(job, unsaved);
      if (unsaved.isEmpty()) {
        return;
      }
      long leftNs = deadlineNs - monotonicNs.getAsLong();
      job = leftNs <= 0 ? null : queue.poll(leftNs, TimeUnit.NANOSECONDS);
    }
  }

  private void perform(Job<?> job, List<Job<?>> unsaved) {
    Unavailable reason = broken;
    if (reason != null) {
      job.fail(reason);
      return;
    }
    try {
      job.run();
      if (store.isClosed() || store.hasUnsavedChanges()) {
        unsaved.add(job);
      } else {
        job.answer();
      }
    } catch (MVStoreException | OutOfMemoryError e) {
      fail(e);
      job.fail(new Unavailable("The store failed.", e));
    } catch (RuntimeException e) {
      job.fail(new Unavailable("The store holds something that it can't read.", e));
    }
  }

  private void commit(List<Job<?>> unsaved) {
    if (unsaved.isEmpty()) {
      return;
    }
    if (broken == null) {
      try {
        store.commit();
        store.sync();
        if (store.isClosed() || store.hasUnsavedChanges()) { // MVStore may say nothing about it
          throw new IllegalStateException("the commit did not save everything");
        }
      } catch (RuntimeException | OutOfMemoryError e) {
        fail(e);
      }
    }
    Unavailable reason = broken;
    for (Job<?> job : unsaved) {
      if (reason == null) {
        job.answer();
      } else {
        job.fail(reason);
      }
    }
    unsaved.clear();
  }

  private void fail(Throwable cause) {
    log.error("the store failed and takes nothing any more; restart the relay", cause);
    broken = new Unavailable("The store failed; the relay has to be restarted.", cause);
  }
}
