package org.havatar.bridge;

import java.util.function.LongSupplier;
import org.havatar.transports.wire.Stamp;

/** A clock that a test moves. Starts shortly before the stamp wraps, where mistakes show. */
final class FakeClock implements LongSupplier {
  private long nowMs = 0xFFFF_FF00L;

  @Override
  public long getAsLong() {
    return nowMs;
  }

  void advance(long byMs) {
    nowMs += byMs;
  }

  Stamp stamp() {
    return StampClock.stampAt(nowMs);
  }
}
