package org.havatar.transports.wire;

/**
 * Stop at once, whoever drives (PROTOCOL.md §3.3).
 *
 * @param authority 0 watcher or driver, 1 administrator; set by the node
 * @param stopId random, the same in each repetition; 0 only towards the board
 * @param origin holder tag of the instance that pressed; set by the node
 * @param latch the latch number, towards the board only
 */
public record Stop(Cause cause, int authority, long stopId, long origin, Numbered latch)
    implements Binary, FromClient, ForRobot {
  public static final int ADMINISTRATOR = 1;

  /** Why; the ordinal is the number on the wire. */
  public enum Cause {
    PERSON,
    LAPSE,
    FAILSAFE,
    ROBOT_START,
    SHUTDOWN,
    LEASE_ENDED
  }
}
