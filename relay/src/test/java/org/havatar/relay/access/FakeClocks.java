package org.havatar.relay.access;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.havatar.relay.access.port.Clocks;

/** Clocks that a test moves; both together. */
public final class FakeClocks {
  private final AtomicLong monotonicMs = new AtomicLong(5_000_000);
  private final AtomicLong epochMs =
      new AtomicLong(Instant.parse("2026-03-01T12:00:00Z").toEpochMilli());

  public Clocks clocks() {
    return new Clocks(monotonicMs::get, () -> Instant.ofEpochMilli(epochMs.get()));
  }

  public void passMs(long ms) {
    monotonicMs.addAndGet(ms);
    epochMs.addAndGet(ms);
  }

  public long monotonicMs() {
    return monotonicMs.get();
  }
}
