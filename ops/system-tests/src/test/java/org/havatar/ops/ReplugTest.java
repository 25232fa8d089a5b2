package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.HiccupMeter;
import org.havatar.ops.judge.Measured;
import org.havatar.ops.kit.Footprint;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.LatchKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The serial cable is pulled and plugged in again in mid-drive, and the board restarts in
 * mid-drive, again and again: the motors stop in time, nothing old is executed, the drive is taken
 * up again, and the bridge holds no more than before.
 */
final class ReplugTest {
  private static final int TIMES = Integer.getInteger("havatar.replugs.times", 8);
  private static final int RESTARTS = Math.clamp(TIMES / 5, 3, 20);
  private static final Duration REOPENS_WITHIN = Duration.ofMillis(1700);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Garbage collection may keep a descriptor of a closed port for a while; no more than these. */
  private static final int SLACK = 3;

  @RegisterExtension private final OpenScene opened = OpenScene.forEachTest();

  private final SplittableRandom random = new SplittableRandom(11);
  private final Measured stops = new Measured();
  private final Measured reopenings = new Measured();
  private int voids;

  @Test
  void aCableThatIsPulledAgainAndAgainHealsEachTime() {
    scene().driveAtSpeed();
    pullAndPlug(); // what is made once, is made now
    Footprint before = Footprint.of(scene().bridge());
    while (stops.count() < TIMES) {
      pullAndPlug();
    }
    Footprint after = Footprint.of(scene().bridge());
    System.out.printf(
        "replugs: stopped after %s, void %d%nreplugs: reopened after %s, %s before, %s after%n",
        stops.describe(), voids, reopenings.describe(), before, after);
    assertThat(stops.above(StopRuns.DEADLINE.toNanos())).as(stops.describe()).isZero();
    assertThat(reopenings.above(REOPENS_WITHIN.toNanos())).as(reopenings.describe()).isZero();
    assertThat(voids).as("void runs").isLessThanOrEqualTo(Math.max(5, TIMES / 10));
    assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + SLACK);
    assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + SLACK);
    assertThat(scene().wronglyExecuted()).isEmpty();
  }

  private void pullAndPlug() {
    BoardLog board = scene().boardLog();
    scene().driveAtSpeed();
    Wait.during(Duration.ofMillis(random.nextInt(1, 40)));
    try (HiccupMeter meter = HiccupMeter.start()) {
      long fromNs = System.nanoTime();
      long pulledNs = scene().tellBoard("unplug");
      Wait.until("zero output", PATIENCE, () -> board.output().isZero());
      Wait.during(Duration.ofMillis(random.nextInt(1, 600)));
      long stillNs = board.stillSince(pulledNs);
      boolean faltered =
          !scene().wasAtSpeed(pulledNs)
              || meter.sawOneBetween(fromNs, stillNs)
              || board.sawHiccupBetween(fromNs, stillNs);
      if (faltered) {
        voids++;
      } else {
        stops.add(stillNs - pulledNs);
      }
    }
    long pluggedNs = scene().tellBoard("replug");
    // The bridge's first word after each opening is a stop.
    Wait.until("reopened", PATIENCE, () -> !board.notesSince(pluggedNs, "stop").isEmpty());
    reopenings.add(board.notesSince(pluggedNs, "stop").getFirst().atNs() - pluggedNs);
    assertFirstIsNeutral(pluggedNs);
  }

  /** Whatever the driver holds: a board that lost its cable wants a neutral first. */
  private void assertFirstIsNeutral(long sinceNs) {
    scene().driver().hold(0, 0);
    BoardLog board = scene().boardLog();
    Wait.until(
        "a setpoint again",
        PATIENCE,
        () -> !board.since(sinceNs, BoardLog.Setpoint.class).isEmpty());
    assertThat(board.since(sinceNs, BoardLog.Setpoint.class).getFirst().moves()).isFalse();
  }

  @Test
  void aBoardThatRestartsAgainAndAgainWaitsForItsDriverEachTime() {
    for (int i = 0; i < RESTARTS; i++) {
      restart();
    }
    System.out.printf("board restarts: stopped after %s%n", stops.describe());
    assertThat(stops.above(StopRuns.DEADLINE.toNanos())).as(stops.describe()).isZero();
    assertThat(scene().wronglyExecuted()).isEmpty();
  }

  private void restart() {
    BoardLog board = scene().boardLog();
    scene().driveAtSpeed();
    Wait.during(Duration.ofMillis(random.nextInt(1, 40)));
    long restartedNs = scene().tellBoard("reboot");
    Wait.until("zero output", PATIENCE, () -> board.output().isZero());
    // The driver holds on to the control: that alone must not move the robot again.
    Wait.until("a stop latch", PATIENCE, () -> scene().driver().view().latch() == LatchKind.STOP);
    Wait.during(Duration.ofMillis(300));
    assertThat(board.output().isZero()).isTrue();
    stops.add(board.stillSince(restartedNs) - restartedNs);
  }

  private Scene scene() {
    return opened.get();
  }
}
