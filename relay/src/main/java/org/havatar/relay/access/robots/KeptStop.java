package org.havatar.relay.access.robots;

/**
 * A stop that stands at an older robot, whose register its node keeps: for its next connection.
 *
 * @param administrator only an administrator may release it
 * @param pressed a person made it
 * @param stopId of the press, 0 unknown
 * @param origin tag of the program that it was pressed on, which names no account; 0 unknown
 */
public record KeptStop(boolean administrator, boolean pressed, long stopId, long origin) {
  /** What is kept can't be read: it counts as pressed. */
  public static final KeptStop UNREADABLE = new KeptStop(false, true, 0, 0);
}
