package org.havatar.relay.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;

/** Bounds of the histograms: where the promises lie, so that a bucket answers whether one holds. */
final class Buckets {
  /** A node's own share; a tenth of a millisecond is usual, over 10 ms somebody waits. */
  static final Buckets OWN_SHARE =
      new Buckets(10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000);

  static final Buckets ROUND_TRIP =
      new Buckets(
          1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 150_000, 200_000, 500_000, 1_000_000);

  /** 150 ms: full speed until here; 800 ms: no speed at all (PROTOCOL.md §7). */
  static final Buckets LOOP_AGE =
      new Buckets(10_000, 20_000, 50_000, 100_000, 150_000, 200_000, 300_000, 500_000, 800_000);

  /** 250 ms: the failsafe's own bound; 500 ms: the person is told "NOT confirmed". */
  static final Buckets STOP =
      new Buckets(20_000, 50_000, 100_000, 150_000, 200_000, 250_000, 500_000, 1_000_000);

  /** 400 ms: the loop counts as frozen. */
  static final Buckets LOOP_LAG =
      new Buckets(1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 400_000, 1_000_000);

  /** A request or the store. */
  static final Buckets REQUEST =
      new Buckets(1000, 5000, 10_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000);

  private final Duration[] bounds;

  private Buckets(long... boundsUs) {
    bounds =
        Arrays.stream(boundsUs)
            .mapToObj(us -> Duration.ofNanos(us * 1000))
            .toArray(Duration[]::new);
  }

  Timer timer(MeterRegistry registry, String name, String help, String... labels) {
    return Timer.builder(name)
        .description(help)
        .tags(labels)
        .serviceLevelObjectives(bounds)
        .register(registry);
  }
}
