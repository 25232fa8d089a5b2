package org.havatar.ops.judge;

import java.util.ArrayList;
import java.util.List;

/** Durations of one thing, in nanoseconds. From any thread. */
public final class Measured {
  private final List<Long> ns = new ArrayList<>();

  public synchronized void add(long durationNs) {
    ns.add(durationNs);
  }

  public synchronized int count() {
    return ns.size();
  }

  public synchronized List<Long> sorted() {
    return ns.stream().sorted().toList();
  }

  /**
   * Nearest rank: the least duration that {@code percent} of all don't exceed.
   *
   * @param percent above 0, at most 100
   */
  public double percentileMs(int percent) {
    List<Long> all = sorted();
    if (all.isEmpty()) {
      throw new IllegalStateException("nothing was measured");
    }
    return all.get((all.size() * percent + 99) / 100 - 1) / 1e6;
  }

  public double leastMs() {
    return sorted().getFirst() / 1e6;
  }

  public double mostMs() {
    return percentileMs(100);
  }

  /** How many exceed that. */
  public long above(long limitNs) {
    return sorted().stream().filter(each -> each > limitNs).count();
  }

  /** For a person. */
  public String describe() {
    return String.format(
        "n %d  min %.2f  p50 %.2f  p90 %.2f  p99 %.2f  max %.2f ms",
        count(), leastMs(), percentileMs(50), percentileMs(90), percentileMs(99), mostMs());
  }
}
