package org.havatar.bridge;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Lines about what strangers can cause as often as they like: a few at once, then the newest once a
 * second, with how many were left out. On the event loop.
 */
final class SparseLog {
  static final long EVERY_MS = 1000;

  /** What belongs together, such as a drive that begins and ends, is told together. */
  static final int AT_ONCE = 5;

  private final Logger log;
  private final String robotId;

  /** Each line takes a second of this; up to {@link #AT_ONCE} seconds may be taken in advance. */
  private long paidUntilMs = Long.MIN_VALUE;

  private long untold;
  private Consumer<LoggingEventBuilder> newest = ignored -> {};

  SparseLog(Logger log, String robotId) {
    this.log = log;
    this.robotId = robotId;
  }

  /**
   * @param line completes and logs it, when it is written
   */
  void tell(Consumer<LoggingEventBuilder> line, long nowMs) {
    untold++;
    newest = line;
    onTick(nowMs);
  }

  /** To be called at least every few milliseconds. */
  void onTick(long nowMs) {
    if (untold > 0 && paidUntilMs <= nowMs + (AT_ONCE - 1) * EVERY_MS) {
      LoggingEventBuilder event = log.atInfo().addKeyValue("robot", robotId);
      newest.accept(untold == 1 ? event : event.addKeyValue("leftOut", untold - 1));
      paidUntilMs = Math.max(paidUntilMs, nowMs) + EVERY_MS;
      untold = 0;
    }
  }
}
