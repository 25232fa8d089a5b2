package org.havatar.transports.wire;

/**
 * What a client says to a node (PROTOCOL.md §3, §5.1, §11). Whatever else it sends has the wrong
 * direction.
 */
public sealed interface FromClient
    permits Drive,
        Stop,
        Ping,
        Pong,
        ClientHello,
        SelectRobot,
        TakeLease,
        ReleaseLease,
        TakeOver,
        RequestLease,
        AnswerRequest,
        ReleaseStop,
        GetStatus,
        MotorControl,
        ErrorReport {}
