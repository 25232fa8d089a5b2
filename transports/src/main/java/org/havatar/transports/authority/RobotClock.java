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

  /** A stamp that is further ahead of all before came while our clock stood still. */
  static final int LEAP_MS = 100;

  /** Ahead of those of the last one to two such windows: a network that was slow is no leap. */
  static final long LEAP_WINDOW_MS = 60_000;

  /** Two clocks drift apart by at most a millisecond a second. */
  private static final long MS_PER_DRIFT_MS = 1000;

  private final BestOffset forAges = new BestOffset(WINDOW_MS);
  private final BestOffset forLeaps = new BestOffset(LEAP_WINDOW_MS);
  private @Nullable Stamp newest;

  /**
   * A stamp arrived.
   *
   * @return by how much it is ahead of what our clock lets expect, when that is more than {@link
   *     #LEAP_MS} and the drift: for so long our clock stood still, or all stamps before came that
   *     late; else 0. One that is behind is mere delay.
   */
  public int onStamp(Stamp stamp, long nowMs) {
    Stamp known = newest;
    if (known == null || stamp.isAfter(known)) {
      newest = stamp;
    }
    int offset = stamp.millis() - (int) nowMs;
    BestOffset.Offset former = forLeaps.best();
    forAges.add(offset, nowMs);
    forLeaps.add(offset, nowMs);
    if (former == null) {
      return 0;
    }
    long driftMs = (nowMs - former.atMs()) / MS_PER_DRIFT_MS;
    int aheadMs = offset - former.ms();
    return aheadMs > LEAP_MS + driftMs ? aheadMs : 0;
  }

  /** The robot restarted, or another one is meant: stamps start anew. */
  public void forget() {
    newest = null;
    forAges.forget();
    forLeaps.forget();
  }

  public @Nullable Stamp newest() {
    return newest;
  }

  /**
   * The least age that {@code echo} can have now; negative when it is newer than what is proven,
   * {@link Integer#MIN_VALUE} when no stamp was seen.
   */
  public int leastAgeMs(Stamp echo, long nowMs) {
    BestOffset.Offset offset = forAges.best();
    return offset == null ? Integer.MIN_VALUE : new Stamp(offset.ms() + (int) nowMs).ageMsOf(echo);
  }
}
