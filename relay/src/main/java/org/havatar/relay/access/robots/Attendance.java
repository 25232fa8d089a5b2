package org.havatar.relay.access.robots;

/** What is to be done about the key of a robot that is connected. */
public sealed interface Attendance {
  /** Nothing. */
  record Good() implements Attendance {}

  /** It opens nothing any more: the connection ends. */
  record Ended() implements Attendance {}

  /**
   * The robot is to be handed this one.
   *
   * @param overlapMs for which the former one opens after the robot has told that it has this one
   */
  record Exchange(String keyId, String key, long overlapMs) implements Attendance {
    /** Without the key: records end up in logs. */
    @Override
    public String toString() {
      return "Exchange[" + keyId + "]";
    }
  }
}
