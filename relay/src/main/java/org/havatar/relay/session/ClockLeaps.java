package org.havatar.relay.session;

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

  private volatile Leap newest = new Leap(0, 0);

  synchronized void report(long byMs) {
    newest = new Leap(newest.number() + 1, byMs);
  }

  Leap newest() {
    return newest;
  }
}
