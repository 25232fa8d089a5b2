package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.HiccupMeter;
import org.havatar.ops.judge.Measured;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Wait;

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
  private final Measured stops = new Measured();
  private final Measured voids = new Measured();
  private boolean mendsAtOnce;

  StopRuns(String fault, Scene scene) {
    this.fault = fault;
    this.scene = scene;
  }

  /** What is broken may be mended while it is watched that the motors stay still. */
  StopRuns mendingAtOnce() {
    mendsAtOnce = true;
    return this;
  }

  /**
   * @param inject causes the fault and returns its moment, System.nanoTime
   * @param mend makes everything well again
   */
  void measure(ToLongFunction<Scene> inject, Runnable mend) {
    int voidsAllowed = Math.max(LEAST_VOIDS_ALLOWED, TIMES / 10);
    while (stops.count() < TIMES) {
      scene.driveAtSpeed();
      Wait.during(Duration.ofMillis(random.nextInt(1, 40))); // any phase of the 50 Hz
      runOnce(inject, mend);
      assertThat(voids.count())
          .as("void runs: this machine is too busy to measure")
          .isLessThanOrEqualTo(voidsAllowed);
    }
    report();
    assertThat(stops.above(DEADLINE.toNanos()))
        .as("%s: later than %s: %s", fault, DEADLINE, stops.describe())
        .isZero();
    assertThat(scene.wronglyExecuted()).isEmpty();
  }

  private void runOnce(ToLongFunction<Scene> inject, Runnable mend) {
    BoardLog board = scene.boardLog();
    try (HiccupMeter meter = HiccupMeter.start()) {
      long fromNs = System.nanoTime();
      long faultNs = inject.applyAsLong(scene);
      Wait.until(fault + ": zero output", PATIENCE, () -> board.output().isZero());
      long zeroNs = System.nanoTime();
      if (mendsAtOnce) {
        mend.run();
      }
      Wait.during(STILL.minusNanos(Math.min(STILL.toNanos(), System.nanoTime() - zeroNs)));
      long stillNs = board.stillSince(faultNs);
      assertThat(board.output().isZero()).as("%s: still %s later", fault, STILL).isTrue();
      boolean faltered =
          !scene.wasAtSpeed(faultNs)
              || meter.sawOneBetween(fromNs, stillNs)
              || board.sawHiccupBetween(fromNs, stillNs);
      (faltered ? voids : stops).add(stillNs - faultNs);
      if (!mendsAtOnce) {
        mend.run();
      }
    }
  }

  private void report() {
    System.out.printf(
        "%s: stopped after %s, late %d, void %d%n",
        fault, stops.describe(), stops.above(DEADLINE.toNanos()), voids.count());
  }
}
