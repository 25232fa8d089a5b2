package org.havatar.relay.node;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns that what sessions ask of the store fails: once a second at most, since whoever sends
 * messages makes them ask. Any thread.
 */
final class StoreTrouble {
  static final long EVERY_MS = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(StoreTrouble.class);

  private final LongSupplier monotonicMs;
  private boolean hasTold; // guarded by this
  private long toldMs; // guarded by this
  private long untold; // guarded by this

  StoreTrouble(LongSupplier monotonicMs) {
    this.monotonicMs = monotonicMs;
  }

  /**
   * @param what failed, with {} for the reason
   */
  synchronized void tell(String what, Throwable cause) {
    untold++;
    long nowMs = monotonicMs.getAsLong();
    if (!hasTold || nowMs - toldMs >= EVERY_MS) {
      LOG.atWarn().addKeyValue("failures", untold).log(what, cause.toString());
      hasTold = true;
      toldMs = nowMs;
      untold = 0;
    }
  }
}
