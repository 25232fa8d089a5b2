package org.havatar.relay.api;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for each address. Any thread. Keeps at most {@link #MAX_ADDRESSES}; the one used
 * longest ago goes first and starts full when it comes back.
 */
final class RequestLimiter {
  static final int MAX_ADDRESSES = 20_000;

  /** One request, in thousandths. */
  private static final long ONE = 1000;

  private static final class Bucket {
    long milliTokens;
    long filledMs;
  }

  private ApiOptions.Rate rate;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  RequestLimiter(ApiOptions.Rate rate) {
    this.rate = rate;
  }

  /** From now on; what an address has used up stays used up. */
  synchronized void limitTo(ApiOptions.Rate newRate) {
    rate = newRate;
  }

  /** 0: go ahead. Else the milliseconds until one more is allowed. */
  synchronized long take(String address, long nowMs) {
    Bucket bucket = buckets.computeIfAbsent(address, a -> full(nowMs));
    long gained = (nowMs - bucket.filledMs) * rate.perSecond(); // thousandths a millisecond
    bucket.milliTokens = Math.min(rate.burst() * ONE, bucket.milliTokens + gained);
    bucket.filledMs = nowMs;
    if (bucket.milliTokens < ONE) {
      return Math.ceilDiv(ONE - bucket.milliTokens, rate.perSecond());
    }
    bucket.milliTokens -= ONE;
    return 0;
  }

  private Bucket full(long nowMs) {
    Bucket bucket = new Bucket();
    bucket.milliTokens = rate.burst() * ONE;
    bucket.filledMs = nowMs;
    return bucket;
  }
}
