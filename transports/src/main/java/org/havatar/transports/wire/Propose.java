package org.havatar.transports.wire;

/**
 * A node asks the robot to change its register (PROTOCOL.md §9).
 *
 * @param term the term that the node believes current
 * @param rank 0 shared, 1 booked, 2 owner, 3 administrator
 * @param durationMs until = echo + durationMs on the robot's clock
 */
public record Propose(
    long proposal,
    Action action,
    Numbered term,
    long holder,
    String holderName,
    int rank,
    long durationMs,
    Stamp echo)
    implements Event, ForRobot {
  public static final int MAX_RANK = 3;
  public static final long MAX_DURATION_MS = 24L * 60 * 60 * 1000;

  /** What is wanted. */
  public enum Action {
    TAKE,
    RELEASE,
    TAKE_OVER,
    REVOKE,
    /** Replaces the holder with their consent. */
    HAND_OVER;

    /** The client's message that stands behind it. */
    public Request request() {
      return switch (this) {
        case TAKE -> Request.TAKE_LEASE;
        case TAKE_OVER -> Request.TAKE_OVER;
        case HAND_OVER -> Request.REQUEST_LEASE;
        case RELEASE, REVOKE -> Request.RELEASE_LEASE;
      };
    }
  }
}
