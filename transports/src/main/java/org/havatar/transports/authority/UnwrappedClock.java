package org.havatar.transports.authority;

import org.havatar.transports.wire.Stamp;

/**
 * Makes a 64-bit millisecond count of 32-bit stamps, so that a latch may stand for longer than the
 * 24 days that serial arithmetic can tell apart. Must be read at least that often.
 */
final class UnwrappedClock {
  private Stamp last;
  private long millis;

  UnwrappedClock(Stamp start) {
    last = start;
  }

  /** Advances to {@code now}; a stamp that goes back is taken as no progress. */
  long read(Stamp now) {
    int stepMs = now.ageMsOf(last);
    if (stepMs > 0) {
      millis += stepMs;
      last = now;
    }
    return millis;
  }

  Stamp newest() {
    return last;
  }
}
