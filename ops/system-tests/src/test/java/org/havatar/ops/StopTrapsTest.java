package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.BoardLog.Setpoint;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.Presser;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.TakeLease;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever might undo a pressed stop by accident does not, and the driver can release it themself
 * each time (PROTOCOL.md §8).
 */
final class StopTrapsTest {
  private static final Duration A_WHILE = Duration.ofSeconds(1);
  private static final Duration IN_FLIGHT = Duration.ofMillis(300);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(20);
  private static final int LONG_TTL_MS = 800;

  /** No two presses of the class have the same number: a robot knows the former ones. */
  private static final SplittableRandom RANDOM = new SplittableRandom(3);

  @RegisterExtension private static final OpenScene OPENED = OpenScene.forAllTests();
  private Scene scene;
  private Presser presser;

  @BeforeEach
  void open() {
    scene = OPENED.get();
    presser = new Presser(scene, RANDOM.split());
    scene.driveAtSpeed();
  }

  @AfterEach
  void close() {
    presser.close();
  }

  @Test
  void theNeutralsOfAnIdleJoystickDoNotReleaseAPressedStop() {
    long stoppedNs = presser.press().confirmedNs();
    scene.driver().hold(0, 0);
    Wait.during(A_WHILE);
    assertStillStopped(stoppedNs);
    assertReArms();
  }

  @Test
  void aNeutralInFlightDoesNotReleaseAPressedStop() {
    scene.driver().timeToLive(LONG_TTL_MS); // else it would be refused for its age alone
    scene.driver().hold(0, 0);
    Wait.during(Duration.ofMillis(40));
    scene.clientHop().hold();
    Wait.during(IN_FLIGHT);
    long stoppedNs = presser.press().confirmedNs();
    scene.driver().hold(Scene.FULL_PERMILLE, Scene.FULL_PERMILLE);
    scene.clientHop().release();
    Wait.during(A_WHILE);
    assertStillStopped(stoppedNs);
    assertReArms();
  }

  @Test
  void aReleaseThatNamesAnOlderLatchIsRefused() {
    presser.press();
    Numbered older = latchOf(LatchKind.STOP);
    Presser.Press again = presser.press();
    long fromNs = System.nanoTime();
    scene.driver().release(older);
    Wait.until("a refusal", SOON, () -> refusalOfRelease() != null);
    Refused refused = refusalOfRelease();
    assertThat(refused).isNotNull();
    assertThat(refused.code()).isEqualTo("latch_changed");
    scene.driver().hold(0, 0);
    Wait.during(IN_FLIGHT);
    scene.driver().hold(Scene.FULL_PERMILLE, Scene.FULL_PERMILLE);
    Wait.during(A_WHILE);
    assertThat(fromNs - again.confirmedNs()).isPositive();
    assertStillStopped(again.confirmedNs());
    assertReArms();
  }

  @Test
  void aLateRepetitionOfAReleasedStopIsAnsweredAndStopsNothing() {
    Presser.Press press = presser.press();
    scene.driveAtSpeed();
    Numbered latch = latchOf(LatchKind.NONE);
    presser.forget(press.stopId());
    long fromNs = System.nanoTime();
    presser.send(press.stopId());
    Wait.until("an answer", SOON, () -> presser.answerTo(press.stopId()) != null);
    Wait.during(IN_FLIGHT);
    Stopped answer = presser.answerTo(press.stopId());
    assertThat(answer).isNotNull();
    assertThat(answer.latch()).isEqualTo(press.answer().latch());
    assertThat(answer.latchKind()).isEqualTo(LatchKind.NONE);
    assertThat(latchOf(LatchKind.NONE)).isEqualTo(latch);
    assertThat(scene.boardLog().notesSince(fromNs, "stop")).isEmpty();
    assertThat(scene.wasAtSpeed(System.nanoTime())).isTrue();
    presser.press();
    assertReArms();
  }

  @Test
  void aPressedStopOutlivesARestartOfTheBridge() {
    long stoppedNs = presser.press().confirmedNs();
    Beacon before = scene.driver().view().beacon();
    assertThat(before).isNotNull();
    scene.bridge().kill();
    scene.restartBridge();
    Wait.until(
        "the robot's next boot",
        BACK_WITHIN,
        () -> {
          Beacon beacon = scene.driver().view().beacon();
          return beacon != null && beacon.boot() > before.boot() && scene.driver().seesBoard();
        });
    scene.driver().hold(0, 0);
    scene.driver().send(new TakeLease()); // a robot that kept nothing has nobody
    Wait.until("the lease", SOON, scene.driver().view()::holdsLease);
    Wait.during(IN_FLIGHT);
    scene.driver().hold(Scene.FULL_PERMILLE, Scene.FULL_PERMILLE);
    Wait.during(A_WHILE);
    assertStillStopped(stoppedNs);
    assertReArms();
  }

  private @Nullable Refused refusalOfRelease() {
    return scene.driver().view().refusalOf("release_stop");
  }

  private Numbered latchOf(LatchKind kind) {
    Wait.until("latch " + kind, SOON, () -> scene.driver().view().latch() == kind);
    Beacon beacon = scene.driver().view().beacon();
    if (beacon == null) {
      throw new IllegalStateException("it was there a moment ago");
    }
    return beacon.latch();
  }

  private void assertStillStopped(long stoppedNs) {
    BoardLog board = scene.boardLog();
    assertThat(scene.driver().view().latch()).isEqualTo(LatchKind.STOP);
    assertThat(board.movedBetween(stoppedNs, System.nanoTime())).isFalse();
    List<Setpoint> executed = board.since(stoppedNs, Setpoint.class);
    assertThat(executed).as("executed while the stop stood").isEmpty();
  }

  private void assertReArms() {
    scene.driveAtSpeed();
    assertThat(scene.wronglyExecuted()).isEmpty();
  }
}
