package org.havatar.relay.access.robots;

/**
 * Who comes first when two want a robot, in rising order. Compared by {@link Permissions} and by
 * the robot that is asked.
 */
public enum Rank {
  SHARED,
  BOOKED,
  OWNER,
  ADMINISTRATOR;

  /** As PROTOCOL.md §5.2 ({@code propose}) writes it: 0 shared … 3 administrator. */
  public int number() {
    return ordinal();
  }

  boolean isAtLeast(Rank other) {
    return compareTo(other) >= 0;
  }
}
