package org.havatar.bridge;

import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Stop;

/** The way to the board as its link sees it: three lanes, none of which blocks (PROTOCOL.md §6). */
interface SerialLine {
  /** Goes before everything else. A newer stop takes the place of one that waits. */
  void stop(Stop stop);

  /** Waits in one slot, the newest wins; judged again right before it is written. */
  void setpoint(Setpoint setpoint);

  /** Waits in one slot, the newest wins; goes after the setpoint that waits. */
  void ping(Ping ping);
}
