package org.havatar.relay.access.port;

/**
 * Something lasting has changed, on whatever node.
 *
 * @param name of the account or robot; empty: any may have changed
 */
public record Change(Subject subject, String name) {
  /** What changed. */
  public enum Subject {
    ACCOUNT,
    /** Its entry: owner, who may reach it, whether it is active. */
    ROBOT,
    /** What opens the connection of the robot of that name. */
    ROBOT_KEYS,
    /** The bookings of the robot of that name. */
    CALENDAR,
    /** It can't be known what: everything that was looked up before is to be looked up again. */
    UNKNOWN
  }

  public static final Change ANYTHING = new Change(Subject.UNKNOWN, "");
}
