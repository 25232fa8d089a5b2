package org.havatar.relay.limits;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for each name. Any thread. Keeps at most {@link #MAX_NAMES}; the one used longest
 * ago goes first and starts full when it comes back.
 */
final class TokenBuckets {
  static final int MAX_NAMES = 20_000;

  /** One request, in thousandths. */
  private static final long ONE = 1000;

  private static final class Bucket {
    long milliTokens;
    long filledMs;
  }

  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_NAMES;
        }
      };

  /**
   * 0: go ahead. Else the milliseconds until so many more are allowed.
   *
   * @param rate may change; what a name has used up stays used up
   * @param amount more than the burst counts as the burst: it is let through after a quiet time
   */
  synchronized long take(String name, Rate rate, long amount, long nowMs) {
    long wanted = Math.min(amount, rate.burst()) * ONE;
    Bucket bucket = buckets.computeIfAbsent(name, a -> full(rate, nowMs));
    long gained = (nowMs - bucket.filledMs) * rate.perSecond(); // thousandths a millisecond
    bucket.milliTokens = Math.min(rate.burst() * ONE, bucket.milliTokens + gained);
    bucket.filledMs = nowMs;
    if (bucket.milliTokens < wanted) {
      return Math.ceilDiv(wanted - bucket.milliTokens, rate.perSecond());
    }
    bucket.milliTokens -= wanted;
    return 0;
  }

  private static Bucket full(Rate rate, long nowMs) {
    Bucket bucket = new Bucket();
    bucket.milliTokens = rate.burst() * ONE;
    bucket.filledMs = nowMs;
    return bucket;
  }
}
