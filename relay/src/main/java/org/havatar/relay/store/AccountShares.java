package org.havatar.relay.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * Which records of the command log are whose, in the order in which they came: so that each account
 * has a share of the log that nobody else's records push out. One thread.
 */
final class AccountShares {
  /** Comes after every digit and letter of an id. */
  private static final String END = "g";

  private static final class Share {
    private final String account;
    private long count;

    private Share(String account) {
      this.account = account;
    }

    private long count() {
      return count;
    }

    private String account() {
      return account;
    }
  }

  private final MVMap<String, Boolean> ids;
  private final Map<String, Share> shares = new HashMap<>();
  private final TreeSet<Share> bySize =
      new TreeSet<>(Comparator.comparingLong(Share::count).thenComparing(Share::account));

  AccountShares(MVStore file) {
    ids = file.openMap("accounts");
    countAll();
  }

  private void countAll() {
    String first = ids.firstKey();
    while (first != null) {
      String account = first.substring(0, first.lastIndexOf('/'));
      String end = prefix(account) + END;
      count(account, indexOf(end) - indexOf(first));
      first = ids.ceilingKey(end);
    }
  }

  private long indexOf(String key) {
    long index = ids.getKeyIndex(key);
    return index < 0 ? -index - 1 : index;
  }

  private void count(String account, long more) {
    Share share = shares.computeIfAbsent(account, Share::new);
    bySize.remove(share);
    share.count += more;
    if (share.count > 0) {
      bySize.add(share);
    } else {
      shares.remove(account);
    }
  }

  /** A name has no slash. */
  private static String prefix(String account) {
    return account + "/";
  }

  private static String key(String account, long id) {
    return prefix(account) + cursor(id);
  }

  /** Names a record to {@link #of}. */
  static String cursor(long id) {
    return HexFormat.of().toHexDigits(id);
  }

  private static long idOf(String key) {
    return HexFormat.fromHexDigitsToLong(key, key.lastIndexOf('/') + 1, key.length());
  }

  long size() {
    return ids.sizeAsLong();
  }

  /** Knows nothing any more, so that it can be made anew. */
  void clear() {
    ids.clear();
    shares.clear();
    bySize.clear();
  }

  void add(String account, long id) {
    if (ids.put(key(account, id), true) == null) {
      count(account, 1);
    }
  }

  void remove(String account, long id) {
    if (ids.remove(key(account, id)) != null) {
      count(account, -1);
    }
  }

  /** The oldest record of whoever has most; null when there is none. */
  @Nullable Long oldestOfLargest() {
    return bySize.isEmpty() ? null : idOf(ids.ceilingKey(prefix(bySize.getLast().account)));
  }

  /**
   * The newest first.
   *
   * @param after the cursor of the last one that was read; empty from the newest on
   */
  List<Long> of(String account, String after, int most) {
    List<Long> found = new ArrayList<>();
    String known = prefix(account) + after;
    Iterator<String> each = ids.keyIteratorReverse(after.isEmpty() ? prefix(account) + END : known);
    while (each.hasNext() && found.size() < most) {
      String key = each.next();
      if (!key.startsWith(prefix(account))) {
        break;
      }
      if (!key.equals(known)) {
        found.add(idOf(key));
      }
    }
    return found;
  }
}
