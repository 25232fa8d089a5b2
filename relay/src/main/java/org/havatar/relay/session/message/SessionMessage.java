package org.havatar.relay.session.message;

/**
 * What travels between sessions; immutable, so that a loop of the same node gets the same instance.
 */
public sealed interface SessionMessage
    permits ToRobotSession, ToClientSession, SessionMessage.Unreadable {
  /** Nothing was read from a link for it, or another node did. */
  long UNKNOWN_NS = Long.MIN_VALUE;

  /**
   * When its loop read what brought it about from a link, on the clock of the node's loops; stays
   * within the node.
   */
  default long readNs() {
    return UNKNOWN_NS;
  }

  /** Bytes of another node that are none of these. */
  record Unreadable(String why) implements SessionMessage {}
}
