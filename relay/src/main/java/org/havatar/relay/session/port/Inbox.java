package org.havatar.relay.session.port;

import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;

/** The other end of {@link SessionRouter}: one loop's sessions, called on that loop. */
public interface Inbox {
  void receive(ToRobotSession message);

  void receive(ToClientSession message);
}
