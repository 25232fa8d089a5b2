package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.havatar.relay.access.port.Ephemera;
import org.jspecify.annotations.Nullable;

/** Short-lived things of a node that stands alone. Any thread. */
final class MemoryEphemera implements Ephemera {
  /** Some hundred bytes each; who fills it pushes out the oldest. */
  static final int MOST = 100_000;

  /** Looked at on each addition, so that what is over doesn't pile up. */
  private static final int SWEPT_AT_ONCE = 4;

  private record Entry(String text, long endNs) {}

  private final LongSupplier monotonicNs;
  private final Map<String, Entry> entries = new LinkedHashMap<>(); // under this

  MemoryEphemera(LongSupplier monotonicNs) {
    this.monotonicNs = monotonicNs;
  }

  @Override
  public synchronized Future<Boolean> put(String key, String value, long ttlMs) {
    long nowNs = monotonicNs.getAsLong();
    if (alive(key, nowNs) != null) {
      return Future.succeededFuture(false);
    }
    add(key, new Entry(value, nowNs + ttlMs * 1_000_000), nowNs);
    return Future.succeededFuture(true);
  }

  @Override
  public synchronized Future<Optional<String>> take(String key) {
    Entry entry = alive(key, monotonicNs.getAsLong());
    entries.remove(key);
    return Future.succeededFuture(Optional.ofNullable(entry).map(Entry::text));
  }

  @Override
  public synchronized Future<Long> addAndGet(String key, long amount, long windowMs) {
    long nowNs = monotonicNs.getAsLong();
    Entry entry = alive(key, nowNs);
    if (entry == null) {
      add(key, new Entry(Long.toString(amount), nowNs + windowMs * 1_000_000), nowNs);
      return Future.succeededFuture(amount);
    }
    long sum = Long.parseLong(entry.text()) + amount;
    entries.put(key, new Entry(Long.toString(sum), entry.endNs()));
    return Future.succeededFuture(sum);
  }

  private @Nullable Entry alive(String key, long nowNs) {
    Entry entry = entries.get(key);
    return entry != null && entry.endNs() - nowNs > 0 ? entry : null;
  }

  /** Behind all others, even if there was one of that key that is over. */
  private void add(String key, Entry entry, long nowNs) {
    entries.remove(key);
    entries.put(key, entry);
    Iterator<Entry> oldest = entries.values().iterator();
    for (int i = 0; i < SWEPT_AT_ONCE && oldest.hasNext(); i++) {
      if (oldest.next().endNs() - nowNs <= 0 || entries.size() > MOST) {
        oldest.remove();
      }
    }
  }

  synchronized int size() {
    return entries.size();
  }
}
