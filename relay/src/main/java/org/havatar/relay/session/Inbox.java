package org.havatar.relay.session;

import org.havatar.transports.wire.Message;

/** The other end of {@link Roads}: one loop's sessions, called on that loop. */
public interface Inbox {
  void forRobot(String robotId, Seat from, Message message);

  void forClient(String session, String robotId, Message message);

  void forWatchers(String robotId, Message message);
}
