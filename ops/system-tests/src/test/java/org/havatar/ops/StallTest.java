package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Wait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Any hop that stands still and then delivers everything it held: the driver goes on sending all
 * the while, and nothing of it is executed late. After three seconds the failsafe latch holds what
 * the age check would let through; after a short stall nothing but the age check does.
 */
final class StallTest {
  private static final Duration STALL = Duration.ofSeconds(3);
  private static final Duration SHORT_STALL = Duration.ofMillis(700);
  private static final int SHORT_STALLS = 3;
  private static final Duration AFTERWARDS = Duration.ofSeconds(3);
  private static final Duration STANDS_WITHIN = Duration.ofSeconds(1);

  @RegisterExtension private static final OpenScene OPENED = OpenScene.forAllTests();

  @Test
  void nothingOldIsExecutedAfterTheSerialLineStalled() {
    assertNothingOld(
        () -> scene().tellBoard("stall " + STALL.toMillis()),
        () -> scene().tellBoard("stall " + SHORT_STALL.toMillis()),
        () -> {});
  }

  @Test
  void nothingOldIsExecutedAfterTheBridgeWasFrozen() {
    assertNothingOld(scene().bridge()::freeze, scene().bridge()::thaw);
  }

  @Test
  void nothingOldIsExecutedAfterTheRelayWasFrozen() {
    assertNothingOld(scene().relay()::freeze, scene().relay()::thaw);
  }

  @Test
  void nothingOldIsExecutedAfterTheClientsPathStalled() {
    assertNothingOld(scene().clientHop()::hold, scene().clientHop()::release);
  }

  @Test
  void nothingOldIsExecutedAfterTheRobotsPathStalled() {
    assertNothingOld(scene().robotHop()::hold, scene().robotHop()::release);
  }

  private void assertNothingOld(Runnable stall, Runnable release) {
    assertNothingOld(stall, stall, release);
  }

  private void assertNothingOld(Runnable stall, Runnable shortStall, Runnable release) {
    BoardLog board = scene().boardLog();
    scene().driveAtSpeed();
    stall.run();
    Wait.until("zero output", STANDS_WITHIN, () -> board.output().isZero());
    long zeroNs = System.nanoTime();
    Wait.during(STALL);
    release.run();
    Wait.during(AFTERWARDS); // the driver still demands full speed, with fresh commands too
    assertThat(board.movedBetween(zeroNs, System.nanoTime()))
        .as("moved after a silence of over a second, without a neutral")
        .isFalse();
    assertThat(scene().wronglyExecuted()).isEmpty();

    for (int i = 0; i < SHORT_STALLS; i++) {
      scene().driveAtSpeed();
      shortStall.run();
      Wait.during(SHORT_STALL);
      release.run();
      Wait.during(SHORT_STALL);
    }
    scene().driveAtSpeed();
    assertThat(scene().wronglyExecuted()).isEmpty();
  }

  private Scene scene() {
    return OPENED.get();
  }
}
