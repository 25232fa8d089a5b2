package org.havatar.relay.access.robots;

import org.jspecify.annotations.Nullable;

/**
 * A robot to register.
 *
 * @param robotId null: one is made up
 * @param owner account name
 */
public record NewRobot(
    @Nullable String robotId, String name, String type, String owner, RobotDetails details) {}
