package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/**
 * The same fault in mid-drive, several times, each held against the deadline. A run in which the
 * machine itself faltered is void: it is repeated and counted, and too many void the measurement.
 */
final class StopRuns {
  /** REQUIREMENTS: 250 ms; 20 ms are for taking the times. */
  static final Duration DEADLINE = Duration.ofMillis(250 + 20);

  private static final int TIMES = Integer.getInteger("havatar.faults.times", 3);
  private static final int LEAST_VOIDS_ALLOWED = 5;
  private static final Duration STILL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final String fault;
  private final Scene scene;
  private final SplittableRandom random = new SplittableRandom(7);
  private final List<Long> stopsNs = new ArrayList<>();
  private final List<Long> voidNs = new ArrayList<>();

  StopRuns(String fault, Scene scene) {
    this.fault = fault;
    this.scene = scene;
  }

  /**
   * @param inject causes the fault and returns its moment, System.nanoTime
   * @param repair makes everything well again
   */
  void measure(ToLongFunction<Scene> inject, Runnable repair) {
    int voidsAllowed = Math.max(LEAST_VOIDS_ALLOWED, TIMES / 10);
    while (stopsNs.size() < TIMES) {
      scene.driveAtSpeed();
      Wait.during(Duration.ofMillis(random.nextInt(1, 40))); // any phase of the 50 Hz
      runOnce(inject);
      assertThat(voidNs)
          .as("void runs: this machine is too busy to measure")
          .hasSizeLessThanOrEqualTo(voidsAllowed);
      repair.run();
    }
    report();
    assertThat(stopsNs)
        .as("%s: nanoseconds from the fault to zero output", fault)
        .allSatisfy(ns -> assertThat(ns).isLessThanOrEqualTo(DEADLINE.toNanos()));
    assertThat(scene.wronglyExecuted()).isEmpty();
  }

  private void runOnce(ToLongFunction<Scene> inject) {
    BoardLog board = scene.boardLog();
    try (HiccupMeter meter = HiccupMeter.start()) {
      long fromNs = System.nanoTime();
      long faultNs = inject.applyAsLong(scene);
      Wait.until(fault + ": zero output", PATIENCE, () -> board.output().isZero());
      Wait.during(STILL);
      long stillNs = board.stillSince(faultNs);
      assertThat(board.output().isZero()).as("%s: still %s later", fault, STILL).isTrue();
      boolean faltered =
          !scene.wasAtSpeed(faultNs)
              || meter.sawOneBetween(fromNs, stillNs)
              || board.sawHiccupBetween(fromNs, stillNs);
      (faltered ? voidNs : stopsNs).add(stillNs - faultNs);
    }
  }

  private void report() {
    List<Long> sorted = stopsNs.stream().sorted().toList();
    String line =
        String.format(
            "%s: %d runs, %d void, stopped after min %.1f, median %.1f, max %.1f ms",
            fault,
            sorted.size(),
            voidNs.size(),
            sorted.getFirst() / 1e6,
            sorted.get(sorted.size() / 2) / 1e6,
            sorted.getLast() / 1e6);
    String all =
        fault
            + "\t"
            + String.join(
                "\t", sorted.stream().map(ns -> String.format("%.1f", ns / 1e6)).toList());
    System.out.println(line);
    try {
      Path folder = Files.createDirectories(Checkout.output());
      Files.writeString(
          folder.resolve("stop-times.tsv"),
          all + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
