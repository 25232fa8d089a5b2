package org.havatar.transports.wire;

/**
 * What a robot of this protocol says to a node (PROTOCOL.md §3, §5.2). Whatever else it sends has
 * the wrong direction.
 */
public sealed interface FromRobot
    permits Ack,
        Stopped,
        Beacon,
        Ping,
        Pong,
        RobotHello,
        Lease,
        Refused,
        KeyStored,
        StatusResponse,
        ErrorReport,
        GoingAway {}
