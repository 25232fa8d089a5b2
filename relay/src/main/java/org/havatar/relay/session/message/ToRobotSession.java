package org.havatar.relay.session.message;

import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Stop;

/** What a client session lets through to the session that speaks for a robot. */
public sealed interface ToRobotSession extends SessionMessage {
  String robotId();

  /** Whose it is, and where the answer goes. */
  ClientAddress from();

  /** A driver's newest command. */
  record Setpoint(String robotId, ClientAddress from, Drive drive, long readNs)
      implements ToRobotSession {}

  /** Somebody presses stop. */
  record Press(String robotId, ClientAddress from, Stop stop) implements ToRobotSession {}

  /** Somebody watches; to be said again as long as it is so. */
  record Watch(String robotId, ClientAddress from, String name) implements ToRobotSession {}

  /** The lease is to change, now. */
  record ChangeLease(String robotId, ClientAddress from, LeaseWish wish)
      implements ToRobotSession {}

  /** Somebody asks the driver to hand over. */
  record AskDriver(String robotId, ClientAddress from, LeaseWish wish) implements ToRobotSession {}

  /** The driver answers who asked. */
  record AnswerAsker(String robotId, ClientAddress from, AnswerRequest answer)
      implements ToRobotSession {}

  /** Somebody releases a pressed stop. */
  record Release(String robotId, ClientAddress from, ReleaseStop release)
      implements ToRobotSession {}

  /** Somebody asks for the robot's state. */
  record AskStatus(String robotId, ClientAddress from, GetStatus question)
      implements ToRobotSession {}
}
