package org.havatar.relay.access.robots;

/**
 * The owner lets one account reach their robot.
 *
 * @param account its name
 * @param sinceMs epoch milliseconds
 * @param by name of the account that granted it
 * @param untilMs epoch milliseconds, exclusive; {@link #FOREVER} for no end
 * @param linkId the share link that it was redeemed from; empty: given by hand
 */
public record Grant(
    String account, GrantRole role, long sinceMs, String by, long untilMs, String linkId) {
  public static final long FOREVER = Long.MAX_VALUE;

  Grant by(String other) {
    return new Grant(account, role, sinceMs, other, untilMs, linkId);
  }

  public boolean holds(long nowMs) {
    return nowMs < untilMs;
  }

  /** The same but for the time at which it was given. */
  boolean isLike(Grant other) {
    return role == other.role
        && by.equals(other.by)
        && untilMs == other.untilMs
        && linkId.equals(other.linkId);
  }

  /** True when {@code other} would add nothing, neither more rights nor more time. */
  boolean covers(Grant other) {
    return role.compareTo(other.role) >= 0 && untilMs >= other.untilMs;
  }
}
