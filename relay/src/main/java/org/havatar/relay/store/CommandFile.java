package org.havatar.relay.store;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.session.port.CommandArchive;
import org.havatar.relay.session.port.CommandRecord;
import org.jspecify.annotations.Nullable;

/**
 * The command log of a node that stands alone: a file of its own, so that its many small writes
 * don't wear the accounts' file. Nothing is synced: a crash of the machine may lose the last
 * seconds, which is what a log may lose and accounts may not. On a full disk batches are refused,
 * so that who hands them over can count them, until there is space again.
 */
public final class CommandFile implements CommandArchive {
  private static final int CACHE_MB = 4;
  private static final int WRITE_DELAY_MS = 500;
  private static final int COMPACT_BELOW_PERCENT = 80;
  private static final int CLOSE_WITHIN_MS = 1000;

  /** What fails is not tried again before this, so that a full disk isn't hammered. */
  static final long REOPEN_NS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private volatile long most;
  private final LongSupplier monotonicNs;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("command-log").daemon().factory());

  private @Nullable CommandRuns open; // on the thread
  private long reopenAtNs; // on the thread
  private @Nullable Unavailable trouble; // on the thread

  private CommandFile(String name, long most, LongSupplier monotonicNs) {
    this.name = name;
    this.most = most;
    this.monotonicNs = monotonicNs;
    open = openFile(name);
  }

  /** What an earlier relay wrote isn't found by account before this is done, slice by slice. */
  private CompletionStage<Boolean> index() {
    return onThread(log -> saved(log, log.indexSome() ? 0 : 1))
        .thenCompose(left -> left == 0 ? CompletableFuture.completedStage(true) : index());
  }

  /**
   * Opens {@code path}, or makes it. Blocks.
   *
   * @param most records that are kept; beyond it the oldest go
   * @throws Unavailable when it can't, with a sentence for a person
   */
  public static CommandFile open(Path path, long most, LongSupplier monotonicNs) {
    return open(path.toString(), most, monotonicNs);
  }

  /**
   * @param name a path, or another name that H2 knows to open
   */
  static CommandFile open(String name, long most, LongSupplier monotonicNs) {
    return new CommandFile(name, most, monotonicNs);
  }

  private static CommandRuns openFile(String name) {
    try {
      MVStore file =
          new MVStore.Builder()
              .fileName(name)
              .cacheSize(CACHE_MB)
              .autoCompactFillRate(COMPACT_BELOW_PERCENT)
              .open();
      file.setRetentionTime(0);
      file.setVersionsToKeep(0);
      file.setAutoCommitDelay(WRITE_DELAY_MS);
      return new CommandRuns(file);
    } catch (MVStoreException e) {
      throw new Unavailable(
          "The command log %s can't be opened: %s.".formatted(name, FullDisk.detail(e)), e);
    }
  }

  /** Beyond so many records the oldest go, from the next write on. */
  public void keepAtMost(long records) {
    most = records;
  }

  private <T> CompletionStage<T> onThread(Function<CommandRuns, T> operation) {
    CompletableFuture<T> done = new CompletableFuture<>();
    try {
      thread.execute(
          () -> {
            try {
              done.complete(operation.apply(opened()));
            } catch (RuntimeException e) {
              done.completeExceptionally(failed(e));
            }
          });
    } catch (RejectedExecutionException e) {
      done.completeExceptionally(new Unavailable("The command log is closed.", e));
    }
    return done;
  }

  /**
   * The engine closes a file that it can't write: then it is opened again, as it was saved last.
   */
  private CommandRuns opened() {
    CommandRuns now = open;
    if (now != null && !now.isClosed()) {
      return now;
    }
    Unavailable known = trouble;
    if (known != null && reopenAtNs - monotonicNs.getAsLong() > 0) {
      throw known;
    }
    open = null;
    CommandRuns again = openFile(name);
    open = again;
    return again;
  }

  private Unavailable failed(RuntimeException cause) {
    if (cause == trouble) {
      return (Unavailable) cause;
    }
    Unavailable now =
        new Unavailable("The command log can't be used: " + FullDisk.reason(cause) + ".", cause);
    CommandRuns broken = open;
    if (broken != null && cause instanceof MVStoreException) {
      broken.letGo();
    }
    trouble = now;
    reopenAtNs = monotonicNs.getAsLong() + REOPEN_NS;
    return now;
  }

  @Override
  public CompletionStage<Void> append(List<CommandRecord> batch) {
    return onThread(
        log -> {
          log.indexSome();
          batch.forEach(log::put);
          log.keepAtMost(most, batch.size());
          log.save();
          return null;
        });
  }

  @Override
  public CompletionStage<List<Entry>> find(Query query) {
    return onThread(log -> log.find(query));
  }

  @Override
  public CompletionStage<Long> forgetBefore(long epochMs) {
    return inSlices(log -> log.forgetBefore(epochMs));
  }

  @Override
  public CompletionStage<List<Entry>> ofAccount(String account, String after, int most) {
    return index()
        .thenCompose(
            done ->
                onThread(log -> log.ofAccount(account, after, Math.min(most, CommandRuns.SLICE))));
  }

  @Override
  public CompletionStage<Long> anonymize(String account, String pseudonym) {
    return index().thenCompose(done -> inSlices(log -> log.anonymize(account, pseudonym)));
  }

  /** Other work comes in between. */
  private CompletionStage<Long> inSlices(ToLongFunction<CommandRuns> slice) {
    return onThread(log -> saved(log, slice.applyAsLong(log)))
        .thenCompose(
            done ->
                done < CommandRuns.SLICE
                    ? CompletableFuture.completedStage(done)
                    : inSlices(slice).thenApply(more -> done + more));
  }

  private static long saved(CommandRuns log, long changed) {
    if (changed > 0) {
      log.save();
    }
    return changed;
  }

  private void closeFile() {
    CommandRuns last = open;
    if (last != null) {
      last.close();
    }
  }

  /** Writes what is left and lets go of the file. Blocks for at most a second. */
  public void close() {
    if (!thread.isShutdown()) {
      thread.execute(this::closeFile);
      thread.shutdown();
    }
    try {
      if (!thread.awaitTermination(CLOSE_WITHIN_MS, TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
