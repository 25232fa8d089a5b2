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
    RobotAcl reach) {}
