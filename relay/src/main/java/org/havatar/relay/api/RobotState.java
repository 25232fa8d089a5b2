package org.havatar.relay.api;

import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;

/**
 * What a robot last said of itself.
 *
 * @param driven somebody holds its lease
 * @param isProtected false: an older robot, its node is the last stage that checks
 * @param batteryPercent 0 … 100, 255 unknown
 * @param batteryMv 0 unknown
 */
public record RobotState(
    boolean driven, boolean isProtected, LatchKind latch, int batteryPercent, int batteryMv) {
  public static final int UNKNOWN_PERCENT = 255;

  public static RobotState of(Beacon beacon) {
    return new RobotState(
        beacon.holder() != 0,
        !beacon.has(Beacon.UNPROTECTED),
        beacon.latchKind(),
        beacon.batteryPercent(),
        beacon.batteryMv());
  }
}
