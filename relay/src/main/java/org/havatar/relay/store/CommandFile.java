package org.havatar.relay.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.session.CommandArchive;
import org.havatar.relay.session.CommandRecord;
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

  private @Nullable Open open; // on the thread
  private long reopenAtNs; // on the thread
  private @Nullable Unavailable trouble; // on the thread

  /** The file while it is open, on the thread. */
  private static final class Open {
    private final MVStore file;
    private final MVMap<Long, String> keys;
    private final MVMap<String, String> records;
    private long nextId;

    Open(MVStore file) {
      this.file = file;
      keys = file.openMap("keys");
      records = file.openMap("records");
      Long last = keys.lastKey();
      nextId = last == null ? 1 : last + 1;
    }

    void put(CommandRecord record) {
      long id = nextId++;
      String key = key(record.robotId(), record.firstMs(), id);
      keys.put(id, key);
      records.put(key, Records.of(record));
    }

    void save() {
      file.commit();
      if (file.isClosed()) {
        throw new IllegalStateException("the commit did not save everything");
      }
    }
  }

  private CommandFile(String name, long most, LongSupplier monotonicNs) {
    this.name = name;
    this.most = most;
    this.monotonicNs = monotonicNs;
    open = openFile(name);
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

  private static Open openFile(String name) {
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
      return new Open(file);
    } catch (MVStoreException e) {
      throw new Unavailable(
          "The command log %s can't be opened: %s.".formatted(name, FullDisk.detail(e)), e);
    }
  }

  /** Beyond so many records the oldest go, from the next write on. */
  public void keepAtMost(long records) {
    most = records;
  }

  private <T> CompletionStage<T> onThread(Function<Open, T> operation) {
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
  private Open opened() {
    Open now = open;
    if (now != null && !now.file.isClosed()) {
      return now;
    }
    Unavailable known = trouble;
    if (known != null && reopenAtNs - monotonicNs.getAsLong() > 0) {
      throw known;
    }
    open = null;
    Open again = openFile(name);
    open = again;
    return again;
  }

  private Unavailable failed(RuntimeException cause) {
    if (cause == trouble) {
      return (Unavailable) cause;
    }
    Unavailable now =
        new Unavailable("The command log can't be used: " + FullDisk.reason(cause) + ".", cause);
    Open broken = open;
    if (broken != null && cause instanceof MVStoreException) {
      broken.file.closeImmediately();
    }
    trouble = now;
    reopenAtNs = monotonicNs.getAsLong() + REOPEN_NS;
    return now;
  }

  @Override
  public CompletionStage<Void> append(List<CommandRecord> batch) {
    return onThread(
        log -> {
          batch.forEach(log::put);
          while (log.keys.sizeAsLong() > most) {
            log.records.remove(log.keys.remove(log.keys.firstKey()));
          }
          log.save();
          return null;
        });
  }

  /** Sorts by robot, time and order of arrival; a robot id has no slash. */
  private static String key(String robotId, long firstMs, long id) {
    return robotId + "/" + cursor(firstMs, id);
  }

  private static String cursor(long firstMs, long id) {
    return String.format(Locale.ROOT, "%016x-%016x", Math.max(0, firstMs), id);
  }

  @Override
  public CompletionStage<List<Entry>> find(Query query) {
    return onThread(
        log -> {
          String prefix = query.robotId() + "/";
          String from = key(query.robotId(), query.fromMs(), 0);
          String known = prefix + query.after();
          String to = key(query.robotId(), query.toMs(), 0);
          List<Entry> found = new ArrayList<>();
          Cursor<String, String> each =
              log.records.cursor(known.compareTo(from) > 0 ? known : from);
          while (each.hasNext() && found.size() < query.most()) {
            String key = each.next();
            if (key.compareTo(to) >= 0) {
              break;
            }
            if (!key.equals(known)) {
              CommandRecord record = Records.command(each.getValue());
              found.add(new Entry(key.substring(prefix.length()), record));
            }
          }
          return found;
        });
  }

  private void closeFile() {
    Open last = open;
    if (last != null) {
      last.file.close();
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
