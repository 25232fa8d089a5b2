package org.havatar.transports.wire;

/**
 * The robot's register and state (PROTOCOL.md §3.5), sent to everybody at 50 Hz while a lease is
 * held, else once a second.
 *
 * @param flags bits {@link #BOARD_CONNECTED} …
 * @param boot boot number of term, latch number and route epoch
 * @param routeCounter number of the robot's newest connection
 * @param holder tag of the driver, 0 when the lease is free
 * @param leaseRemainingMs unsigned 32 bits, 0 when the lease is free
 * @param batteryMv 0 unknown
 * @param batteryPercent 0 … 100, 255 unknown
 * @param faults bits {@link #FAULT_BATTERY_LOW} …
 * @param leftPermille what the board puts out now
 * @param capPermille the speed cap in force, 0 … 1000
 * @param loopAgeMs age of the last accepted command, 65535 none
 * @param lastSequence of the last accepted command of this term, 0 none
 */
public record Beacon(
    int flags,
    LatchKind latchKind,
    long boot,
    long termCounter,
    long latchCounter,
    long routeCounter,
    Stamp stamp,
    long holder,
    long leaseRemainingMs,
    int batteryMv,
    int batteryPercent,
    int faults,
    int leftPermille,
    int rightPermille,
    int capPermille,
    int loopAgeMs,
    Sequence lastSequence)
    implements Binary, FromRobot {
  public static final int BOARD_CONNECTED = 1;
  public static final int PRIMARY = 2;
  public static final int MOVING = 4;

  /** An older robot: its node is the last stage that checks age and term. */
  public static final int UNPROTECTED = 8;

  /** A person pressed the stop that is latched. */
  public static final int STOP_PRESSED = 16;

  /** The governor holds the cap below the robot's own limit. */
  public static final int GOVERNED = 32;

  static final int KNOWN_FLAGS = 63;

  public static final int FAULT_BATTERY_LOW = 1;
  public static final int FAULT_MOTOR_DRIVER = 2;
  public static final int FAULT_BOARD_RESTARTED = 4;
  public static final int FAULT_SERIAL_UNHEALTHY = 8;

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  public Numbered term() {
    return new Numbered(boot, termCounter);
  }

  public Numbered latch() {
    return new Numbered(boot, latchCounter);
  }
}
