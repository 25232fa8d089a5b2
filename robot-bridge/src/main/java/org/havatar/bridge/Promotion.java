package org.havatar.bridge;

/**
 * When the standby becomes the primary (PROTOCOL.md §6). Echoes decide, never bytes: the way up may
 * be cut while bytes still come down. Pure; times are of {@link StampClock}.
 */
final class Promotion {
  /**
   * By so much the standby's newest echo must be the fresher one. Two and a half pings: when one
   * ping or pong is lost the primary is behind by two periods and by what its round trip is longer,
   * when two are lost by three. So one loss promotes nobody, and a dead primary is left about 300
   * ms after its last sign of life.
   */
  static final int MARGIN_DRIVEN_MS = 5 * Heartbeat.PING_DRIVEN_MS / 2;

  static final int MARGIN_MS = 5 * Heartbeat.PING_MS / 2;

  /** A way that was left must have been good for so long before freshness leads back to it. */
  static final int PROVED_MS = 2000;

  /**
   * @param isUsable up, and its node doesn't leave
   * @param echoedMs see {@link Heartbeat#echoedMs}
   */
  record Way(boolean isUsable, long echoedMs) {}

  private boolean wasLeft;
  private boolean isGood;
  private long goodSinceMs;

  /** To be called at each tick and change. */
  boolean isDue(Way primary, Way standby, boolean driven, long nowMs) {
    int marginMs = driven ? MARGIN_DRIVEN_MS : MARGIN_MS;
    boolean isGoodNow = standby.isUsable && nowMs - standby.echoedMs <= marginMs;
    if (isGoodNow && !isGood) {
      goodSinceMs = nowMs;
    }
    isGood = isGoodNow;
    if (!standby.isUsable) {
      return false;
    }
    if (!primary.isUsable) {
      return true;
    }
    boolean isProved = !wasLeft || nowMs - goodSinceMs >= PROVED_MS;
    return isGood && isProved && standby.echoedMs - primary.echoedMs >= marginMs;
  }

  /** The former primary is the standby now, and has to prove itself. */
  void onPromoted() {
    wasLeft = true;
    isGood = false;
  }
}
