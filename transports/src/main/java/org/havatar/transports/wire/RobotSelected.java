package org.havatar.transports.wire;

/** The answer to {@link SelectRobot}, and again when {@code online} changes. */
public record RobotSelected(String robotId, String name, boolean online) implements Event {}
