package org.havatar.transports.authority;

import org.havatar.transports.wire.LatchKind;

/**
 * The part of a stop that outlives a restart (PROTOCOL.md §8): that it stands, who may release it,
 * and who made it.
 *
 * @param kind {@link LatchKind#STOP}, {@link LatchKind#ADMINISTRATOR}, or {@link LatchKind#NONE}
 *     when nothing has to be kept: a failsafe latch, or the stop latch of a mere start
 * @param pressed a person made it
 * @param stopId of the press since which it stands like this, 0 unknown
 * @param origin holder tag of whoever pressed it, 0 unknown
 */
public record StandingStop(LatchKind kind, boolean pressed, long stopId, long origin) {
  /** A restart is a mere start. */
  public static final StandingStop NONE = new StandingStop(LatchKind.NONE, false, 0, 0);

  /** What was kept can't be read: it counts as pressed. */
  public static final StandingStop UNREADABLE = new StandingStop(LatchKind.STOP, true, 0, 0);

  public StandingStop {
    if (kind == LatchKind.FAILSAFE || (kind == LatchKind.NONE && pressed)) {
      throw new IllegalArgumentException("no stop stands: " + kind);
    }
  }

  public boolean stands() {
    return kind != LatchKind.NONE;
  }

  /** True when both keep the robot equally; who made them doesn't matter. */
  public boolean keepsLike(StandingStop other) {
    return kind == other.kind && pressed == other.pressed;
  }
}
