package org.havatar.relay.session.robot;

import org.havatar.relay.session.connection.ClockLeaps;

/**
 * What a robot's stamps show of this node's clock. One that is ahead of those before came while the
 * node's clock stood still, or is the first that came quickly: either way nothing that arrives now
 * is known to be young.
 */
final class RobotTime {
  /** Before that, the first stamps may just have been slow, which concerns only this robot. */
  static final long SETTLED_AFTER_MS = 10_000;

  /** A robot with a wrong clock, or an ill-meaning owner, disturbs the others no more often. */
  static final long TOLD_EVERY_MS = 60_000;

  private static final long NEVER = Long.MIN_VALUE;

  private final ClockLeaps leaps;
  private long mayTellFromMs = NEVER;
  private boolean isOwn = true;

  RobotTime(ClockLeaps leaps) {
    this.leaps = leaps;
  }

  /** An older robot's stamps are made here, by the very clock in question. */
  void onHello(boolean isOlder) {
    isOwn = !isOlder;
  }

  /**
   * A stamp came.
   *
   * @return true when what arrives may be older than it looks
   */
  boolean isLeap(int aheadMs, long nowMs) {
    if (mayTellFromMs == NEVER) {
      mayTellFromMs = nowMs + SETTLED_AFTER_MS;
    }
    boolean isLeap = isOwn && aheadMs > 0;
    if (isLeap && nowMs - mayTellFromMs >= 0) {
      mayTellFromMs = nowMs + TOLD_EVERY_MS;
      leaps.report(aheadMs);
    }
    return isLeap;
  }
}
