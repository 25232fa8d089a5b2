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
import java.util.function.Supplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.session.CommandArchive;
import org.havatar.relay.session.CommandRecord;

/**
 * The command log of a node that stands alone: a file of its own, so that its many small writes
 * don't wear the accounts' file. The engine writes and compacts behind our back: a crash may lose
 * the last second, which is what a log may lose and accounts may not.
 */
public final class CommandFile implements CommandArchive {
  private static final int CACHE_MB = 4;
  private static final int WRITE_DELAY_MS = 500;
  private static final int COMPACT_BELOW_PERCENT = 80;
  private static final int CLOSE_WITHIN_MS = 1000;

  private final MVStore file;
  private volatile long most;
  private final MVMap<Long, String> keys;
  private final MVMap<String, String> records;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("command-log").daemon().factory());
  private long nextId; // on the thread

  private CommandFile(MVStore file, long most) {
    this.file = file;
    this.most = most;
    keys = file.openMap("keys");
    records = file.openMap("records");
    Long last = keys.lastKey();
    nextId = last == null ? 1 : last + 1;
  }

  /**
   * Opens {@code path}, or makes it. Blocks.
   *
   * @param most records that are kept; beyond it the oldest go
   * @throws Unavailable when it can't, with a sentence for a person
   */
  public static CommandFile open(Path path, long most) {
    try {
      MVStore file =
          new MVStore.Builder()
              .fileName(path.toString())
              .cacheSize(CACHE_MB)
              .autoCompactFillRate(COMPACT_BELOW_PERCENT)
              .open();
      file.setRetentionTime(0);
      file.setVersionsToKeep(0);
      file.setAutoCommitDelay(WRITE_DELAY_MS);
      return new CommandFile(file, most);
    } catch (MVStoreException e) {
      throw new Unavailable("The command log %s can't be opened: %s".formatted(path, e), e);
    }
  }

  /** Beyond so many records the oldest go, from the next write on. */
  public void keepAtMost(long records) {
    most = records;
  }

  private <T> CompletionStage<T> onThread(Supplier<T> operation) {
    CompletableFuture<T> done = new CompletableFuture<>();
    try {
      thread.execute(
          () -> {
            try {
              done.complete(operation.get());
            } catch (RuntimeException e) {
              done.completeExceptionally(new Unavailable("The command log failed.", e));
            }
          });
    } catch (RejectedExecutionException e) {
      done.completeExceptionally(new Unavailable("The command log is closed.", e));
    }
    return done;
  }

  @Override
  public CompletionStage<Void> append(List<CommandRecord> batch) {
    return onThread(
        () -> {
          batch.forEach(this::append);
          while (keys.sizeAsLong() > most) {
            records.remove(keys.remove(keys.firstKey()));
          }
          return null;
        });
  }

  private void append(CommandRecord record) {
    long id = nextId++;
    String key = key(record.robotId(), record.firstMs(), id);
    keys.put(id, key);
    records.put(key, Records.of(record));
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
        () -> {
          String prefix = query.robotId() + "/";
          String from = key(query.robotId(), query.fromMs(), 0);
          String known = prefix + query.after();
          String to = key(query.robotId(), query.toMs(), 0);
          List<Entry> found = new ArrayList<>();
          Cursor<String, String> each = records.cursor(known.compareTo(from) > 0 ? known : from);
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

  /** Writes what is left and lets go of the file. Blocks for at most a second. */
  public void close() {
    if (!thread.isShutdown()) {
      thread.execute(file::close);
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
