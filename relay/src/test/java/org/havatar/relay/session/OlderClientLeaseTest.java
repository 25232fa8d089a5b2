package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When an older client takes and keeps the lease, and what releases a latch in its name
 * (PROTOCOL.md §11).
 */
class OlderClientLeaseTest extends OlderClientScene {
  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void theFirstCommandTakesTheFreeLeaseReleasesTheStartLatchAndMovesTheRobot(String loop) {
    OlderTestClient other = new OlderTestClient(bench, loop);
    bench.pass(600, client, other, robot);
    int id = other.press("forward");
    bench.pass(450, client, other, robot);
    assertThat(other.answerTo(id)).isEqualTo("ok");
    Drive first = moves().get(0);
    assertThat(first.leftPermille()).isEqualTo(1000);
    assertThat(first.rightPermille()).isEqualTo(1000);
    assertThat(first.inputAgeMs()).isZero();
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.NONE);
    MotorResponse answer = other.answersTo(id).get(0);
    assertThat(answer.timestampS()).isBetween(1_800_000_000.0, 1_800_000_010.0);
  }

  @Test
  void aCommandInTheVeryTurnOfTheConnectionDrivesToo() {
    int id = client.press("left");
    pass(450);
    assertThat(client.answerTo(id)).isEqualTo("ok");
    assertThat(moves().get(0).leftPermille()).isEqualTo(-1000);
    assertThat(moves().get(0).rightPermille()).isEqualTo(1000);
  }

  @Test
  void aCommandIsHeldHalfASecondAndThenANeutralFollowsThatIsNoLatch() {
    drive();
    long pressedMs = bench.nowMs;
    client.press("backward");
    pass(HOLD_MS - 10);
    assertThat(movedAtMs().get(movedAtMs().size() - 1)).isGreaterThan(bench.nowMs - 30);
    pass(20);
    int drives = robot.link.drives().size();
    pass(1500);
    assertThat(movedAtMs().get(movedAtMs().size() - 1))
        .isLessThanOrEqualTo(pressedMs + HOLD_MS + 20);
    assertThat(robot.link.drives().size()).isGreaterThan(drives + 30);
    assertThat(robot.link.drives().subList(drives + 1, robot.link.drives().size()))
        .allMatch(Drive::isNeutral);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.NONE);
    assertThat(moves(() -> client.keepPressing("forward", 100, 200, client, robot))).isTrue();
  }

  @Test
  void aStopEndsTheHoldAtOnceAndPassesEveryGate() {
    drive();
    client.press("forward");
    pass(50);
    client.clockAheadMs = HOUR_MS; // a clock step makes no stop too old
    long fromMs = bench.nowMs;
    int id = client.press("stop");
    assertThat(robot.link.last(Drive.class).isNeutral()).isTrue();
    pass(100);
    assertThat(client.answerTo(id)).isEqualTo("ok");
    assertThat(movedAtMs()).allMatch(at -> at <= fromMs);
  }

  @Test
  void aStreamThatRunsOnNeverTakesTheLeaseAgain() {
    drive();
    TestClient page = bench.pilot("ann", "a");
    robot.endLease();
    bench.pass(20, client, page, robot);
    assertThat(robot.register.isHeld()).isFalse();
    client.keepPressing("forward", 100, 5000, client, page, robot);
    assertThat(robot.register.isHeld()).isFalse();
    assertThat(client.link.last(MotorResponse.class).code()).isEqualTo("no_lease");
    pass(1800);
    client.press("forward");
    pass(100);
    assertThat(robot.register.isHeld()).as("100 ms too early").isFalse();
    pass(2000);
    client.press("forward");
    pass(100);
    assertThat(robot.register.isHeld()).isTrue();
  }

  @Test
  void whoDrivesIsNotDisturbedAndTheOlderClientIsToldByName() {
    TestClient page = bench.pilot("ann", "a");
    page.take();
    bench.pass(40, page, client, robot);
    int id = client.press("forward");
    bench.pass(100, page, client, robot);
    assertThat(client.answerTo(id)).isEqualTo("held");
    assertThat(client.answersTo(id).get(0).message()).contains("ann!");
    page.say(new ReleaseLease());
    client.keepPressing("forward", 100, 3000, page, client, robot);
    assertThat(robot.register.isHeld()).as("taken by a stream").isFalse();
    assertThat(movedAtMs()).isEmpty();
  }

  @Test
  void afterASilenceTheNextPressReArms() {
    drive();
    robot.isReading = false; // for longer than a lapse may last
    pass(1500);
    robot.isReading = true;
    robot.skipUnread();
    pass(600);
    client.press("forward");
    assertThat(moves(() -> pass(400))).isTrue();
  }

  @Test
  void aStreamThatRunsOnReArmsNothing() {
    drive();
    robot.latch();
    assertThat(moves(() -> client.keepPressing("forward", 100, 3000, client, robot))).isFalse();
    assertThat(client.link.last(MotorResponse.class).code()).isEqualTo("latched_failsafe");
    client.press("stop");
    pass(50);
    assertThat(moves(() -> client.keepPressing("forward", 100, 300, client, robot))).isTrue();
  }

  @Test
  void aPressedStopIsNeverReleasedInTheClientsName() {
    drive();
    TestClient watcher = bench.pilot("ann", "a");
    watcher.say(StopTest.stop(9));
    bench.pass(40, client, watcher, robot);
    int releases = robot.link.all(ReleaseStop.class).size();
    for (int i = 0; i < 5; i++) {
      bench.pass(2500, client, watcher, robot);
      int id = client.press("forward");
      bench.pass(600, client, watcher, robot);
      assertThat(client.answerTo(id)).isEqualTo("latched_stop");
      client.press("stop");
    }
    assertThat(robot.link.all(ReleaseStop.class)).hasSize(releases);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
  }

  @Test
  void aStopThatIsPressedWhileTheStartLatchIsBeingReleasedStays() {
    pass(600);
    client.press("forward");
    robot.say(
        robot.register.stop(
            new Stop(Stop.Cause.PERSON, 0, 9, 5, robot.register.latch()), robot.atMs()));
    pass(3000);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(movedAtMs()).isEmpty();
  }

  @Test
  void theStopLatchOfARestartIsReleasedAfterASilenceOnly() {
    drive();
    robot.register.boardRestarted(robot.atMs());
    assertThat(moves(() -> client.keepPressing("forward", 100, 2000, client, robot))).isFalse();
    pass(1100);
    assertThat(moves(() -> client.keepPressing("forward", 100, 500, client, robot))).isTrue();
  }

  @Test
  void aClientThatIsGoneGivesTheLeaseBack() {
    drive();
    client.lose();
    bench.pass(20, robot);
    assertThat(robot.register.isHeld()).isFalse();
    OlderTestClient again = new OlderTestClient(bench, "a");
    bench.pass(600, again, robot);
    int id = again.press("forward");
    bench.pass(450, again, robot);
    assertThat(again.answerTo(id)).isEqualTo("ok");
  }

  @Test
  void anIdleClientKeepsTheLeaseForAMinuteAtMost() {
    drive();
    for (int i = 0; i < 64; i++) {
      client.press("stop"); // an idle joystick is no input
      pass(1000);
    }
    assertThat(robot.register.isHeld()).isFalse();
    client.press("stop");
    pass(100);
    assertThat(robot.register.isHeld()).as("taken by an idle joystick").isFalse();
    client.press("forward");
    pass(450);
    assertThat(robot.register.isHeld()).isTrue();
  }
}
