package org.havatar.relay.access.identity;

import java.util.concurrent.TimeUnit;

/**
 * Wrong codes after the right password, over all addresses and nodes. Times in epoch milliseconds.
 *
 * @param count in the day that began with the first of them
 * @param sinceMs when that was
 * @param toldMs when the owner was last told; 0: never, with this password
 */
public record CodeGuesses(int count, long sinceMs, long toldMs) {
  /** So many in a day are no mistyping any more. */
  public static final int TOLD_AT = 10;

  /** So many in a day: 150 of a million codes, as three are good at a time. */
  public static final int MOST_A_DAY = 50;

  static final long DAY_MS = TimeUnit.DAYS.toMillis(1);
  public static final CodeGuesses NONE = new CodeGuesses(0, 0, 0);

  /** How many there are in the day that isn't over. */
  public int today(long nowMs) {
    return nowMs < endsMs() ? count : 0;
  }

  /** When that day is over. */
  public long endsMs() {
    return sinceMs + DAY_MS;
  }

  /** Whether codes of the authenticator are good for nothing until the day is over. */
  public boolean areTooMany(long nowMs) {
    return today(nowMs) >= MOST_A_DAY;
  }

  /** With one more. */
  CodeGuesses more(long nowMs) {
    int all = today(nowMs) + 1;
    long told = isTelling(all) ? nowMs : toldMs;
    return new CodeGuesses(all, all == 1 ? nowMs : sinceMs, told);
  }

  /** Whether the owner is told of that one. */
  static boolean isTelling(int count) {
    return count == TOLD_AT || count == MOST_A_DAY;
  }
}
