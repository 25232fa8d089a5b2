package org.havatar.relay.session;

import org.havatar.transports.wire.Message;

/** Port: carries messages between client and robot sessions, on whatever loop or node they are. */
public interface Roads {
  boolean isOnline(String robotId);

  /**
   * Hands over what a client session lets through; false when the robot is not connected.
   *
   * <p>A {@link org.havatar.transports.wire.SelectRobot} says "I watch", and is to be renewed.
   */
  boolean toRobot(String robotId, Seat from, Message message);

  void toClient(Seat seat, String robotId, Message message);

  /** To every client session of that loop that has selected the robot. */
  void toWatchers(String loop, String robotId, Message message);
}
