package org.havatar.bridge;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: 100 ms doubling to a longest, each spread by ± 50 %
 * (PROTOCOL.md §6), so that a thousand robots don't knock at once when a node returns.
 */
final class Backoff {
  static final int FIRST_MS = 100;
  static final int UPLINK_LONGEST_MS = 5_000;

  /** A cable that is plugged in again should not wait for seconds. */
  static final int SERIAL_LONGEST_MS = 1_000;

  private final RandomGenerator random;
  private final int longestMs;
  private int baseMs = FIRST_MS;

  Backoff(RandomGenerator random, int longestMs) {
    this.random = random;
    this.longestMs = longestMs;
  }

  /** The wait before the next attempt, in milliseconds. */
  int next() {
    int waitMs = baseMs / 2 + random.nextInt(baseMs + 1);
    baseMs = Math.min(longestMs, 2 * baseMs);
    return waitMs;
  }

  /** An attempt succeeded. */
  void reset() {
    baseMs = FIRST_MS;
  }
}
