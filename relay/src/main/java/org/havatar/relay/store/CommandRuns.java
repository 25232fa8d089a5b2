package org.havatar.relay.store;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.havatar.relay.session.port.CommandArchive.Entry;
import org.havatar.relay.session.port.CommandArchive.Query;
import org.havatar.relay.session.port.CommandRecord;

/**
 * The runs of commands in the command log's file while it is open: by robot and time, by account,
 * and in the order in which they came. The engine may save between any two steps: what is in the
 * shares has a record, and what has a record has a key. One thread, which does one slice at a time.
 */
final class CommandRuns {
  /** Records that one step changes or lets go at most: some tens of milliseconds. */
  static final int SLICE = 2000;

  private static final int TIME_DIGITS = 16;
  private static final String INDEXED = "indexed_by_account";

  private final MVStore file;
  private final MVMap<Long, String> keys;
  private final MVMap<String, String> records;

  /** The ids from here on are not in the shares yet that an earlier relay kept none of. */
  private final MVMap<String, Long> meta;

  private final AccountShares shares;
  private long nextId;

  CommandRuns(MVStore file) {
    this.file = file;
    keys = file.openMap("keys");
    records = file.openMap("records");
    meta = file.openMap("meta");
    Long last = keys.lastKey();
    nextId = last == null ? 1 : last + 1;
    shares = new AccountShares(file);
    if (last == null) {
      meta.put(INDEXED, Long.MAX_VALUE);
    } else if (meta.getOrDefault(INDEXED, 0L) == Long.MAX_VALUE
        && shares.size() != keys.sizeAsLong()) {
      shares.clear(); // a crash came between the maps
      meta.put(INDEXED, 0L);
    }
  }

  /**
   * Makes a part of the shares where an earlier relay kept none.
   *
   * @return whether they are complete
   */
  boolean indexSome() {
    long from = meta.getOrDefault(INDEXED, 0L);
    if (from == Long.MAX_VALUE) {
      return true;
    }
    Iterator<Long> each = keys.keyIterator(from);
    for (int i = 0; i < SLICE && each.hasNext(); i++) {
      long id = each.next();
      String text = records.get(keyOf(id));
      if (text == null) {
        keys.remove(id);
      } else {
        shares.add(Records.command(text).account(), id);
      }
      from = id + 1;
    }
    boolean isComplete = !each.hasNext();
    meta.put(INDEXED, isComplete ? Long.MAX_VALUE : from);
    return isComplete;
  }

  void put(CommandRecord record) {
    long id = nextId++;
    String key = key(record.identity(), record.firstMs(), id);
    keys.put(id, key);
    records.put(key, Records.of(record));
    shares.add(record.account(), id);
  }

  /**
   * Beyond {@code most} the account with the most gives up its oldest.
   *
   * @param added since the last time; {@link #SLICE} more are let go at most, where the bound fell
   */
  void keepAtMost(long most, int added) {
    for (int i = 0; i < added + SLICE && keys.sizeAsLong() > most; i++) {
      Long oldest = shares.oldestOfLargest();
      remove(oldest == null ? keys.firstKey() : oldest);
    }
  }

  private void remove(long id) {
    String key = keyOf(id);
    String text = records.get(key);
    if (text != null) {
      shares.remove(Records.command(text).account(), id);
      records.remove(key);
    }
    keys.remove(id);
  }

  List<Entry> find(Query query) {
    String prefix = query.robot() + "/";
    String from = key(query.robot(), query.fromMs(), 0);
    String known = prefix + query.after();
    String to = key(query.robot(), query.toMs(), 0);
    List<Entry> found = new ArrayList<>();
    Cursor<String, String> each = records.cursor(known.compareTo(from) > 0 ? known : from);
    while (each.hasNext() && found.size() < query.most()) {
      String key = each.next();
      if (key.compareTo(to) >= 0) {
        break;
      }
      if (!key.equals(known)) {
        found.add(new Entry(key.substring(prefix.length()), Records.command(each.getValue())));
      }
    }
    return found;
  }

  /**
   * Forgets what is older, in the order in which it came, {@link #SLICE} at a time: a record whose
   * time is later, because the clock was set back after it, keeps those that came after it until
   * its own time is over.
   */
  long forgetBefore(long epochMs) {
    long forgotten = 0;
    Long oldest = keys.firstKey();
    while (oldest != null && forgotten < SLICE && firstMsOf(keyOf(oldest)) < epochMs) {
      remove(oldest);
      forgotten++;
      oldest = keys.firstKey();
    }
    return forgotten;
  }

  /** Of that account, newest first; cursors are ids. */
  List<Entry> ofAccount(String account, String after, int most) {
    return shares.of(account, after, most).stream()
        .map(id -> new Entry(AccountShares.cursor(id), record(keyOf(id))))
        .toList();
  }

  /** {@link #SLICE} records of that account; fewer: the last. */
  long anonymize(String account, String pseudonym) {
    List<Long> theirs = shares.of(account, "", SLICE);
    for (long id : theirs) {
      String key = keyOf(id);
      records.put(key, Records.of(record(key).of(pseudonym)));
      shares.remove(account, id);
      shares.add(pseudonym, id);
    }
    return theirs.size();
  }

  private String keyOf(long id) {
    return Objects.requireNonNull(keys.get(id), "an id that is known has its key");
  }

  private CommandRecord record(String key) {
    return Records.command(
        Objects.requireNonNull(records.get(key), "a key that is known has its record"));
  }

  /** Sorts by robot, time and order of arrival; an identity of a robot has no slash. */
  private static String key(String robot, long firstMs, long id) {
    return robot + "/" + cursor(firstMs, id);
  }

  private static String cursor(long firstMs, long id) {
    return String.format(Locale.ROOT, "%016x-%016x", Math.max(0, firstMs), id);
  }

  private static long firstMsOf(String key) {
    int from = key.indexOf('/') + 1;
    return HexFormat.fromHexDigitsToLong(key, from, from + TIME_DIGITS);
  }

  void save() {
    file.commit();
    if (file.isClosed()) {
      throw new IllegalStateException("the commit did not save everything");
    }
  }

  boolean isClosed() {
    return file.isClosed();
  }

  /** Writes what is left. */
  void close() {
    file.close();
  }

  /** As a crash would. */
  void letGo() {
    file.closeImmediately();
  }
}
