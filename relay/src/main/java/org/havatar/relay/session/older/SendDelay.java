package org.havatar.relay.session.older;

import java.util.Arrays;

/**
 * Judges a connection's commands by their sender's own time stamps, whatever that clock shows: what
 * counts is how much later than the quickest of the last 30 s a command arrived (PROTOCOL.md §11).
 */
final class SendDelay {
  static final long LATE_MS = 800;
  static final long STEP_MS = 5000;
  static final long WITHIN_MS = 30_000;

  /**
   * A clock that was set back looks like commands that waited in their sender's own program. Those
   * come in a burst and grow younger; a clock's delay stays as it is for so long.
   */
  static final long SETTLED_AFTER_MS = 500;

  private static final long SLOT_MS = 1000;
  private static final int SLOTS = (int) (WITHIN_MS / SLOT_MS);

  enum Verdict {
    FRESH,
    LATE,
    /** The sender's clock was set: stop, and measure anew. */
    CLOCK_STEP
  }

  /** Least delay of each second. */
  private final double[] leastMs = new double[SLOTS];

  private final long[] slotOf = new long[SLOTS];
  private double lastMs = Double.NaN;
  private long heardMs;
  private boolean isSettling;
  private double settlingMs;
  private long settlingFromMs;

  SendDelay() {
    forget();
  }

  private void forget() {
    lastMs = Double.NaN;
    isSettling = false;
    Arrays.fill(slotOf, Long.MIN_VALUE);
  }

  /**
   * @param sentMs on the sender's clock
   * @param receivedMs the node's monotonic milliseconds, which no clock step of ours disturbs
   */
  Verdict judge(double sentMs, long receivedMs) {
    if (receivedMs - heardMs >= WITHIN_MS) {
      forget();
    }
    double delayMs = receivedMs - sentMs;
    double jumpMs = delayMs - lastMs;
    lastMs = delayMs;
    heardMs = receivedMs;
    if (Math.abs(jumpMs) > STEP_MS) {
      Arrays.fill(slotOf, Long.MIN_VALUE);
      isSettling = jumpMs > 0;
      settle(delayMs, receivedMs);
      return Verdict.CLOCK_STEP;
    }
    if (isSettling) {
      if (Math.abs(delayMs - settlingMs) > LATE_MS) {
        settle(delayMs, receivedMs);
      }
      isSettling = receivedMs - settlingFromMs < SETTLED_AFTER_MS;
      if (isSettling) {
        return Verdict.LATE;
      }
    }
    note(delayMs, receivedMs / SLOT_MS);
    return delayMs - least(receivedMs / SLOT_MS) > LATE_MS ? Verdict.LATE : Verdict.FRESH;
  }

  private void settle(double delayMs, long receivedMs) {
    settlingMs = delayMs;
    settlingFromMs = receivedMs;
  }

  private void note(double delayMs, long slot) {
    int index = (int) Math.floorMod(slot, (long) SLOTS);
    leastMs[index] = slotOf[index] == slot ? Math.min(leastMs[index], delayMs) : delayMs;
    slotOf[index] = slot;
  }

  private double least(long slot) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < SLOTS; i++) {
      if (slotOf[i] > slot - SLOTS) {
        least = Math.min(least, leastMs[i]);
      }
    }
    return least;
  }
}
