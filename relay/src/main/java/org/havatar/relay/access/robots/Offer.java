package org.havatar.relay.access.robots;

/**
 * To own a robot, which its account may take or leave: nobody gets a robot unasked.
 *
 * @param to account name
 * @param by account name of the keeper who made it
 * @param untilMs epoch milliseconds, exclusive
 */
public record Offer(String to, String by, long untilMs) {
  /** So long it stands. */
  static final long LIFE_MS = 7 * 24 * 3_600_000L;

  public boolean holds(long nowMs) {
    return nowMs < untilMs;
  }

  boolean concerns(String account) {
    return to.equals(account) || by.equals(account);
  }
}
