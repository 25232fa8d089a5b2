package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.HiccupMeter;
import org.havatar.ops.judge.Measured;
import org.havatar.ops.kit.LossyHop;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.Presser;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Wait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A watcher presses stop over a path with a round trip of 40 ms, and exactly the segment with the
 * STOP is lost. TCP alone would notice that after 200 ms; what follows soon shows it.
 */
final class LostStopTest {
  private static final Duration EACH_WAY = Duration.ofMillis(20);
  private static final Duration DEADLINE = EACH_WAY.multipliedBy(2).plusMillis(60);
  private static final int TIMES = Integer.getInteger("havatar.lost.stops.times", 5);
  private static final int VOIDS_ALLOWED = 5 + TIMES / 2;
  private static final Duration FIRST_WITHIN = Duration.ofMillis(15);
  private static final Duration STILL = Duration.ofMillis(300);

  @RegisterExtension private final OpenScene opened = OpenScene.forEachTest();
  private final SplittableRandom random = new SplittableRandom(5);
  private final Measured stops = new Measured();
  private final Measured voids = new Measured();

  @Test
  void theMotorsStopInTimeAlthoughTheSegmentWithTheStopIsLost() {
    Scene scene = opened.get();
    try (LossyHop hop = LossyHop.to(scene.relayPort(), EACH_WAY, scene.folder());
        Presser presser = new Presser(scene.api(hop.port()), random)) {
      while (stops.count() < TIMES) {
        scene.driveAtSpeed();
        runOnce(scene, hop, presser);
        assertThat(voids.count())
            .as("void runs: this machine is too busy to measure")
            .isLessThanOrEqualTo(VOIDS_ALLOWED);
      }
    }
    System.out.printf("lost STOP: stopped after %s, void %d%n", stops.describe(), voids.count());
    assertThat(stops.above(DEADLINE.toNanos()))
        .as("later than %s: %s", DEADLINE, stops.describe())
        .isZero();
    assertThat(scene.wronglyExecuted()).isEmpty();
  }

  private void runOnce(Scene scene, LossyHop hop, Presser presser) {
    int lostBefore = hop.lostNs().size();
    Wait.during(Duration.ofMillis(random.nextInt(1, 120))); // any phase of setpoints and pings
    try (HiccupMeter meter = HiccupMeter.start()) {
      hop.loseNext();
      long fromNs = System.nanoTime();
      Presser.Press press = presser.press();
      Wait.during(STILL);
      BoardLog board = scene.boardLog();
      long stillNs = board.stillSince(press.sentNs());
      assertThat(board.output().isZero()).as("still stopped").isTrue();
      assertThat(hop.lostNs()).as("segments lost").hasSize(lostBefore + 1);
      long lostAfterNs = hop.lostNs().getLast() - press.sentNs();
      boolean faltered =
          lostAfterNs < 0 // a ping's
              || lostAfterNs >= FIRST_WITHIN.toNanos() // a repetition's
              || !scene.wasAtSpeed(press.sentNs())
              || meter.sawOneBetween(fromNs, stillNs)
              || board.sawHiccupBetween(fromNs, stillNs);
      (faltered ? voids : stops).add(stillNs - press.sentNs());
    }
  }
}
