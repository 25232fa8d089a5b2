package org.havatar.relay.access.robots;

import org.jspecify.annotations.Nullable;

/**
 * A robot to register.
 *
 * @param robotId null: one is made up
 * @param holdLimitS see {@link Robot}
 */
public record NewRobot(
    @Nullable String robotId,
    String name,
    String type,
    int holdLimitS,
    RobotDetails details,
    RobotAcl reach) {
  /** With the default limit of a hold. */
  public NewRobot(
      @Nullable String robotId, String name, String type, RobotDetails details, RobotAcl reach) {
    this(robotId, name, type, Robot.DEFAULT_HOLD_LIMIT_S, details, reach);
  }

  /** Only {@code owner} and whom they let may reach it. */
  public NewRobot(
      @Nullable String robotId, String name, String type, String owner, RobotDetails details) {
    this(robotId, name, type, details, RobotAcl.of(owner));
  }
}
