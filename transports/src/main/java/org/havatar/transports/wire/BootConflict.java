package org.havatar.transports.wire;

/** The node has seen a higher boot number, or this one from another start: take highest + 1. */
public record BootConflict(long highest) implements Event, ForRobot {}
