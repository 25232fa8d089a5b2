package org.havatar.relay.session.port;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Keeps the newest records until they are written: a bounded ring, since driving must never wait
 * for a store. What it has to let go it counts. When it is full, the account with the most records
 * in it gives up its oldest, so that nobody's doings push out another's. Any thread.
 *
 * @param <T> a record, of one account
 */
public final class FairRing<T> {
  /** What one account has in the ring; its place among the shares changes with every record. */
  private static final class Share {
    private final String account;
    private final Queue<Long> numbers = new ArrayDeque<>();

    private Share(String account) {
      this.account = account;
    }

    private int size() {
      return numbers.size();
    }

    private String account() {
      return account;
    }
  }

  private final int capacity;
  private final Function<T, String> account;
  private final Map<Long, T> records = new LinkedHashMap<>();
  private final Map<String, Share> shares = new HashMap<>();
  private final TreeSet<Share> bySize =
      new TreeSet<>(Comparator.comparingInt(Share::size).thenComparing(Share::account));
  private long added;
  private long dropped;

  public FairRing(int capacity, Function<T, String> account) {
    this.capacity = capacity;
    this.account = account;
  }

  public synchronized void add(T record) {
    added++;
    records.put(added, record);
    Share share = shares.computeIfAbsent(account.apply(record), Share::new);
    bySize.remove(share);
    share.numbers.add(added);
    bySize.add(share);
    if (records.size() > capacity) {
      records.remove(removeOldestOf(bySize.getLast()));
      dropped++;
    }
  }

  private Long removeOldestOf(Share share) {
    bySize.remove(share);
    Long number = share.numbers.remove();
    if (share.numbers.isEmpty()) {
      shares.remove(share.account);
    } else {
      bySize.add(share);
    }
    return number;
  }

  /** Takes out the oldest, at most so many. */
  public synchronized List<T> take(int most) {
    List<T> taken = new ArrayList<>(Math.min(most, records.size()));
    Iterator<T> oldest = records.values().iterator();
    while (taken.size() < most && oldest.hasNext()) {
      T record = oldest.next();
      oldest.remove();
      Share share = shares.get(account.apply(record));
      if (share != null) {
        removeOldestOf(share); // in the order of the ring, so it is this very one
      }
      taken.add(record);
    }
    return taken;
  }

  /** What was taken could not be written. */
  public synchronized void lost(int count) {
    dropped += count;
  }

  /** How many records were lost since the start. */
  public synchronized long dropped() {
    return dropped;
  }
}
