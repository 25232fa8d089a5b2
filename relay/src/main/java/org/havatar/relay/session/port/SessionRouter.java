package org.havatar.relay.session.port;

import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;

/** Port: carries messages between client and robot sessions, on whatever loop or node they are. */
public interface SessionRouter {
  boolean isOnline(String robotId);

  /** False when the robot is not connected. */
  boolean send(ToRobotSession message);

  void send(ToClientSession message);
}
