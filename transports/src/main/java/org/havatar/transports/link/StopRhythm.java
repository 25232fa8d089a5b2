package org.havatar.transports.link;

/**
 * When whoever stops something says so again, until it is confirmed (PROTOCOL.md §8). TCP notices a
 * lost segment that nothing follows after 200 ms at the earliest; what follows soon shows the loss
 * within a round trip.
 */
public final class StopRhythm {
  private static final long SOON_MS = 20;
  private static final int TIMES_SOON = 2;
  private static final long THEN_MS = 100;

  private StopRhythm() {}

  /**
   * Milliseconds from the newest sending to the next one.
   *
   * @param sent how often it was sent, at least 1
   */
  public static long gapMs(int sent) {
    return sent <= TIMES_SOON ? SOON_MS : THEN_MS;
  }
}
