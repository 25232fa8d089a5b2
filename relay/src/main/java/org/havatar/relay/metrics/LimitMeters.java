package org.havatar.relay.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.havatar.relay.limits.Limit;
import org.havatar.relay.limits.LimitMeasures;

/** Which limit refused something, and which was decided without the other nodes. Any thread. */
final class LimitMeters implements LimitMeasures {
  private final Map<Limit, Counter> refused = new EnumMap<>(Limit.class);
  private final Map<Limit, Counter> unshared = new EnumMap<>(Limit.class);

  LimitMeters(MeterRegistry registry) {
    for (Limit limit : Limit.values()) {
      refused.put(limit, registry.counter("havatar.limits.refused", "limit", limit.label()));
      unshared.put(limit, registry.counter("havatar.limits.unshared", "limit", limit.label()));
    }
  }

  @Override
  public void refused(Limit limit) {
    count(refused, limit);
  }

  @Override
  public void unshared(Limit limit) {
    count(unshared, limit);
  }

  private static void count(Map<Limit, Counter> all, Limit limit) {
    Counter counter = all.get(limit);
    if (counter != null) {
      counter.increment();
    }
  }
}
