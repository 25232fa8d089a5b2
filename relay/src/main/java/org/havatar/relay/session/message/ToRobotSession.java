package org.havatar.relay.session.message;

import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose.Action;
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

  /**
   * Somebody watches; to be said again as long as it is so.
   *
   * @param part of what that means, when a robot has connections to two nodes
   */
  record Watch(String robotId, ClientAddress from, String name, Part part)
      implements ToRobotSession {
    public static final long RENEW_EVERY_MS = 1000;

    /** What the receiver has to do with the watcher. */
    public enum Part {
      ALL,
      /** Only pass on what the robot says. */
      TELL,
      /** Only count them among those who watch, and ask them. */
      COUNT;

      public boolean isTold() {
        return this != COUNT;
      }

      public boolean isCounted() {
        return this != TELL;
      }
    }

    public Watch(String robotId, ClientAddress from, String name) {
      this(robotId, from, name, Part.ALL);
    }

    public Watch with(Part other) {
      return new Watch(robotId, from, name, other);
    }
  }

  /**
   * The lease is to change, now. A hand-over names its term, in which the driver has consented:
   * without one it would be {@link AskDriver}.
   */
  record ChangeLease(String robotId, ClientAddress from, LeaseWish wish) implements ToRobotSession {
    public ChangeLease {
      if (wish.action() == Action.HAND_OVER && wish.term().equals(Numbered.NONE)) {
        throw new IllegalArgumentException("a hand-over without a term");
      }
    }
  }

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
