package org.havatar.bridge;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one duty again and again. What it throws, an Error too, is told and ends nothing: neither
 * the duties that come after it nor its own next turn. Not thread-safe.
 */
final class FaultBarrier {
  /** A duty that fails at each tick is told this often at most, with a count. */
  static final int TELL_AGAIN_MS = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(FaultBarrier.class);

  private final String duty;
  private final LongSupplier clock;
  private long untold;
  private long tellAtMs;

  /**
   * @param duty as the subject of a sentence
   */
  FaultBarrier(String duty, LongSupplier clock) {
    this.duty = duty;
    this.clock = clock;
    this.tellAtMs = clock.getAsLong();
  }

  /** Does it, or tells why not. */
  void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      tell(e);
    }
  }

  private void tell(Throwable fault) {
    untold++;
    long nowMs = clock.getAsLong();
    if (nowMs - tellAtMs >= 0) {
      LOG.error("{} failed ({} times); going on", duty, untold, fault);
      untold = 0;
      tellAtMs = nowMs + TELL_AGAIN_MS;
    }
  }
}
