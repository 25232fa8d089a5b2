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
    /** Stale, and what is held must end. */
    CLOCK_STEP
  }

  private final SendDelay delay = new SendDelay();
  private boolean isBlind;
  private long heardMs;

  /** This loop stood still. */
  void onGap(long nowMs) {
    isBlind = true;
    heardMs = nowMs;
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
            ? SendDelay.Verdict.FRESH
            : delay.judge(command.timestampMs(), nowMs);
    if (command.isNeutral()) {
      return Age.FRESH; // a stop is never too old
    }
    if (verdict == SendDelay.Verdict.CLOCK_STEP) {
      return Age.CLOCK_STEP;
    }
    boolean stale =
        isBlind || verdict == SendDelay.Verdict.LATE || nowMs - provenMs > Drive.MAX_TTL_MS;
    return stale ? Age.STALE : Age.FRESH;
  }
}
