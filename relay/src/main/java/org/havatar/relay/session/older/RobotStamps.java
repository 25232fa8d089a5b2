package org.havatar.relay.session.older;

import org.havatar.transports.authority.RobotClock;
import org.havatar.transports.wire.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * What a robot's clock showed at a moment of this node, by dead reckoning from the newest stamp
 * that arrived. The stamp was made before it arrived, so the reckoned one is never later than the
 * robot's clock was: a command that echoes it never looks younger than it is (PROTOCOL.md §11).
 */
final class RobotStamps {
  /** 1 ms for the rounding of two clocks, 1 ms for their drift over {@link #REACH_MS}. */
  static final int MARGIN_MS = 2;

  static final long REACH_MS = 3000;

  private final RobotClock clock = new RobotClock();
  private @Nullable Stamp newest;
  private long arrivedMs;

  /** Our clock stood still at this moment: nothing is reckoned back over it. */
  private long leapMs = Long.MIN_VALUE;

  void onStamp(Stamp stamp, long nowMs) {
    if (clock.onStamp(stamp, nowMs) > 0) {
      leapMs = nowMs;
    }
    Stamp known = newest;
    if (known == null || stamp.isAfter(known)) {
      newest = stamp;
      arrivedMs = nowMs;
    }
  }

  /** Another robot, or another start of it. */
  void forget() {
    newest = null;
    clock.forget();
    leapMs = Long.MIN_VALUE;
  }

  /** Null when no stamp is near enough to reckon from. */
  @Nullable Stamp at(long momentMs) {
    Stamp known = newest;
    long sinceMs = momentMs - arrivedMs;
    if (known == null || Math.abs(sinceMs) > REACH_MS || momentMs <= leapMs) {
      return null;
    }
    return known.plusMs((int) sinceMs - MARGIN_MS);
  }
}
