package org.havatar.relay.node;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares this node's clock with the one that all nodes share. Bookings begin and end by it: two
 * nodes that don't agree would let two drivers in, or nobody. Any thread.
 */
final class ClockComparison {
  /** So much is told to the operator. */
  static final long WARN_MS = 50;

  /** With more than that the node isn't ready. */
  static final long UNFIT_MS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(ClockComparison.class);

  private volatile long aheadMs;

  /**
   * The shared clock was read at some moment between the two of ours: only what lies outside of
   * them is known to be wrong.
   *
   * @param sharedMs epoch milliseconds, as are the others
   */
  void onTold(long sharedMs, long askedMs, long heardMs) {
    long before = aheadMs;
    long now = Math.max(0, askedMs - sharedMs) - Math.max(0, sharedMs - Math.max(askedMs, heardMs));
    aheadMs = now;
    boolean isOff = Math.abs(now) > WARN_MS;
    if (isOff && Math.abs(before) <= WARN_MS) {
      LOG.warn("this node's clock and that of the store are {} ms apart: set them by NTP", now);
    } else if (!isOff && Math.abs(before) > WARN_MS) {
      LOG.info("this node's clock agrees with that of the store again");
    }
  }

  /** How far this node's clock is ahead; negative: behind; 0 as far as is known. */
  long aheadMs() {
    return aheadMs;
  }

  /** Why this node isn't fit to judge bookings, if it isn't. */
  Optional<String> fault() {
    long now = aheadMs;
    return Math.abs(now) <= UNFIT_MS
        ? Optional.empty()
        : Optional.of(
            "This node's clock is %d ms %s that of the store. Set it by NTP."
                .formatted(Math.abs(now), now > 0 ? "ahead of" : "behind"));
  }
}
