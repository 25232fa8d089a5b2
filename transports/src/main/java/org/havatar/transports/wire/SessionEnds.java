package org.havatar.transports.wire;

import org.jspecify.annotations.Nullable;

/**
 * When the client's turn at a robot ends, by the clock of its node; both null: not soon any more.
 *
 * @param endsInMs from now, u32
 * @param endsAt RFC 3339 in UTC, for showing it
 * @param cause why it ends
 */
public record SessionEnds(
    String robotId, @Nullable Long endsInMs, @Nullable String endsAt, Cause cause)
    implements Event {
  /** Why a turn ends. */
  public enum Cause {
    BOOKING,
    /** Nobody can confirm the right to drive. It may be confirmed yet, or end sooner. */
    UNCONFIRMED
  }

  /** As time runs out, or doesn't. */
  public SessionEnds(String robotId, @Nullable Long endsInMs, @Nullable String endsAt) {
    this(robotId, endsInMs, endsAt, Cause.BOOKING);
  }
}
