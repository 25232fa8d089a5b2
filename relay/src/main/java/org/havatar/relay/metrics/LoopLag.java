package org.havatar.relay.metrics;

import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How late the ticks of one event loop come: what every command on it waits. On its loop. */
public final class LoopLag {
  private final Timer lag;
  private final LongSupplier monotonicNs;
  private final long periodNs;
  private long dueNs;

  LoopLag(Timer lag, LongSupplier monotonicNs, long periodMs) {
    this.lag = lag;
    this.monotonicNs = monotonicNs;
    this.periodNs = TimeUnit.MILLISECONDS.toNanos(periodMs);
    this.dueNs = monotonicNs.getAsLong() + periodNs;
  }

  /** A tick came. One that was missed is not owed. */
  public void onTick() {
    long nowNs = monotonicNs.getAsLong();
    lag.record(Math.max(0, nowNs - dueNs), TimeUnit.NANOSECONDS);
    dueNs = nowNs + periodNs;
  }
}
