package org.havatar.relay.session.port;

/** Everything that sessions reach outside their loop. */
public record Ports(
    Accounts accounts,
    StoreReach storeReach,
    Boots boots,
    StandingStops standingStops,
    RobotKeys robotKeys,
    RobotRegistry registry,
    Instances instances,
    Devices devices,
    SessionRouter router,
    CommandLog commandLog,
    DriveLog driveLog) {}
