package org.havatar.transports.wire;

/** The client wants to drive. */
public record TakeLease() implements Event, FromClient {}
