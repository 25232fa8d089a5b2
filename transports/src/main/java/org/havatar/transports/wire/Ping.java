package org.havatar.transports.wire;

/** A heartbeat (PROTOCOL.md §3.7); a robot's {@code senderMs} is its stamp. */
public record Ping(int id, int senderMs) implements Binary, FromClient, FromRobot, ForRobot {}
