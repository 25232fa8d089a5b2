package org.havatar.relay.session.client;

import java.time.Instant;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.transports.wire.SessionEnds;
import org.havatar.transports.wire.SessionEnds.Cause;
import org.jspecify.annotations.Nullable;

/** Follows the turn of whoever has selected a robot: warns of its end, and sees it. */
final class TurnWatch {
  /** An end that is farther away concerns nobody yet. */
  static final long TOLD_AHEAD_MS = 24 * 3_600_000L;

  static final long FIRST_WARNING_MS = 5 * 60_000L;
  static final long LAST_WARNING_MS = 60_000;

  private static final long[] TELL_AT_MS = {TOLD_AHEAD_MS, FIRST_WARNING_MS, LAST_WARNING_MS};

  private final String robotId;
  private final Capability capability;
  private boolean isOpen;
  private boolean isProven;
  private Cause toldCause = Cause.BOOKING;
  private long toldEndMs = Capability.NEVER;

  /** At the last look; means something while the end is the told one. */
  private long lookedRemainingMs;

  TurnWatch(String robotId, Capability capability) {
    this.robotId = robotId;
    this.capability = capability;
  }

  /** True once, when driving was allowed at the last look and its window is over at this one. */
  boolean isOver(long nowMs) {
    boolean was = isOpen;
    isOpen = capability.right(nowMs) == Right.DRIVE;
    return was && !isOpen && capability.rights().right() == Right.DRIVE;
  }

  /**
   * True once, when rights counted at the last look and at this one don't: nobody confirms them.
   */
  boolean isLapsed(long nowMs) {
    boolean was = isProven;
    isProven = capability.isProven(nowMs);
    return was && !isProven && capability.right(nowMs) == Right.DRIVE;
  }

  /** True when the last that was told is that the turn may end for want of a confirmation. */
  boolean isToldUnconfirmed() {
    return toldCause == Cause.UNCONFIRMED;
  }

  /**
   * What the client is to be told now about the end of its turn, or null.
   *
   * @param drives whether it drives: then rights that nobody confirms end its turn, too
   */
  @Nullable SessionEnds due(boolean drives, long nowMs) {
    if (!isOpen) {
      toldEndMs = Capability.NEVER; // that it is over is told otherwise
      return null;
    }
    long endMs = capability.endsAtMs(nowMs);
    long remainingMs = capability.remainingMs(nowMs);
    long provenMs = capability.provenMs(nowMs);
    boolean mayLapse =
        (drives || isToldUnconfirmed())
            && capability.isOverdue(nowMs)
            && provenMs > 0
            && provenMs < remainingMs;
    if (mayLapse) {
      endMs = capability.provenUntilMs(nowMs);
      remainingMs = provenMs;
    }
    toldCause = mayLapse ? Cause.UNCONFIRMED : Cause.BOOKING;
    long beforeMs = endMs == toldEndMs ? lookedRemainingMs : Capability.NEVER;
    lookedRemainingMs = remainingMs;
    if (remainingMs > TOLD_AHEAD_MS) {
      boolean lifted = toldEndMs != Capability.NEVER;
      toldEndMs = Capability.NEVER;
      return lifted ? new SessionEnds(robotId, null, null) : null;
    }
    toldEndMs = endMs;
    for (long atMs : TELL_AT_MS) {
      if (beforeMs > atMs && remainingMs <= atMs) {
        return new SessionEnds(
            robotId, remainingMs, Instant.ofEpochMilli(endMs).toString(), toldCause);
      }
    }
    return null;
  }

  /** When {@link #isOver} or {@link #due} has something to say, at the earliest. */
  long dueMs(long nowMs) {
    return capability.nextEdgeMs(nowMs, TELL_AT_MS);
  }

  /** Why somebody who may drive at other times may not now, and what to do. */
  static String whyNot(Capability capability, long nowMs) {
    long nextMs = capability.nextFromMs(nowMs);
    if (capability.rights().outside() == Right.WATCH) {
      return nextMs == Capability.NEVER
          ? "Somebody else has booked the robot now. Book another time."
          : "Somebody else has booked the robot until %s.".formatted(Instant.ofEpochMilli(nextMs));
    }
    return nextMs == Capability.NEVER
        ? "This robot is for those who have booked it. Book it first."
        : "Your booking begins at %s. It opens by itself then."
            .formatted(Instant.ofEpochMilli(nextMs));
  }
}
