package org.havatar.relay.access.robots;

/**
 * A registered robot, as everybody who may reach it sees it.
 *
 * @param identity of this robot and of no other that had or will have its id: what is kept of it is
 *     found by this. Random; of a robot that is older than identities its id
 * @param holdLimitS how long an unbroken hold of a control without a change may last, in whole
 *     seconds from {@link #MIN_HOLD_LIMIT_S} to {@link #MAX_HOLD_LIMIT_S}: then the page lets go
 */
public record Robot(String robotId, String identity, String name, String type, int holdLimitS) {
  /** Bounds of PROTOCOL.md §5.1 ({@code robot_selected}). */
  public static final int MIN_HOLD_LIMIT_S = 5;

  public static final int MAX_HOLD_LIMIT_S = 600;

  /** Of a robot of which nobody said anything else. */
  public static final int DEFAULT_HOLD_LIMIT_S = 60;

  /** Of a robot that is older than identities. */
  public Robot(String robotId, String name, String type, int holdLimitS) {
    this(robotId, robotId, name, type, holdLimitS);
  }
}
