package org.havatar.transports.authority;

import java.util.Arrays;

/**
 * Lowers the speed cap as the loop robot → driver → robot grows old (PROTOCOL.md §7): who sees late
 * must drive slowly. Times are the register's own milliseconds.
 */
final class Governor {
  static final int FULL_UP_TO_MS = 150;
  static final int ZERO_FROM_MS = 800;
  static final int WITHIN_MS = 1000;

  /** A second of setpoints at 100 Hz, and room. Beyond it the oldest give way. */
  private static final int MOST = 128;

  private final int limitPermille;
  private final long[] atMs = new long[MOST];
  private final int[] ageMs = new int[MOST];
  private int oldest;
  private int count;

  Governor(int limitPermille) {
    this.limitPermille = limitPermille;
  }

  /** A setpoint of this term came, of that age, whether it was fresh or stale. */
  void onSetpoint(int age, long nowMs) {
    if (count == MOST) {
      drop();
    }
    int slot = (oldest + count) % MOST;
    atMs[slot] = nowMs;
    ageMs[slot] = age;
    count++;
  }

  private void drop() {
    oldest = (oldest + 1) % MOST;
    count--;
  }

  /** A new driver: the former one's loop says nothing of theirs. */
  void reset() {
    count = 0;
  }

  /** The cap in force, permille of full power. */
  int capPermille(long nowMs) {
    int p90 = percentile90(nowMs);
    if (p90 <= FULL_UP_TO_MS) {
      return limitPermille;
    }
    return limitPermille * Math.max(0, ZERO_FROM_MS - p90) / (ZERO_FROM_MS - FULL_UP_TO_MS);
  }

  /** True while the cap is below the robot's own limit. */
  boolean isGoverning(long nowMs) {
    return capPermille(nowMs) < limitPermille;
  }

  /** Nearest rank; 0 when nothing came within the last second. */
  private int percentile90(long nowMs) {
    while (count > 0 && nowMs - atMs[oldest] > WITHIN_MS) {
      drop();
    }
    if (count == 0) {
      return 0;
    }
    int[] sorted = new int[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = ageMs[(oldest + i) % MOST];
    }
    Arrays.sort(sorted);
    return sorted[(count * 9 + 9) / 10 - 1];
  }
}
