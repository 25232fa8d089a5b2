package org.havatar.relay.session;

import java.time.Instant;
import org.havatar.relay.session.Accounts.Right;
import org.havatar.transports.wire.SessionEnds;
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

  /** What the client is to be told now about the end of its turn, or null. */
  @Nullable SessionEnds due(long nowMs) {
    if (!isOpen) {
      toldEndMs = Capability.NEVER; // that it is over is told otherwise
      return null;
    }
    long endMs = capability.endsAtMs(nowMs);
    long remainingMs = capability.remainingMs(nowMs);
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
        return new SessionEnds(robotId, remainingMs, Instant.ofEpochMilli(endMs).toString());
      }
    }
    return null;
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
