package org.havatar.relay.session.older;

/**
 * Judges a connection's commands by their sender's own time stamps, whatever that clock shows: what
 * counts is how much later than the quickest one so far a command arrived (PROTOCOL.md §11).
 *
 * <p>A delay that grew never becomes the new measure: a clock that was set back looks like commands
 * that wait in their sender's own program, for as long as they wait. Only the former delay, or a
 * new connection, opens the way again.
 */
final class SendDelay {
  static final long LATE_MS = 800;

  /** So much quicker, within a second, than the quickest before is no mere luck of the network. */
  static final long EARLY_MS = 100;

  static final long EARLY_WITHIN_MS = 1000;

  /** Upper bound on how fast two clocks drift apart: each is slewed by at most 500 ppm. */
  static final double DRIFT_MS_PER_MS = 0.001;

  /** However long nothing was heard: drift excuses no more than this. */
  static final double MOST_DRIFT_MS = LATE_MS;

  enum Verdict {
    FRESH,
    LATE,
    /**
     * Much quicker than all before: those were older than they seemed. Our own clock stood still
     * meanwhile, or the sender's was set forward.
     */
    EARLY
  }

  private double leastMs = Double.NaN;
  private long leastAtMs;

  /** The least of a while ago. */
  private double formerMs;

  private long formerAtMs;
  private boolean isLate;

  /** Late for ever. */
  private boolean isVoid;

  /**
   * @param sentMs on the sender's clock
   * @param receivedMs the node's monotonic milliseconds, which no clock step of ours disturbs
   */
  Verdict judge(double sentMs, long receivedMs) {
    double delayMs = receivedMs - sentMs;
    if (isVoid || !Double.isFinite(delayMs)) {
      return Verdict.LATE;
    }
    if (Double.isNaN(leastMs)) {
      begin(delayMs, receivedMs);
      return Verdict.FRESH;
    }
    double driftMs = Math.min((receivedMs - leastAtMs) * DRIFT_MS_PER_MS, MOST_DRIFT_MS);
    if (delayMs - leastMs - driftMs > LATE_MS) {
      isLate = true;
      return Verdict.LATE;
    }
    // A clock that is set forward while commands wait hides how long they did.
    isVoid = isLate && leastMs - delayMs > EARLY_MS;
    isLate = isVoid;
    if (receivedMs - formerAtMs >= EARLY_WITHIN_MS) {
      formerMs = leastMs;
      formerAtMs = receivedMs;
    }
    if (delayMs <= leastMs + driftMs) {
      leastMs = delayMs;
      leastAtMs = receivedMs;
    }
    if (formerMs - delayMs > EARLY_MS) {
      begin(delayMs, receivedMs);
      return isVoid ? Verdict.LATE : Verdict.EARLY;
    }
    return Verdict.FRESH;
  }

  /** A command without a stamp: as late as the last one that had one. */
  Verdict judgeUnstamped() {
    return isLate ? Verdict.LATE : Verdict.FRESH;
  }

  /** Our own clock stood still for so long: from now on everything seems that much quicker. */
  void onLeap(long byMs) {
    leastMs -= byMs;
    formerMs -= byMs;
  }

  private void begin(double delayMs, long receivedMs) {
    leastMs = delayMs;
    leastAtMs = receivedMs;
    formerMs = delayMs;
    formerAtMs = receivedMs;
  }
}
