package org.havatar.transports.wire;

/** The robot has that key on disk and will use it from now on (PROTOCOL.md §6). */
public record KeyStored(String keyId) implements Event, FromRobot {}
