package org.havatar.relay.limits;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The counters of a node that shares them with nobody. Keeps at most {@link #MAX_COUNTERS}; the one
 * used longest ago goes first.
 */
public final class NodeCounters implements SharedCounters {
  static final int MAX_COUNTERS = 50_000;

  private record Counter(long value, long sinceMs, long windowMs) {
    boolean isOver(long nowMs) {
      return nowMs - sinceMs >= windowMs;
    }
  }

  private final LongSupplier monotonicMs;
  private final Map<String, Counter> counters =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Counter> eldest) {
          return size() > MAX_COUNTERS;
        }
      };

  public NodeCounters(LongSupplier monotonicMs) {
    this.monotonicMs = monotonicMs;
  }

  @Override
  public Future<Long> addAndGet(String key, long amount, long windowMs) {
    return Future.succeededFuture(add(key, amount, windowMs, monotonicMs.getAsLong()));
  }

  private synchronized long add(String key, long amount, long windowMs, long nowMs) {
    Counter known = counters.get(key);
    Counter next =
        known == null || known.isOver(nowMs)
            ? new Counter(amount, nowMs, windowMs)
            : new Counter(known.value + amount, known.sinceMs, known.windowMs);
    counters.put(key, next);
    return next.value;
  }
}
