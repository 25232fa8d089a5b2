package org.havatar.bridge;

import java.util.function.LongSupplier;
import org.havatar.transports.clock.BootTimeClock;
import org.havatar.transports.wire.Stamp;

/**
 * The robot's own milliseconds (PROTOCOL.md §2): monotonic, counting suspend and a frozen process,
 * starting anywhere. The low 32 bits are the stamp. Any thread.
 */
final class StampClock implements LongSupplier {
  private final BootTimeClock clock;

  private StampClock(BootTimeClock clock) {
    this.clock = clock;
  }

  /**
   * The machine's clock.
   *
   * @param startMs the first reading
   */
  static StampClock ofThisMachine(long startMs) {
    return new StampClock(BootTimeClock.ofThisMachine(startMs));
  }

  /** The stamp of a reading of this clock. */
  static Stamp stampAt(long nowMs) {
    return new Stamp((int) nowMs);
  }

  @Override
  public long getAsLong() {
    return clock.getAsLong();
  }
}
