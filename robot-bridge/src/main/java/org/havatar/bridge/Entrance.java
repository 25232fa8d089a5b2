package org.havatar.bridge;

import org.havatar.transports.wire.Message;

/**
 * A way by which commands reach the robot, and its answers those who gave them: an uplink to a
 * node. Whoever speaks over it was authenticated before, and the robot asks no entrance of which
 * kind it is. On the event loop; nothing here waits.
 */
interface Entrance {
  /** Offers a message; dropped and counted when it can't go now. */
  void send(Message message);

  /** True while somebody can renew a setpoint over it. */
  boolean isUp();

  /** True from its goodbye until it is gone. */
  boolean isLeaving();

  /** True when the robot wants to be found over it (PROTOCOL.md §6): at most one is. */
  boolean isPrimary();

  void onTick(long nowMs);

  /** The event loop was held up: what waited in sockets hasn't been read yet. */
  void onHeldUp(long nowMs);

  /** A higher boot number was taken, whoever named it: what was said of terms before is void. */
  void onBootChanged();

  /** Says goodbye for good. */
  void close();
}
