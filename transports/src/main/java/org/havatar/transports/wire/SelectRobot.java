package org.havatar.transports.wire;

/** The client wants to watch, and perhaps drive, this robot. */
public record SelectRobot(String robotId) implements Event {}
