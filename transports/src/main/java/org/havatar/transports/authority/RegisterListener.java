package org.havatar.transports.authority;

import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;

/** Hears what the register decided, before the call that caused it returns. */
public interface RegisterListener {
  /** The lease changed, or was extended: to be announced on every uplink. */
  void onLease(Lease lease);

  /** A new latch was set: the board is to be stopped under this number. */
  void onLatched(Stop.Cause cause, Numbered latch);

  /** The board has reported zero output since this stop: to be told on every uplink. */
  void onStopConfirmed(Stopped stopped);
}
