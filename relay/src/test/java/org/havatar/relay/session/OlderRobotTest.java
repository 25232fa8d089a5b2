package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.StatusResponse;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an older robot is sent, and when it is stopped (PROTOCOL.md §11). */
class OlderRobotTest extends OlderRobotScene {
  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void aModernDriverDrivesIt(String loop) {
    connect(loop);
    takeWheel();
    client.leftPermille = -500;
    steer(300);
    MotorControl newest = told().get(told().size() - 1);
    assertThat(newest.leftSpeed()).isEqualTo(-128);
    assertThat(newest.rightSpeed()).isEqualTo(-128);
    assertThat(newest.direction()).isEqualTo("backward");
    assertThat(newest.id()).isNotNull();
    assertThat(newest.timestampMs()).isEqualTo((double) bench.epochMs);
    assertThat(client.acks().subList(client.acks().size() - 10, client.acks().size()))
        .allMatch(each -> each == Reason.ACCEPTED);
    assertThat(client.link.last(Ack.class).leftPermille()).isEqualTo(-500);
    assertThat(beacon().leftPermille()).isEqualTo(-500);
    assertThat(beacon().has(Beacon.MOVING)).isTrue();
  }

  @Test
  void whenCommandsCeaseItIsStoppedAHundredMillisecondsLater() {
    drive();
    client.steer();
    long lastMs = bench.nowMs;
    pass(90);
    assertThat(robot.isMoving()).isTrue();
    pass(30);
    assertThat(robot.isMoving()).isFalse();
    assertThat(bench.nowMs - lastMs).isLessThanOrEqualTo(120);
  }

  @Test
  void anUnchangedSetpointIsNotRepeatedMoreOftenThanEveryFiftyMilliseconds() {
    drive();
    int before = told().size();
    steer(1000);
    assertThat(told().size() - before).isBetween(10, 20);
    assertThat(robot.isMoving()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRobotThatFallsSilentGetsOneSetpointAndThenStopsOnly(boolean answersBefore) {
    if (!answersBefore) {
      withoutAnswers();
    }
    drive();
    int before = told().size();
    robot.isReading = false;
    robot.isPonging = false;
    for (int i = 0; i < 100; i++) {
      client.leftPermille = 100 + i; // each is another one
      client.steer();
      pass(20);
    }
    List<MotorControl> since = told().subList(before, told().size());
    assertThat(since.stream().filter(each -> !each.isNeutral())).hasSizeLessThanOrEqualTo(1);
    assertThat(since.stream().filter(MotorControl::isNeutral)).hasSizeGreaterThan(10);
    assertThat(client.acks()).contains(Reason.BOARD_SILENT);
    assertThat(client.link.last(Ack.class).reason()).isEqualTo(Reason.LATCHED_FAILSAFE);
    assertThat(beacon().has(Beacon.BOARD_CONNECTED)).isFalse();
    robot.isReading = true;
    robot.isPonging = true;
    pass(20);
    assertThat(robot.isMoving()).as("after all that waited").isFalse();
  }

  @Test
  void aRobotWhoseProgramHangsWhileItsTransportLivesGetsOneSetpointAndThenStopsOnly() {
    drive();
    int before = told().size();
    robot.isReading = false;
    for (int i = 0; i < 100; i++) {
      client.leftPermille = 100 + i;
      client.steer();
      pass(20);
    }
    List<MotorControl> since = told().subList(before, told().size());
    assertThat(since.stream().filter(each -> !each.isNeutral())).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void aRobotThatNeverAnswersIsDrivenByItsPongs() {
    withoutAnswers();
    drive();
    assertThat(client.link.last(Ack.class).reason()).isEqualTo(Reason.ACCEPTED);
    pass(130);
    assertThat(robot.isMoving()).isFalse();
    client.say(StopTest.stop(42));
    pass(30);
    assertThat(client.link.last(Stopped.class).zeroOutput()).isTrue();
  }

  @Test
  void aPressedStopGoesPastEverythingIsRepeatedUntilAnsweredAndConfirmed() {
    drive();
    robot.isReading = false;
    client.leftPermille = 600;
    steer(40); // one is under way, one waits
    int before = told().size();
    client.say(StopTest.stop(42));
    assertThat(told().get(before).isNeutral()).as("at once").isTrue();
    assertThat(told().get(before).direction()).isEqualTo("stop");
    pass(20);
    assertThat(client.link.last(Stopped.class).zeroOutput()).isFalse();
    pass(500);
    assertThat(told().subList(before, told().size()))
        .hasSizeBetween(5, 7)
        .allMatch(MotorControl::isNeutral);
    assertThat(client.link.last(Stopped.class).zeroOutput()).isFalse();
    robot.isReading = true;
    pass(30);
    Stopped stopped = client.link.last(Stopped.class);
    assertThat(stopped.zeroOutput()).isTrue();
    assertThat(stopped.stopId()).isEqualTo(42);
    assertThat(stopped.elapsedMs()).isBetween(500, 560);
    int after = told().size();
    steer(500);
    assertThat(told()).as("no repetition after the answer").hasSize(after);
    assertThat(client.link.last(Ack.class).reason()).isEqualTo(Reason.LATCHED_STOP);
    assertThat(beacon().has(Beacon.STOP_PRESSED)).isTrue();
  }

  @Test
  void aSetpointThatGrewOldInTheSlotIsNotWritten() {
    drive();
    robot.isReading = false;
    client.leftPermille = 600;
    client.steer();
    pass(10);
    client.leftPermille = 700;
    client.say(client.drive(beacon().term(), beacon().stamp().plusMs(-210))); // lives 300 ms
    pass(130);
    robot.isReading = true;
    pass(20);
    assertThat(robot.executed).noneMatch(each -> each.command().leftPermille() > 650);
    assertThat(client.acks()).contains(Reason.STALE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSetpointWhoseHoldIsOverIsNotWrittenAnyMore(boolean isOver) {
    drive();
    robot.isReading = false;
    client.leftPermille = 600;
    client.steer();
    pass(10);
    client.leftPermille = 700;
    client.steer(); // waits for the answer to the first
    pass(isOver ? 100 : 60);
    robot.isReading = true;
    pass(20);
    assertThat(robot.executed.stream().anyMatch(each -> each.command().leftPermille() > 650))
        .isEqualTo(!isOver);
    if (isOver) {
      assertThat(client.acks()).contains(Reason.BOARD_SILENT);
    }
  }

  @Test
  void aRefusalIsToldAndTheRobotIsStoppedBecauseItGoesOnWithWhatItDid() {
    drive();
    robot.isRefusing = true;
    client.leftPermille = -300;
    steer(100);
    assertThat(client.acks()).contains(Reason.ROBOT_REFUSED);
    assertThat(robot.isMoving()).isFalse();
    assertThat(lastMoveMs()).isLessThan(bench.nowMs - 60);
  }

  @Test
  void oldTermsSequencesAndStampsAreRefusedAsByAnyRobot() {
    drive();
    Beacon now = beacon();
    client.say(client.drive(now.term(), now.stamp().plusMs(-301)));
    pass(20);
    assertThat(client.link.last(Ack.class).reason()).isEqualTo(Reason.STALE);
    client.say(client.drive(now.term(), now.stamp().plusMs(500)));
    pass(20);
    assertThat(client.link.last(Ack.class).reason()).isEqualTo(Reason.STAMP_FUTURE);
    int moves = robot.moves().size();
    pass(1500);
    client.steer();
    pass(20);
    assertThat(client.link.last(Ack.class).reason()).isEqualTo(Reason.LATCHED_FAILSAFE);
    assertThat(robot.moves()).hasSize(moves);
  }

  @Test
  void anOlderClientDrivesAnOlderRobotAndItStopsInTime() {
    OlderTestClient old = new OlderTestClient(bench, "b");
    bench.pass(600, old, robot);
    int id = old.press("forward");
    bench.pass(450, old, robot);
    assertThat(old.answerTo(id)).isEqualTo("ok");
    assertThat(robot.isMoving()).isTrue();
    old.press("forward");
    long pressedMs = bench.nowMs;
    bench.pass(2000, old, robot);
    assertThat(robot.isMoving()).isFalse();
    assertThat(robot.executed.get(robot.executed.size() - 1).atMs()).isGreaterThan(pressedMs);
    long stoppedMs =
        robot.executed.stream()
            .filter(each -> each.command().isNeutral() && each.atMs() > pressedMs)
            .findFirst()
            .orElseThrow()
            .atMs();
    assertThat(stoppedMs - pressedMs)
        .isBetween(SimulatedNode.OLDER_HOLD_MS - 20, SimulatedNode.OLDER_HOLD_MS + 270);
    old.text("{\"type\":\"get_status\"}");
    bench.pass(50, old, robot);
    assertThat(old.link.last(StatusResponse.class).batteryVoltage()).isEqualTo(11.5);
  }

  @Test
  void aFrozenNodeExecutesNothingOfWhatWaitedInItsSockets() {
    drive();
    Drive sentLongAgo = client.drive(beacon().term(), beacon().stamp());
    int moves = robot.moves().size();
    bench.freeze(2000);
    client.say(sentLongAgo);
    pass(200);
    assertThat(robot.moves()).hasSize(moves);
    assertThat(robot.isMoving()).isFalse();
    assertThat(client.link.all(Stop.class)).isEmpty();
  }

  /** Such a robot's stamps are the node's own: its wall clock is the second witness. */
  @Test
  void whatWaitedWhileTheNodesClockStoodStillMovesItNoMore() {
    bench.isWallGoing = true;
    drive();
    pass(200);
    assertThat(robot.isMoving()).isFalse();
    int before = robot.moves().size();
    bench.epochMs += 101; // at least: it may have been set right only in part
    client.steer();
    bench.pass(10, robot);
    assertThat(robot.moves()).hasSize(before);
    assertThat(client.link.last(Ack.class).reason()).isEqualTo(Reason.STALE);
    assertThat(bench.leaps.newest().number()).as("its own stamps show nothing").isZero();
  }
}
