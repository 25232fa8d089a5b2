package org.havatar.transports.wire;

import org.jspecify.annotations.Nullable;

/**
 * The register as the robot announced it (PROTOCOL.md §5, §9).
 *
 * @param robotId named towards clients, null from the robot itself
 * @param holder tag of the driver, 0 when free
 * @param proposal that caused it, from the robot only
 */
public record Lease(
    @Nullable String robotId,
    Numbered term,
    long holder,
    @Nullable String holderName,
    long remainingMs,
    Cause cause,
    @Nullable Long proposal)
    implements Event, FromRobot {

  /** The same, with another cause. */
  public Lease withCause(Cause other) {
    return new Lease(robotId, term, holder, holderName, remainingMs, other, proposal);
  }

  /** What happened. */
  public enum Cause {
    TAKEN,
    TAKEN_OVER,
    HANDED_OVER,
    RELEASED,
    REVOKED,
    EXPIRED,
    SILENT,
    IDLE,
    RESTART,
    CURRENT
  }
}
