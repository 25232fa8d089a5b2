package org.havatar.relay.session.connection;

/**
 * A token bucket: so many messages a second, and a burst. What is over it is refused; a peer that
 * sends much more for long means it and may be dismissed.
 */
public final class Budget {
  private static final long MILLI = 1000;

  /** So many seconds' worth may be refused; half of what a second allows is forgiven in it. */
  private static final int PATIENCE_S = 10;

  private final long perSecond;
  private final long capacity;
  private final long mostMilliPatience;
  private long milliTokens;
  private long milliPatience;
  private long filledMs;

  public Budget(int perSecond, int burst, long nowMs) {
    this(perSecond, burst, PATIENCE_S, nowMs);
  }

  /**
   * With another patience.
   *
   * @param patienceS seconds' worth that may be refused
   */
  public Budget(int perSecond, int burst, int patienceS, long nowMs) {
    this.perSecond = perSecond;
    this.capacity = burst * MILLI;
    this.milliTokens = capacity;
    this.mostMilliPatience = MILLI * patienceS * perSecond;
    this.milliPatience = mostMilliPatience;
    this.filledMs = nowMs;
  }

  /** True when one more message is within the budget. */
  public boolean take(long nowMs) {
    long gained = (nowMs - filledMs) * perSecond;
    milliTokens = Math.min(capacity, milliTokens + gained);
    milliPatience = Math.min(mostMilliPatience, milliPatience + gained / 2);
    filledMs = nowMs;
    if (milliTokens < MILLI) {
      milliPatience -= MILLI;
      return false;
    }
    milliTokens -= MILLI;
    return true;
  }

  /** True when so much was refused that it is no mistake. */
  public boolean isAbused() {
    return milliPatience < 0;
  }
}
