package org.havatar.bridge;

import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Stamp;

/**
 * An accepted setpoint on its way to the board. How long it may still live is worked out at the
 * moment of writing, so that whatever delays it here is counted once (PROTOCOL.md §10).
 *
 * @param drive as it arrived, with the tracks that the register let pass
 * @param arrivedAtMs when it arrived at the robot
 * @param lifeMs min(its time to live, the robot's limit), counted from its own echo
 * @param holdMs how long it may be held after its arrival, at most {@link #MAX_HOLD_MS}
 * @param boardTime the newest known of the board's clock
 */
record Setpoint(Drive drive, long arrivedAtMs, int lifeMs, int holdMs, BoardTime boardTime) {
  static final int MAX_HOLD_MS = 100;

  /** A board stamp older than this proves nothing: the board may be gone. */
  static final int MAX_BOARD_SILENCE_MS = 100;

  /** A stamp of the board and when it came, by the robot's clock. */
  record BoardTime(Stamp stamp, long arrivedAtMs) {}

  /** What to write now. */
  sealed interface Outcome {
    /** The frame's message: it echoes the board, its time to live is the remaining life. */
    record Write(Drive drive) implements Outcome {}

    /** Too late, for that reason. */
    record Drop(Reason reason) implements Outcome {}
  }

  Outcome at(long nowMs) {
    long sinceBoardMs = nowMs - boardTime.arrivedAtMs;
    if (sinceBoardMs > MAX_BOARD_SILENCE_MS) {
      return new Outcome.Drop(Reason.BOARD_SILENT);
    }
    long heldMs = nowMs - arrivedAtMs;
    long ageMs = StampClock.stampAt(nowMs).ageMsOf(drive.echo());
    long remainingMs = Math.min(holdMs - heldMs, lifeMs - ageMs);
    if (remainingMs < 1) {
      return new Outcome.Drop(Reason.STALE);
    }
    return new Outcome.Write(
        new Drive(
            drive.term(),
            drive.sequence(),
            boardTime.stamp,
            (int) (remainingMs + sinceBoardMs),
            drive.inputAgeMs(),
            drive.leftPermille(),
            drive.rightPermille()));
  }
}
