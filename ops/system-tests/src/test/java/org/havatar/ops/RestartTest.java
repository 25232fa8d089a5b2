package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.LatchKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A part that starts anew in mid-drive executes nothing old, and the drive can be taken up again.
 */
final class RestartTest {
  private static final Duration DEMANDING_ON = Duration.ofSeconds(2);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(20);

  @RegisterExtension private final OpenScene opened = OpenScene.forEachTest();

  @Test
  void theDriveIsTakenUpAgainAfterTheBridgeWasRestarted() {
    assertTakenUpAgain(
        () -> {
          scene().bridge().kill();
          scene().restartBridge();
        },
        LatchKind.STOP);
  }

  @Test
  void theDriveIsTakenUpAgainAfterTheBoardRestarted() {
    assertTakenUpAgain(() -> scene().tellBoard("reboot"), LatchKind.STOP);
  }

  @Test
  void theDriveIsTakenUpAgainAfterTheRelayWasRestarted() {
    assertTakenUpAgain(
        () -> {
          scene().relay().kill();
          scene().restartRelay();
        },
        LatchKind.FAILSAFE);
  }

  @Test
  void theRelayLeavesWithinFiveSecondsOfSigterm() {
    scene().driveAtSpeed();
    assertThat(scene().relay().terminate(Duration.ofSeconds(5))).isTrue();
    Wait.until("zero output", Duration.ofSeconds(1), () -> scene().boardLog().output().isZero());
  }

  @Test
  void theBridgeStopsTheMotorsBeforeItLeavesWithinTwoSecondsOfSigterm() {
    scene().driveAtSpeed();
    long fromNs = System.nanoTime();
    assertThat(scene().bridge().terminate(Duration.ofSeconds(2))).isTrue();
    assertThat(scene().boardLog().output().isZero()).isTrue();
    assertThat(scene().boardLog().notesSince(fromNs, "stop"))
        .anySatisfy(stop -> assertThat(stop.text("cause")).isEqualTo("shutdown"));
  }

  private void assertTakenUpAgain(Runnable restart, LatchKind expected) {
    BoardLog board = scene().boardLog();
    scene().driveAtSpeed();
    restart.run();
    Wait.until("zero output", Duration.ofSeconds(1), () -> board.output().isZero());
    long zeroNs = System.nanoTime();
    scene().driver().hold(Scene.FULL_PERMILLE, Scene.FULL_PERMILLE);
    scene().awaitDriverConnected();
    Wait.until("the robot with its board", BACK_WITHIN, scene().driver()::seesBoard);
    Wait.during(DEMANDING_ON);
    assertThat(board.movedBetween(zeroNs, System.nanoTime())).isFalse();
    assertThat(scene().driver().view().latch()).isEqualTo(expected);

    scene().driveAtSpeed();
    assertThat(scene().wronglyExecuted()).isEmpty();
  }

  private Scene scene() {
    return opened.get();
  }
}
