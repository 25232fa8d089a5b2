package org.havatar.transports.link;

/**
 * What a peer may send besides messages: control frames, fragments and types that nobody knows. A
 * token bucket without patience: no program has a reason to come near it. One thread.
 */
public final class FrameBudget {
  /**
   * A node asks an older client for a sign of life 20 times a second; after a gap of some seconds
   * the answers come at once.
   */
  public static final int PER_SECOND = 100;

  public static final int AT_ONCE = 200;

  private static final long ONE = 1000;

  private long milliTokens = AT_ONCE * ONE;
  private long filledMs;

  public FrameBudget(long nowMs) {
    filledMs = nowMs;
  }

  /** False when this one is over the budget: the peer may be dismissed. */
  public boolean take(long nowMs) {
    long gained = (nowMs - filledMs) * PER_SECOND; // thousandths a millisecond
    milliTokens = Math.min(AT_ONCE * ONE, milliTokens + gained);
    filledMs = nowMs;
    if (milliTokens < ONE) {
      return false;
    }
    milliTokens -= ONE;
    return true;
  }
}
