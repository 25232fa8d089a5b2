package org.havatar.transports.authority;

import org.havatar.transports.wire.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * What somebody else can prove of a robot's clock. A stamp that took {@code d} ms to come bounds
 * the robot's time from below: it is at least the stamp plus the time since it came. The best bound
 * of the last seconds counts, so that stamps which waited in a queue don't make old commands look
 * young; of the last seconds only, because two clocks drift.
 */
public final class RobotClock {
  /** The bound is the best of the last one to two such windows. */
  static final long WINDOW_MS = 5000;

  private @Nullable Stamp newest;
  private @Nullable Integer best;
  private @Nullable Integer bestBefore;
  private long windowMs;

  /** A stamp arrived. */
  public void onStamp(Stamp stamp, long nowMs) {
    Stamp known = newest;
    if (known == null || stamp.isAfter(known)) {
      newest = stamp;
    }
    if (nowMs - windowMs >= WINDOW_MS) {
      bestBefore = nowMs - windowMs < 2 * WINDOW_MS ? best : null;
      best = null;
      windowMs = nowMs;
    }
    best = later(best, stamp.millis() - (int) nowMs);
  }

  /** Serial arithmetic: both clocks wrap. */
  private static Integer later(@Nullable Integer one, Integer other) {
    return one == null || other - one > 0 ? other : one;
  }

  /** The robot restarted, or another one is meant: stamps start anew. */
  public void forget() {
    newest = null;
    best = null;
    bestBefore = null;
  }

  public @Nullable Stamp newest() {
    return newest;
  }

  /**
   * The least age that {@code echo} can have now; negative when it is newer than what is proven,
   * {@link Integer#MIN_VALUE} when no stamp was seen.
   */
  public int leastAgeMs(Stamp echo, long nowMs) {
    Integer offset = best;
    if (offset == null) {
      return Integer.MIN_VALUE;
    }
    if (bestBefore != null) {
      offset = later(bestBefore, offset);
    }
    return new Stamp(offset + (int) nowMs).ageMsOf(echo);
  }
}
