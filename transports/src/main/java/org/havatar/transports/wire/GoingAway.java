package org.havatar.transports.wire;

/** The node leaves; reconnect after {@code retryMs}, spread at random up to twice as long. */
public record GoingAway(int retryMs) implements Event, FromRobot, ForRobot {}
