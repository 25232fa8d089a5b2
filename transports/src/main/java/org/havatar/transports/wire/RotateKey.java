package org.havatar.transports.wire;

/**
 * The node hands the robot a fresh key (PROTOCOL.md §6).
 *
 * @param keyId names it, opens nothing
 * @param overlapMs for which the former key opens after the robot has told that it has this one
 */
public record RotateKey(String keyId, String key, long overlapMs) implements Event, ForRobot {
  /** Without the key: messages end up in logs. */
  @Override
  public String toString() {
    return "RotateKey[" + keyId + "]";
  }
}
