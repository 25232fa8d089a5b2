package org.havatar.relay.routing;

import org.havatar.relay.session.Seat;
import org.havatar.transports.wire.Message;

/**
 * What travels between loops; immutable, so that a loop of the same node gets the same instance.
 */
sealed interface Parcel {
  /** To the session that speaks for a robot. */
  record ToRobot(String robotId, Seat from, Message message) implements Parcel {}

  /** To one client session. */
  record ToClient(Seat seat, String robotId, Message message) implements Parcel {}

  /** To all client sessions of a loop that have selected the robot. */
  record ToWatchers(String robotId, Message message) implements Parcel {}

  /** Bytes of another node that are none of these. */
  record Unreadable(String why) implements Parcel {}
}
