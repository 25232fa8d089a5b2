package org.havatar.relay.session.connection;

/**
 * Something that is due again and again. It keeps the phase in which it began: what a late turn of
 * the loop has put off doesn't fall into step with everything else that was late, for ever after.
 */
public final class Rhythm {
  private final long everyMs;
  private long dueMs;

  public Rhythm(long everyMs, long firstDueMs) {
    this.everyMs = everyMs;
    this.dueMs = firstDueMs;
  }

  public long dueMs() {
    return dueMs;
  }

  /** True once when it is time; beats that were missed are not made up for. */
  public boolean isDue(long nowMs) {
    long lateMs = nowMs - dueMs;
    if (lateMs < 0) {
      return false;
    }
    dueMs += everyMs * (1 + lateMs / everyMs);
    return true;
  }
}
