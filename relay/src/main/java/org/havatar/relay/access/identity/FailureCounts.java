package org.havatar.relay.access.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Failures of one kind by whom they count for: some are free, then the wait doubles with each. At
 * most so many keys; the one used longest ago goes first. Guarded by its owner.
 */
final class FailureCounts {
  private static final int MAX_DOUBLINGS = 20;

  /**
   * How much of one kind is borne.
   *
   * @param free failures after which nobody has to wait
   * @param longestWaitMs to which the wait doubles
   */
  record Bound(int free, long longestWaitMs) {}

  private static final class Failures {
    int count;
    long lastMs;
  }

  private final Map<String, Failures> all;

  FailureCounts(int mostKeys) {
    all =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > mostKeys;
          }
        };
  }

  /** 0: go ahead. */
  long waitMs(String key, Bound bound, long nowMs) {
    @Nullable Failures failures = all.get(key);
    if (failures == null || failures.count < bound.free() || isForgotten(failures, nowMs)) {
      return 0;
    }
    int doublings = Math.min(failures.count - bound.free(), MAX_DOUBLINGS);
    long fullMs = Math.min(LoginLimiter.FIRST_WAIT_MS << doublings, bound.longestWaitMs());
    return Math.max(0, failures.lastMs + fullMs - nowMs);
  }

  void count(String key, long nowMs) {
    Failures failures = all.computeIfAbsent(key, k -> new Failures());
    failures.count = isForgotten(failures, nowMs) ? 1 : failures.count + 1;
    failures.lastMs = nowMs;
  }

  /** One of them was none. */
  void takeBack(String key) {
    Failures failures = all.get(key);
    if (failures != null && failures.count > 0) {
      failures.count--;
    }
  }

  void forget(String key) {
    all.remove(key);
  }

  int size() {
    return all.size();
  }

  private static boolean isForgotten(Failures failures, long nowMs) {
    return nowMs - failures.lastMs >= LoginLimiter.FORGET_AFTER_MS;
  }
}
