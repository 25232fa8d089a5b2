package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.h2.mvstore.MVStoreException;
import org.havatar.relay.access.port.Reply;
import org.havatar.relay.access.port.Unavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs operations on the store's file one after another on a thread of its own, and commits and
 * syncs what they wrote together: at most {@link #GATHER_NS} after the first of them. Every answer,
 * also a read's, waits until all that was written before it is on disk, so nobody is told what a
 * crash could undo.
 *
 * <p>When the disk takes nothing, what was not saved fails, and the file is opened again as it was
 * saved last. From then on reads are answered and writes refused, until a write of its own, tried
 * every {@link #RETRY_NS}, gets through.
 */
final class GroupCommit {
  /** Commits cost a sync and file space; 5 ms is nothing where a person or a robot logs in. */
  static final long GATHER_NS = TimeUnit.MILLISECONDS.toNanos(5);

  /** The bound of the queue; over it operations fail at once. */
  static final int MAX_WAITING = 4096;

  /** Somebody frees space within minutes: looking once a second costs nothing. */
  static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /** One operation and who waits for it. It checks first and writes at most once, at its end. */
  private static final class Job<T> {
    private final Function<StoreFile, T> operation;
    private final Reply<T> reply = new Reply<>();
    private Runnable answer = () -> {};

    Job(Function<StoreFile, T> operation) {
      this.operation = operation;
    }

    void run(StoreFile file) {
      T result = operation.apply(file);
      answer = () -> reply.succeed(result);
    }

    void answer() {
      answer.run();
    }

    void fail(Throwable cause) {
      reply.fail(cause);
    }
  }

  private final Supplier<StoreFile> opener;
  private final LongSupplier monotonicNs;
  private final BlockingQueue<Job<?>> queue = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread thread = Thread.ofPlatform().name("store").daemon().unstarted(this::run);
  private final Reply<Boolean> ended = new Reply<>();
  private final Object gate = new Object();
  private boolean closed; // under gate

  /** Null while it can't be opened. Written on the thread. */
  private volatile @Nullable StoreFile file;

  private @Nullable Unavailable trouble; // on the thread
  private long retryAtNs; // on the thread

  /**
   * @param file open
   * @param opener opens it again after a failure
   */
  GroupCommit(StoreFile file, Supplier<StoreFile> opener, LongSupplier monotonicNs) {
    this.file = file;
    this.opener = opener;
    this.monotonicNs = monotonicNs;
  }

  void start() {
    thread.start();
  }

  <T> Future<T> submit(Function<StoreFile, T> operation) {
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

  /** Succeeds when reads and writes are possible, as far as is known. */
  Future<Boolean> probe() {
    return submit(
        open -> {
          Unavailable reason = trouble;
          if (reason != null) {
            throw reason;
          }
          return true;
        });
  }

  /** Runs what was submitted before, writes it and lets go of the file; later operations fail. */
  Future<Boolean> close() {
    Job<Boolean> waking = new Job<>(open -> true);
    synchronized (gate) {
      if (!closed) {
        closed = true;
        boolean waits = queue.offer(waking);
        assert waits || !queue.isEmpty() : "the thread has something to wake up for";
      }
    }
    return ended.future();
  }

  /** Lets go of the file as a crash would. For tests. */
  void crash() {
    synchronized (gate) {
      closed = true;
    }
    StoreFile open = file;
    if (open != null) {
      open.letGo();
    }
    boolean waits = queue.offer(new Job<>(ignored -> true)); // else it has enough to wake up for
    assert waits || !queue.isEmpty() : "the thread ends";
  }

  private boolean isClosed() {
    synchronized (gate) {
      return closed;
    }
  }

  private void run() {
    List<Job<?>> unsaved = new ArrayList<>();
    try {
      while (!isClosed() || !queue.isEmpty()) {
        Job<?> first = next();
        if (first == null) {
          retry();
        } else {
          gather(first, unsaved);
          commit(unsaved);
        }
      }
      StoreFile open = file;
      if (open != null && trouble == null) {
        open.close();
      } else if (open != null) {
        open.letGo();
      }
      ended.succeed(trouble == null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      ended.fail(new Unavailable("The store could not be closed.", e));
    }
  }

  /** The next operation; null when it is time to try whether the disk takes something again. */
  private @Nullable Job<?> next() throws InterruptedException {
    if (trouble == null) {
      return queue.take();
    }
    long leftNs = retryAtNs - monotonicNs.getAsLong();
    return leftNs <= 0 ? null : queue.poll(leftNs, TimeUnit.NANOSECONDS);
  }

  /** Runs operations until the first of those that wrote something has waited long enough. */
  private void gather(Job<?> first, List<Job<?>> unsaved) throws InterruptedException {
    Job<?> job = first;
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
    StoreFile open = file;
    Unavailable reason = trouble;
    if (open == null) {
      job.fail(reason == null ? new Unavailable("The store is closed.") : reason);
      return;
    }
    try {
      job.run(open);
      if (open.isBroken() || open.hasUnsaved()) {
        unsaved.add(job);
      } else {
        job.answer();
      }
    } catch (Unavailable e) {
      job.fail(e);
    } catch (MVStoreException | OutOfMemoryError e) {
      job.fail(fail(e));
    } catch (RuntimeException e) {
      job.fail(new Unavailable("The store holds something that it can't read.", e));
    }
  }

  private void commit(List<Job<?>> unsaved) {
    if (unsaved.isEmpty()) {
      return;
    }
    Unavailable reason = trouble;
    StoreFile open = file;
    if (reason == null && open != null) {
      try {
        open.save();
      } catch (RuntimeException | OutOfMemoryError e) {
        reason = fail(e);
      }
    }
    for (Job<?> job : unsaved) {
      if (reason == null) {
        job.answer();
      } else {
        job.fail(reason);
      }
    }
    unsaved.clear();
  }

  private void retry() {
    try {
      StoreFile open = file;
      if (open == null) {
        open = opener.get();
        open.refuseWrites(trouble);
        file = open;
      }
      open.prove();
      open.refuseWrites(null);
      trouble = null;
      LOG.info("the store writes again");
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(e);
    }
  }

  /**
   * Opens the file again as it was saved last. What was written since is lost, as its writers hear.
   */
  private Unavailable fail(Throwable cause) {
    String sentence =
        "The store can't write: " + FullDisk.reason(cause) + ". It tries again by itself.";
    Unavailable before = trouble;
    Unavailable now = new Unavailable(sentence, cause);
    if (!isClosed() && (before == null || !sentence.equals(before.getMessage()))) {
      LOG.error(
          "{} Nobody who is driving notices; whatever has to be written is refused, also logins",
          sentence,
          cause);
    }
    trouble = now;
    retryAtNs = monotonicNs.getAsLong() + RETRY_NS;
    StoreFile open = file;
    if (open != null) {
      reopen(open);
    }
    return now;
  }

  private void reopen(StoreFile broken) {
    file = null;
    broken.letGo();
    if (isClosed()) {
      return;
    }
    try {
      StoreFile again = opener.get();
      again.refuseWrites(trouble);
      file = again;
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.warn("the store can't be read either: {}", String.valueOf(e.getMessage()));
    }
  }
}
