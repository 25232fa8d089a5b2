package org.havatar.relay.access.robots;

/**
 * A robot's new key, in clear: shown once, kept nowhere.
 *
 * @param key {@code hvr_} and 32 random bytes in base64url
 */
public record RobotKey(Robot robot, String key) {
  /** Without the key: records end up in logs. */
  @Override
  public String toString() {
    return "RobotKey[" + robot + "]";
  }
}
