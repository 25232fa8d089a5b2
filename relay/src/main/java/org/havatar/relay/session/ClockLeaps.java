package org.havatar.relay.session;

import java.util.concurrent.atomic.AtomicReference;

/**
 * What robots' stamps showed of the node's clock: that it stood still while they went on. One loop
 * notices it, all are told, because they have the same clock. Any thread.
 */
public final class ClockLeaps {
  /**
   * @param number of leaps so far
   * @param byMs how long the clock stood still
   */
  record Leap(long number, long byMs) {}

  private final AtomicReference<Leap> newest = new AtomicReference<>(new Leap(0, 0));

  void report(long byMs) {
    newest.updateAndGet(before -> new Leap(before.number() + 1, byMs));
  }

  Leap newest() {
    return newest.get();
  }
}
