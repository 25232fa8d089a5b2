package org.havatar.transports.wire;

/** The client wants to end the drive of somebody of lower rank and drive instead. */
public record TakeOver() implements Event, FromClient {}
