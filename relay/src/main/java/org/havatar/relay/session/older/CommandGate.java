package org.havatar.relay.session.older;

import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.MotorControl;

/** Refuses commands of an older client that are, or may be, too old (PROTOCOL.md §11). */
final class CommandGate {
  /** After a longer gap in the node's loop, what it reads may have waited as long. */
  static final long GAP_MS = 100;

  /** Who was silent for so long after the gap has nothing left in our sockets. */
  static final long QUIET_MS = 1000;

  enum Age {
    FRESH,
    STALE,
    /** Stale, and so may be what is held: that ends, too. */
    HOLD_VOID
  }

  private final SendDelay delay = new SendDelay();

  /** A person's let-go is wanted, or a silence. */
  private boolean isBlind;

  /** What was sent before this moment may be older than it seems. */
  private long blindUntilMs = Long.MIN_VALUE;

  private long heardMs;

  /** This loop stood still. */
  void onGap(long nowMs) {
    isBlind = true;
    blindUntilMs = nowMs;
    heardMs = nowMs;
  }

  /**
   * The node's clock stood still for so long while the sender's went on, as far as is known.
   *
   * <p>The very millisecond of now may have begun before that.
   */
  void onLeap(long byMs, long nowMs) {
    onGap(nowMs);
    blindUntilMs = nowMs + 1;
    delay.onLeap(byMs);
  }

  /**
   * @param provenMs the command was sent after this moment
   */
  Age judge(MotorControl command, long provenMs, long nowMs) {
    boolean quiet = nowMs - heardMs >= QUIET_MS;
    heardMs = nowMs;
    if (quiet || command.isNeutral()) {
      isBlind = false;
    }
    SendDelay.Verdict verdict =
        command.timestampMs() == null
            ? delay.judgeUnstamped()
            : delay.judge(command.timestampMs(), nowMs);
    if (verdict == SendDelay.Verdict.EARLY) {
      blindUntilMs = nowMs;
    }
    if (command.isNeutral()) {
      return Age.FRESH; // a stop is never too old
    }
    return switch (verdict) {
      case FRESH -> isProven(provenMs, nowMs) && !isBlind ? Age.FRESH : Age.STALE;
      case LATE, EARLY -> Age.HOLD_VOID;
    };
  }

  private boolean isProven(long provenMs, long nowMs) {
    return provenMs >= blindUntilMs && nowMs - provenMs <= Drive.MAX_TTL_MS;
  }
}
