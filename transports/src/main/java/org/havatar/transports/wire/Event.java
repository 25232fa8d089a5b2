package org.havatar.transports.wire;

/** A JSON message of PROTOCOL.md §5. */
public sealed interface Event extends Message
    permits ClientHello,
        RobotHello,
        Welcome,
        BootConflict,
        Robots,
        SelectRobot,
        RobotSelected,
        TakeLease,
        ReleaseLease,
        Lease,
        Propose,
        ReleaseStop,
        Refused,
        ErrorReport,
        GoingAway,
        TakeOver,
        RequestLease,
        AnswerRequest,
        LeaseRequested,
        WatcherList,
        StopPressed,
        GetStatus,
        StatusResponse,
        MotorControl,
        MotorResponse {}
