package org.havatar.relay.access.robots;

/**
 * Figures of robots.
 *
 * @param usersMayRegister whether a user who is no administrator may register robots of their own
 * @param keyLifeMs after which a robot's key is exchanged
 * @param keyOverlapMs for which the former key still opens after that
 * @param mostOfAccount robots that an account which is no administrator's may own
 */
public record RobotOptions(
    boolean usersMayRegister, long keyLifeMs, long keyOverlapMs, int mostOfAccount) {
  /** Robots of an account, where nobody says anything else. */
  public static final int MOST_OF_ACCOUNT = 20;

  public RobotOptions {
    if (keyLifeMs < 1 || keyOverlapMs < 1) {
      throw new IllegalArgumentException("no such life of a key: " + keyLifeMs);
    }
  }
}
