package org.havatar.relay.access.robots;

/**
 * Figures of robots.
 *
 * @param usersMayRegister whether a user who is no administrator may register robots of his own
 * @param keyLifeMs after which a robot's key is exchanged
 * @param keyOverlapMs for which the former key still opens after that
 */
public record RobotOptions(boolean usersMayRegister, long keyLifeMs, long keyOverlapMs) {
  public static final RobotOptions DEFAULT = new RobotOptions(false, 86_400_000, 3_600_000);

  public RobotOptions {
    if (keyLifeMs < 1 || keyOverlapMs < 1) {
      throw new IllegalArgumentException("no such life of a key: " + keyLifeMs);
    }
  }
}
