package org.havatar.transports.wire;

/** The client no longer wants to drive. */
public record ReleaseLease() implements Event, FromClient {}
