package org.havatar.transports.link;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.havatar.transports.wire.Reason;

/** Counts what was dropped, by reason, on any thread; reported once a second, never per packet. */
public final class Drops {
  private final LongAdder[] counts = new LongAdder[Reason.values().length];

  public Drops() {
    Arrays.setAll(counts, i -> new LongAdder());
  }

  public void count(Reason reason) {
    counts[reason.ordinal()].increment();
  }

  public long of(Reason reason) {
    return counts[reason.ordinal()].sum();
  }

  /** All counts above zero. */
  public Map<Reason, Long> snapshot() {
    Map<Reason, Long> all = new EnumMap<>(Reason.class);
    for (Reason reason : Reason.values()) {
      long count = of(reason);
      if (count > 0) {
        all.put(reason, count);
      }
    }
    return all;
  }
}
