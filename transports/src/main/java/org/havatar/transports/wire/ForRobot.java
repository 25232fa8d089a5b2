package org.havatar.transports.wire;

/**
 * What a node says to a robot that offered no feature (PROTOCOL.md §3, §5.2). Whatever else reaches
 * it has the wrong direction.
 */
public sealed interface ForRobot
    permits Drive,
        Stop,
        Ping,
        Pong,
        Welcome,
        BootConflict,
        Propose,
        ReleaseStop,
        RotateKey,
        ErrorReport,
        GoingAway {}
