package org.havatar.transports.authority;

import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;

/** Hears what the register decided, before the call that caused it returns. */
public interface RegisterListener {
  /** The lease changed, or was extended: to be announced on every uplink. */
  void onLease(Lease lease);

  /**
   * The driver's time is up, by the clock or by the node: the latch follows at once, and nothing of
   * theirs is accepted any more. A robot that moves may ramp down before it stops its board for
   * that latch.
   *
   * @param heldMs for which the last setpoint would still have been held; 0 when it has lapsed
   */
  default void onTimeUp(int heldMs) {}

  /** A new latch was set: the board is to be stopped under this number. */
  void onLatched(Stop.Cause cause, Numbered latch);

  /** The board has reported zero output since this stop: to be told on every uplink. */
  void onStopConfirmed(Stopped stopped);

  /**
   * A stop was made or released, and this is what stands now: to be kept for the next start. Heard
   * after {@link #onLatched}, so the board comes first.
   */
  default void onStanding(StandingStop standing) {}
}
