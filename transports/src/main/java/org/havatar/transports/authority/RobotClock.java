package org.havatar.transports.authority;

import org.havatar.transports.wire.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * What somebody else can prove of a robot's clock: its newest stamp and when it came. The robot's
 * real time is never earlier than this, so an echo that is too old here is too old there.
 */
public final class RobotClock {
  private @Nullable Stamp newest;
  private long arrivedAtMs;

  /** A stamp arrived. Older ones than the newest are ignored. */
  public void onStamp(Stamp stamp, long nowMs) {
    Stamp known = newest;
    if (known == null || stamp.isAfter(known)) {
      newest = stamp;
      arrivedAtMs = nowMs;
    }
  }

  /** The robot restarted, or another one is meant: stamps start anew. */
  public void forget() {
    newest = null;
  }

  public @Nullable Stamp newest() {
    return newest;
  }

  /** Milliseconds since the newest stamp arrived; {@link Integer#MAX_VALUE} when there is none. */
  public int silentMs(long nowMs) {
    return newest == null
        ? Integer.MAX_VALUE
        : (int) Math.min(Integer.MAX_VALUE - 1L, nowMs - arrivedAtMs);
  }

  /**
   * The least age that {@code echo} can have now; negative when it is newer than any stamp seen
   * (then nothing is proven), {@link Integer#MIN_VALUE} when no stamp was seen.
   */
  public int leastAgeMs(Stamp echo, long nowMs) {
    Stamp known = newest;
    if (known == null) {
      return Integer.MIN_VALUE;
    }
    return known.plusMs(silentMs(nowMs)).ageMsOf(echo);
  }
}
