package org.havatar.relay.log;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import org.slf4j.spi.NOPLoggingEventBuilder;

/**
 * A kind of line that somebody else can have written as often as they like, by what they send. The
 * first is written at once, then one in {@link #EVERY_MS} at most; it says under {@code more} how
 * many were left out before it. Any thread; one for the whole node, else each loop writes its own.
 */
public final class GatheredLog {
  /** Between two lines of a kind. */
  public static final long EVERY_MS = 1000;

  private final Logger log;
  private final LongSupplier monotonicMs;
  private boolean hasWritten;
  private long writtenMs;
  private long leftOut;

  public GatheredLog(Logger log, LongSupplier monotonicMs) {
    this.log = log;
    this.monotonicMs = monotonicMs;
  }

  public LoggingEventBuilder atInfo() {
    return at(Level.INFO);
  }

  public LoggingEventBuilder atWarn() {
    return at(Level.WARN);
  }

  /** For faults of our own that a request can bring about; never for what is wrong in a request. */
  public LoggingEventBuilder atError() {
    return at(Level.ERROR);
  }

  private LoggingEventBuilder at(Level level) {
    if (!log.isEnabledForLevel(level)) {
      return NOPLoggingEventBuilder.singleton();
    }
    long more = admit(monotonicMs.getAsLong());
    if (more < 0) {
      return NOPLoggingEventBuilder.singleton();
    }
    LoggingEventBuilder line = log.atLevel(level);
    return more == 0 ? line : line.addKeyValue("more", more);
  }

  /** How many were left out since the last line; -1: this one is left out, too. */
  private synchronized long admit(long nowMs) {
    if (hasWritten && nowMs - writtenMs < EVERY_MS) {
      leftOut++;
      return -1;
    }
    long more = leftOut;
    hasWritten = true;
    writtenMs = nowMs;
    leftOut = 0;
    return more;
  }
}
