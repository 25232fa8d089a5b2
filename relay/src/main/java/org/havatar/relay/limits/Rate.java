package org.havatar.relay.limits;

/**
 * A token bucket's figures.
 *
 * @param perSecond at least 1
 * @param burst at once after a quiet time, at least 1
 */
public record Rate(int perSecond, int burst) {
  public Rate {
    if (perSecond < 1 || burst < 1) {
      throw new IllegalArgumentException("a rate is at least 1");
    }
  }

  /** For which the burst would last at that rate, at least a second. */
  long windowMs() {
    return Math.max(1000, Math.ceilDiv(burst * 1000L, perSecond));
  }

  /** The most that one bucket lets through in {@link #windowMs()}. */
  long mostInWindow() {
    return burst + perSecond * windowMs() / 1000;
  }
}
