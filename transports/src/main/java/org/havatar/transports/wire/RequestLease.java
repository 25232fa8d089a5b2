package org.havatar.transports.wire;

/** The client asks the driver to hand over. */
public record RequestLease() implements Event, FromClient {}
