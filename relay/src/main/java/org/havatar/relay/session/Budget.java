package org.havatar.relay.session;

/** A token bucket: so many messages a second, and a burst. */
public final class Budget {
  private static final long MILLI = 1000;

  private final long perSecond;
  private final long capacity;
  private long milliTokens;
  private long filledMs;

  public Budget(int perSecond, int burst, long nowMs) {
    this.perSecond = perSecond;
    this.capacity = burst * MILLI;
    this.milliTokens = capacity;
    this.filledMs = nowMs;
  }

  /** True when one more message is within the budget. */
  public boolean take(long nowMs) {
    milliTokens = Math.min(capacity, milliTokens + (nowMs - filledMs) * perSecond);
    filledMs = nowMs;
    if (milliTokens < MILLI) {
      return false;
    }
    milliTokens -= MILLI;
    return true;
  }
}
