package org.havatar.bridge;

import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.jspecify.annotations.Nullable;

/**
 * Whether an uplink is alive: its node has echoed a recent stamp of ours (PROTOCOL.md §6). Bytes
 * received prove nothing, the way up may be cut. Times are of {@link StampClock}.
 */
final class Heartbeat {
  static final int PING_DRIVEN_MS = 100;
  static final int PING_MS = 1000;
  static final int DEAD_DRIVEN_MS = 500;
  static final int DEAD_MS = 3000;

  private long echoedMs;
  private long pingedAtMs;
  private boolean pinged;
  private boolean driven;
  private long drivenSinceMs;
  private int pingId;

  /** The uplink is new: what is echoed from now on counts. */
  void restart(long nowMs) {
    echoedMs = nowMs;
    pinged = false;
  }

  /** This process was held up: the echoes may be there, unread. They get one more limit of time. */
  void forgive(long nowMs) {
    restart(nowMs);
  }

  /** To be called at each tick: the slower rhythm must not be judged by the faster's limit. */
  void onDriven(boolean drivenNow, long nowMs) {
    if (drivenNow && !driven) {
      drivenSinceMs = nowMs;
      pinged = false;
    }
    driven = drivenNow;
  }

  /** The ping to send now, or null. */
  @Nullable Ping pingDue(long nowMs) {
    int periodMs = driven ? PING_DRIVEN_MS : PING_MS;
    if (pinged && nowMs - pingedAtMs < periodMs) {
      return null;
    }
    pinged = true;
    pingedAtMs = nowMs;
    return new Ping(++pingId, (int) nowMs);
  }

  void onPong(Pong pong, long nowMs) {
    int ageMs = (int) nowMs - pong.senderMs();
    if (ageMs >= 0) {
      echoedMs = Math.max(echoedMs, nowMs - ageMs);
    }
  }

  boolean isAlive(long nowMs) {
    return nowMs - echoedMs() <= (driven ? DEAD_DRIVEN_MS : DEAD_MS);
  }

  /** True since the first tick of a drive. */
  boolean isQuick() {
    return driven;
  }

  /**
   * When the newest ping that was echoed had been sent; while driven not before the drive began.
   */
  long echoedMs() {
    return driven ? Math.max(echoedMs, drivenSinceMs) : echoedMs;
  }
}
