package org.havatar.relay.store;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.havatar.relay.session.CommandArchive.Entry;
import org.havatar.relay.session.CommandArchive.Query;
import org.havatar.relay.session.CommandRecord;

/**
 * The runs of commands in the command log's file while it is open: by robot and time, and in the
 * order in which they came. Nothing is saved before {@link #save}. One thread.
 */
final class CommandRuns {
  private static final int TIME_DIGITS = 16;

  private final MVStore file;
  private final MVMap<Long, String> keys;
  private final MVMap<String, String> records;
  private final AccountShares shares;
  private long nextId;

  CommandRuns(MVStore file) {
    this.file = file;
    keys = file.openMap("keys");
    records = file.openMap("records");
    Long last = keys.lastKey();
    nextId = last == null ? 1 : last + 1;
    shares = new AccountShares(file);
    if (shares.size() != keys.sizeAsLong()) {
      share(); // written before there were shares, or a crash came in between
    }
  }

  private void share() {
    shares.clear();
    Cursor<Long, String> each = keys.cursor(null);
    while (each.hasNext()) {
      long id = each.next();
      shares.add(record(each.getValue()).account(), id);
    }
  }

  void put(CommandRecord record) {
    long id = nextId++;
    String key = key(record.robotId(), record.firstMs(), id);
    keys.put(id, key);
    records.put(key, Records.of(record));
    shares.add(record.account(), id);
  }

  /** Beyond so many the account with the most gives up its oldest. */
  void keepAtMost(long most) {
    while (keys.sizeAsLong() > most) {
      Long oldest = shares.oldestOfLargest();
      remove(oldest == null ? keys.firstKey() : oldest);
    }
  }

  private void remove(long id) {
    String key = keyOf(id);
    shares.remove(record(key).account(), id);
    records.remove(key);
    keys.remove(id);
  }

  List<Entry> find(Query query) {
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
        found.add(new Entry(key.substring(prefix.length()), Records.command(each.getValue())));
      }
    }
    return found;
  }

  /**
   * Forgets what is older, in the order in which it came: a record whose time is later, because the
   * clock was set back after it, keeps those that came after it until its own time is over.
   */
  long forgetBefore(long epochMs) {
    long forgotten = 0;
    Long oldest = keys.firstKey();
    while (oldest != null && firstMsOf(keyOf(oldest)) < epochMs) {
      remove(oldest);
      forgotten++;
      oldest = keys.firstKey();
    }
    return forgotten;
  }

  /** The newest of that account. */
  List<CommandRecord> ofAccount(String account, int most) {
    return shares.of(account, most).stream().map(id -> record(keyOf(id))).toList();
  }

  long anonymize(String account, String pseudonym) {
    List<Long> theirs = shares.of(account, Integer.MAX_VALUE);
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

  /** Sorts by robot, time and order of arrival; a robot id has no slash. */
  private static String key(String robotId, long firstMs, long id) {
    return robotId + "/" + cursor(firstMs, id);
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
