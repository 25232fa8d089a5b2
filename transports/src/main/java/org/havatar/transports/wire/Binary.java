package org.havatar.transports.wire;

/** A binary message of PROTOCOL.md §3. */
public sealed interface Binary extends Message
    permits Drive, Ack, Stop, Stopped, Beacon, Board, Ping, Pong {}
