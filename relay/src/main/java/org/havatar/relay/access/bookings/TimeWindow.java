package org.havatar.relay.access.bookings;

import java.time.Instant;

/**
 * A half-open time: its first millisecond belongs to it, {@code untilMs} does not any more.
 *
 * @param fromMs epoch milliseconds
 * @param untilMs epoch milliseconds, after {@code fromMs}
 */
public record TimeWindow(long fromMs, long untilMs) implements Comparable<TimeWindow> {
  public TimeWindow {
    if (fromMs >= untilMs) {
      throw new IllegalArgumentException("a window ends after it begins");
    }
  }

  public long lengthMs() {
    return untilMs - fromMs;
  }

  public boolean contains(long ms) {
    return fromMs <= ms && ms < untilMs;
  }

  public boolean overlaps(TimeWindow other) {
    return fromMs < other.untilMs && other.fromMs < untilMs;
  }

  public boolean isOver(long nowMs) {
    return nowMs >= untilMs;
  }

  @Override
  public int compareTo(TimeWindow other) {
    return Long.compare(fromMs, other.fromMs);
  }

  /** As people and the audit log read it. */
  @Override
  public String toString() {
    return Instant.ofEpochMilli(fromMs) + "/" + Instant.ofEpochMilli(untilMs);
  }
}
