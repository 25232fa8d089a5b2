package org.havatar.relay.api;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for each address. Any thread. Keeps at most {@link #MAX_ADDRESSES}; the one used
 * longest ago goes first and starts full when it comes back.
 */
final class RequestLimiter {
  static final int MAX_ADDRESSES = 20_000;

  private static final class Bucket {
    double tokens;
    long filledMs;
  }

  private final ApiOptions.Rate rate;
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

  /** 0: go ahead. Else the milliseconds until one more is allowed. */
  synchronized long take(String address, long nowMs) {
    Bucket bucket = buckets.computeIfAbsent(address, a -> full(nowMs));
    double gained = (nowMs - bucket.filledMs) * rate.perSecond() / 1000.0;
    bucket.tokens = Math.min(rate.burst(), bucket.tokens + gained);
    bucket.filledMs = nowMs;
    if (bucket.tokens < 1) {
      return Math.max(1, (long) Math.ceil((1 - bucket.tokens) * 1000 / rate.perSecond()));
    }
    bucket.tokens -= 1;
    return 0;
  }

  private Bucket full(long nowMs) {
    Bucket bucket = new Bucket();
    bucket.tokens = rate.burst();
    bucket.filledMs = nowMs;
    return bucket;
  }
}
