package org.havatar.relay.access.robots;

import org.jspecify.annotations.Nullable;

/** Robots with the default limit of a hold, for tests that are about something else. */
public final class SomeRobot {
  private SomeRobot() {}

  /** One that is older than identities. */
  public static Robot of(String robotId, String name, String type) {
    return new Robot(robotId, name, type, Robot.DEFAULT_HOLD_LIMIT_S);
  }

  public static NewRobot wanted(
      @Nullable String robotId, String name, String type, RobotDetails details, RobotAcl reach) {
    return new NewRobot(robotId, name, type, Robot.DEFAULT_HOLD_LIMIT_S, details, reach);
  }

  /** Only {@code owner} and whom they let may reach it. */
  public static NewRobot wanted(
      @Nullable String robotId, String name, String type, String owner, RobotDetails details) {
    return wanted(robotId, name, type, details, RobotAcl.of(owner));
  }
}
