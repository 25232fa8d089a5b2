package org.havatar.relay.session.connection;

/**
 * What robots' stamps showed of the node's clock: that it stood still while they went on. One loop
 * notices it, all are told, because they have the same clock. Any thread.
 */
public final class ClockLeaps {
  /**
   * The newest leap.
   *
   * @param number of leaps so far
   * @param byMs how long the clock stood still
   */
  public record Leap(long number, long byMs) {}

  private volatile Leap newest = new Leap(0, 0);

  public synchronized void report(long byMs) {
    newest = new Leap(newest.number() + 1, byMs);
  }

  public Leap newest() {
    return newest;
  }
}
