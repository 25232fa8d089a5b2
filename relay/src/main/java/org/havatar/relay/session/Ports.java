package org.havatar.relay.session;

/** Everything that sessions reach outside their loop. */
public record Ports(
    Accounts accounts,
    Boots boots,
    StandingStops standingStops,
    RobotKeys robotKeys,
    RobotRegistry registry,
    Instances instances,
    Devices devices,
    SessionRouter router,
    CommandLog commandLog,
    DriveLog driveLog) {}
