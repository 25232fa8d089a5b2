package org.havatar.relay.session;

import java.util.function.LongSupplier;
import org.havatar.relay.session.connection.ClockLeaps;

/**
 * Notices that the node's monotonic clock stood still while the world went on, as that of a paused
 * virtual machine does. Two witnesses: the robots' stamps, and the wall clock, which is set right
 * sooner or later. One loop's.
 */
final class LeapWatch {
  /** Less may be a thread that was held up between two readings. */
  static final long LEAP_MS = 100;

  /** The witnesses may be that far apart and mean the same leap. */
  static final long SAME_WITHIN_MS = 10_000;

  /** Who is told. {@code byMs} is how much longer than known so far; 0 when it is not known. */
  interface Listener {
    /** By robots' stamps: it counts for everybody. */
    void onRobotsAhead(long byMs);

    /**
     * By the wall clock, which may also have been set: it counts for those who have no better clock
     * than the node's.
     */
    void onWallJump(long byMs);
  }

  private final LongSupplier epochMs;
  private final ClockLeaps leaps;
  private final Listener listener;
  private long wallAheadMs;
  private long seen;
  private long noticedMs;
  private long robotsMs;
  private long wallMs;
  private long toldMs;

  LeapWatch(LongSupplier epochMs, ClockLeaps leaps, Listener listener, long nowMs) {
    this.epochMs = epochMs;
    this.leaps = leaps;
    this.listener = listener;
    this.wallAheadMs = epochMs.getAsLong() - nowMs;
    this.seen = leaps.newest().number();
  }

  /** To be called before anything that arrived is believed. */
  void look(long nowMs) {
    long aheadMs = epochMs.getAsLong() - nowMs;
    long jumpMs = aheadMs - wallAheadMs;
    wallAheadMs = aheadMs;
    if (Math.abs(jumpMs) > LEAP_MS) {
      forgetOld(nowMs);
      wallMs += Math.max(0, jumpMs);
      listener.onWallJump(news());
    }
    ClockLeaps.Leap leap = leaps.newest();
    if (leap.number() != seen) {
      seen = leap.number();
      forgetOld(nowMs);
      robotsMs += leap.byMs();
      listener.onRobotsAhead(news());
    }
  }

  private void forgetOld(long nowMs) {
    if (nowMs - noticedMs > SAME_WITHIN_MS) {
      robotsMs = 0;
      wallMs = 0;
      toldMs = 0;
    }
    noticedMs = nowMs;
  }

  private long news() {
    long moreMs = Math.max(robotsMs, wallMs) - toldMs;
    toldMs += moreMs;
    return moreMs;
  }
}
