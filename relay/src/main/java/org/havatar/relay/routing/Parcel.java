package org.havatar.relay.routing;

import org.havatar.relay.session.Arrival;
import org.havatar.relay.session.Seat;
import org.havatar.transports.wire.Message;

/**
 * What travels between loops; immutable, so that a loop of the same node gets the same instance.
 */
sealed interface Parcel {
  /**
   * To the session that speaks for a robot.
   *
   * @param readNs when its loop read it from a link ({@link Arrival}); stays within the node
   */
  record ToRobot(String robotId, Seat from, Message message, long readNs) implements Parcel {
    ToRobot(String robotId, Seat from, Message message) {
      this(robotId, from, message, Arrival.UNKNOWN);
    }
  }

  /**
   * To one client session.
   *
   * @param readNs as in {@link ToRobot}
   */
  record ToClient(Seat seat, String robotId, Message message, long readNs) implements Parcel {
    ToClient(Seat seat, String robotId, Message message) {
      this(seat, robotId, message, Arrival.UNKNOWN);
    }
  }

  /** To all client sessions of a loop that have selected the robot. */
  record ToWatchers(String robotId, Message message) implements Parcel {}

  /** Bytes of another node that are none of these. */
  record Unreadable(String why) implements Parcel {}
}
