package org.havatar.relay.session.older;

/**
 * What a command of an older client may do besides driving: take a vacant lease, re-arm a latched
 * robot. Both need that the person let go before, so that a stream that runs on never does it
 * (PROTOCOL.md §11). Neutrals are silence here: an idle joystick sends them all day.
 */
final class LetGoPermits {
  static final long TAKE_AFTER_MS = 2000;
  static final long REARM_AFTER_MS = 1000;

  /** Some round trips to the robot: lease, release, neutral. */
  static final long GOOD_FOR_MS = 2000;

  private boolean hadCommand;
  private boolean wasNeutral;
  private long movedMs;
  private long takeUntilMs;
  private long rearmUntilMs;

  LetGoPermits(long nowMs) {
    movedMs = nowMs - TAKE_AFTER_MS;
    takeUntilMs = nowMs;
    rearmUntilMs = nowMs;
  }

  /** A command came that was too old: it allows nothing, and is no silence either. */
  void onRefused(boolean moves, long nowMs) {
    if (moves) {
      movedMs = nowMs;
      wasNeutral = false;
    }
  }

  /** A command passed the gate. */
  void onCommand(boolean moves, long nowMs) {
    long quietMs = nowMs - movedMs;
    if (!hadCommand || (moves && quietMs >= TAKE_AFTER_MS)) {
      takeUntilMs = nowMs + GOOD_FOR_MS;
    }
    // The first one too: a stream that ran on from before may have been refused until now.
    if (moves && (wasNeutral || quietMs >= REARM_AFTER_MS)) {
      rearmUntilMs = nowMs + GOOD_FOR_MS;
    }
    hadCommand = true;
    wasNeutral = !moves;
    movedMs = moves ? nowMs : movedMs;
  }

  boolean mayTake(long nowMs) {
    return nowMs - takeUntilMs < 0;
  }

  /** The lease was had, or refused: the next time needs a new silence. */
  void usedTake(long nowMs) {
    takeUntilMs = nowMs;
  }

  boolean mayRearm(long nowMs) {
    return nowMs - rearmUntilMs < 0;
  }

  /** The robot moves: the next latch needs a new silence. */
  void usedRearm(long nowMs) {
    rearmUntilMs = nowMs;
  }

  /** The person lets go: a neutral may go to the robot even when that clears a failsafe latch. */
  boolean isResting(long nowMs) {
    return wasNeutral || nowMs - movedMs >= REARM_AFTER_MS;
  }
}
