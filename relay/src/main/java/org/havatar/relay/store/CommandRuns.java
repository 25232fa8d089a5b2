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
import org.havatar.relay.session.CommandArchive.Entry;
import org.havatar.relay.session.CommandArchive.Query;
import org.havatar.relay.session.CommandRecord;
import org.jspecify.annotations.Nullable;

/**
 * The runs of commands in the command log's file while it is open: by robot and time, by account,
 * and in the order in which they came. Nothing is saved before {@link #save}. One thread, which
 * does one slice at a time.
 */
final class CommandRuns {
  /** Records that one step changes or lets go at most: some tens of milliseconds. */
  static final int SLICE = 2000;

  private static final int TIME_DIGITS = 16;
  private static final char BEHIND_DIGITS = 'g';
  private static final String INDEXED = "indexed_by_account";

  private final MVStore file;
  private final MVMap<Long, String> keys;
  private final MVMap<String, String> records;

  /** Account, slash and id in hexadecimal digits → the key in {@link #records}. */
  private final MVMap<String, String> accounts;

  private final MVMap<String, Long> meta;
  private long nextId;

  CommandRuns(MVStore file) {
    this.file = file;
    keys = file.openMap("keys");
    records = file.openMap("records");
    accounts = file.openMap("accounts");
    meta = file.openMap("meta");
    Long last = keys.lastKey();
    nextId = last == null ? 1 : last + 1;
    if (last == null) {
      meta.put(INDEXED, Long.MAX_VALUE);
    }
  }

  /**
   * An earlier relay kept no index by account: makes a part of it.
   *
   * @return whether it is complete
   */
  boolean indexSome() {
    long from = Objects.requireNonNullElse(meta.get(INDEXED), 0L);
    Iterator<Long> each = keys.keyIterator(from);
    for (int i = 0; i < SLICE && each.hasNext(); i++) {
      long id = each.next();
      String key = keyOf(id);
      accounts.put(accountKey(record(key).account(), id), key);
      from = id + 1;
    }
    boolean isComplete = from == Long.MAX_VALUE || !each.hasNext();
    meta.put(INDEXED, isComplete ? Long.MAX_VALUE : from);
    return isComplete;
  }

  void put(CommandRecord record) {
    long id = nextId++;
    String key = key(record.identity(), record.firstMs(), id);
    keys.put(id, key);
    records.put(key, Records.of(record));
    accounts.put(accountKey(record.account(), id), key);
  }

  private void remove(long id) {
    String text = records.remove(keys.remove(id));
    if (text != null) {
      accounts.remove(accountKey(Records.command(text).account(), id));
    }
  }

  /** Beyond so many the oldest go, {@link #SLICE} at a time. */
  void keepAtMost(long most) {
    for (int i = 0; i < SLICE && keys.sizeAsLong() > most; i++) {
      remove(keys.firstKey());
    }
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
    List<Entry> found = new ArrayList<>();
    String begin = account + "/";
    String from = begin + (after.isEmpty() ? String.valueOf(BEHIND_DIGITS) : after);
    Cursor<String, String> each = accounts.cursor(from, begin, true);
    while (each.hasNext() && found.size() < most) {
      String cursor = each.next().substring(begin.length());
      @Nullable String text = cursor.equals(after) ? null : records.get(each.getValue());
      if (text != null) {
        found.add(new Entry(cursor, Records.command(text)));
      }
    }
    return found;
  }

  /** {@link #SLICE} records of that account; fewer: the last. */
  long anonymize(String account, String pseudonym) {
    List<Entry> theirs = ofAccount(account, "", SLICE);
    for (Entry each : theirs) {
      long id = HexFormat.fromHexDigitsToLong(each.cursor());
      String key = keyOf(id);
      records.put(key, Records.of(each.record().of(pseudonym)));
      accounts.remove(accountKey(account, id));
      accounts.put(accountKey(pseudonym, id), key);
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

  /** A name of an account has no slash. */
  private static String accountKey(String account, long id) {
    return account + "/" + HexFormat.of().toHexDigits(id);
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
