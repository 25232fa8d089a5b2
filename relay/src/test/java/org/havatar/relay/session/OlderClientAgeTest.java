package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.MotorResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How old a command of an older client is, whatever its clock says (PROTOCOL.md §11). */
class OlderClientAgeTest extends OlderClientScene {
  @Test
  void aHeldCommandKeepsItsOwnEchoAndCountsAsInputOnlyWhileItIsHeld() {
    drive();
    pass(HOLD_MS + 200);
    int before = robot.link.drives().size();
    client.press("forward");
    pass(HOLD_MS - 20);
    List<Drive> held =
        robot.link.drives().subList(before, robot.link.drives().size()).stream()
            .filter(each -> !each.isNeutral())
            .toList();
    assertThat(held.size()).isGreaterThan(15);
    int spreadMs = held.get(held.size() - 1).echo().ageMsOf(held.get(0).echo());
    assertThat(Math.abs(spreadMs)).isLessThanOrEqualTo(2);
    assertThat(held).allMatch(each -> each.inputAgeMs() == 0);
    pass(520);
    assertThat(robot.link.last(Drive.class).inputAgeMs()).isBetween(450, 560);
  }

  @Test
  void noStampThatIsEchoedIsLaterThanTheRobotsClockWhenItsPingWasSent() {
    drive();
    for (int i = 0; i < 40; i++) {
      client.press("forward");
      assertThat(robot.now().ageMsOf(robot.link.last(Drive.class).echo())).isPositive();
      pass(30);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR_MS, -HOUR_MS, 0})
  void aClientWhoseClockIsWrongDrives(long aheadMs) {
    client.clockAheadMs = aheadMs;
    drive();
  }

  @Test
  void aClockThatIsSetForwardInMidDriveStopsOnceThenDrivesOn() {
    drive();
    client.clockAheadMs = HOUR_MS;
    int first = client.press("forward");
    assertThat(client.answerTo(first)).isEqualTo("stale");
    assertThat(robot.link.last(Drive.class).isNeutral()).as("stopped").isTrue();
    pass(100); // a later ping is answered meanwhile
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ids.add(client.press("forward"));
      pass(100);
    }
    assertThat(ids).allSatisfy(id -> assertThat(client.answerTo(id)).isEqualTo("ok"));
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR_MS, 8000, 3000})
  void aDelayThatGrewInMidDriveMovesNothingMoreUntilItIsAsBeforeOrTheConnectionIsNew(long byMs) {
    drive();
    client.clockAheadMs =
        -byMs; // set back, or waiting in the client's own program: they look alike
    assertThat(
            moves(
                () -> {
                  client.keepPressing("forward", 100, 5000, client, robot);
                  client.press("stop");
                  pass(2500);
                  client.keepPressing("forward", 100, 40_000, client, robot);
                }))
        .as("nothing opens it from within, no neutral, no silence, no patience")
        .isFalse();
    assertThat(client.link.last(MotorResponse.class).code()).isEqualTo("stale");
    client.clockAheadMs = 0L;
    pass(2500);
    assertThat(moves(() -> client.keepPressing("forward", 100, 600, client, robot))).isTrue();
    client.lose();
    OlderTestClient next = new OlderTestClient(bench, "a");
    next.clockAheadMs = -byMs;
    int before = movedAtMs().size();
    bench.pass(3000, next, robot);
    next.keepPressing("forward", 100, 1000, next, robot);
    assertThat(movedAtMs().size()).isGreaterThan(before);
  }

  @Test
  void whoIsLateAndLeavesItsTimeStampsOutIsStillLate() {
    drive();
    client.clockAheadMs = -3000L;
    client.press("forward");
    client.clockAheadMs = null;
    assertThat(moves(() -> client.keepPressing("forward", 100, 3000, client, robot))).isFalse();
  }

  @Test
  void aNeutralOfALateQueueStopsAndOpensNothing() {
    drive();
    client.clockAheadMs = -3000L;
    int id = client.press("stop");
    pass(50);
    assertThat(client.answerTo(id)).isEqualTo("ok");
    assertThat(robot.link.last(Drive.class).isNeutral()).isTrue();
    assertThat(moves(() -> client.keepPressing("forward", 100, 500, client, robot))).isFalse();
  }

  /** The machine under the node was paused: its clock shows nothing, the client's stamps do. */
  @Test
  void commandsThatWaitedWhileTheNodesClockStoodMoveTheRobotAtMostOnceAndForNoHold() {
    drive();
    client.press("stop");
    pass(1500);
    int before = movedAtMs().size();
    for (long sentMs = 0; sentMs < 3000; sentMs += 100) {
      client.clockAheadMs = sentMs;
      client.press("forward");
    }
    pass(HOLD_MS);
    long first = movedAtMs().stream().skip(before).findFirst().orElse(bench.nowMs);
    assertThat(movedAtMs().stream().skip(before).mapToLong(each -> each - first).max().orElse(0))
        .isLessThanOrEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -2000, HOUR_MS})
  void whatWaitedInAStalledPathNeverMovesTheRobotEvenWhenItLooksLikeAClockStep(long stepMs) {
    drive();
    client.isStalled = true;
    client.clockAheadMs = stepMs; // from the second queued command on the measure begins anew
    client.keepPressing("forward", 100, 4000, client, robot);
    client.isPonging = false;
    client.keepPressing("forward", 100, 900, client, robot); // the newest pong is this old now
    int before = client.link.all(MotorResponse.class).size();
    assertThat(
            moves(
                () -> {
                  client.resume();
                  pass(100);
                }))
        .isFalse();
    List<MotorResponse> answers = client.link.all(MotorResponse.class);
    assertThat(answers.subList(before, answers.size()))
        .hasSize(49)
        .allMatch(each -> "stale".equals(each.code()));
  }

  @Test
  void aPathThatStallsForSixSecondsIsClosedAndMovesNothing() {
    drive();
    client.isStalled = true;
    client.keepPressing("forward", 100, 6000, client, robot);
    assertThat(client.link.closedWith).isEqualTo(CloseCode.SILENT);
    assertThat(
            moves(
                () -> {
                  client.resume();
                  pass(1000);
                }))
        .isFalse();
    assertThat(robot.register.isHeld()).isFalse();
  }

  @Test
  void withoutPongsEverythingIsStaleWhateverItsTimeStamp() {
    drive();
    client.isPonging = false;
    pass(900);
    int id = client.press("forward");
    assertThat(client.answerTo(id)).isEqualTo("stale");
    assertThat(moves(() -> pass(200))).isFalse();
  }

  @Test
  void aPongCantBeForgedRepeatedOrOvertaken() {
    drive();
    client.isPonging = false;
    pass(500);
    List<Long> tokens = List.copyOf(client.link.probes);
    assertThat(new HashSet<>(tokens)).hasSameSizeAs(tokens);
    Random guess = new Random(5);
    for (int i = 0; i < 100; i++) {
      client.pong(guess.nextLong());
    }
    client.pong(tokens.get(0)); // answered long ago
    pass(400);
    assertThat(client.answerTo(client.press("forward"))).isEqualTo("stale");
    client.pong(tokens.get(tokens.size() - 1)); // 400 ms and more old: fresh enough
    assertThat(client.answerTo(client.press("forward"))).isEqualTo("none");
    pass(300);
    client.pong(tokens.get(tokens.size() - 2)); // overtaken
    pass(200);
    assertThat(client.answerTo(client.press("forward"))).isEqualTo("stale");
  }

  @Test
  void aCommandThatWasLongerUnderWayThanOthersIsStale() {
    drive();
    client.clockAheadMs = -801L; // as if it had been sent so much earlier
    assertThat(client.answerTo(client.press("forward"))).isEqualTo("stale");
    client.clockAheadMs = -700L;
    int id = client.press("forward");
    pass(50);
    assertThat(client.answerTo(id)).isEqualTo("ok");
  }

  @Test
  void afterAGapOfTheLoopOnlyANeutralOrASilenceOpensTheWay() {
    drive();
    bench.freeze(101);
    int id = client.press("forward");
    assertThat(client.answerTo(id)).isEqualTo("stale");
    client.keepPressing("forward", 100, 2000, client, robot);
    assertThat(client.link.last(MotorResponse.class).code()).isEqualTo("stale");
    client.press("stop");
    pass(50);
    assertThat(moves(() -> client.keepPressing("forward", 100, 300, client, robot))).isTrue();
    client.isPonging = false;
    bench.freeze(101);
    client.press("stop"); // may have waited as long as what follows it
    assertThat(client.answerTo(client.press("forward"))).isEqualTo("stale");
    client.isPonging = true;
    pass(1500);
    bench.freeze(101);
    client.press("forward");
    pass(1000);
    assertThat(moves(() -> client.keepPressing("forward", 100, 300, client, robot))).isTrue();
  }

  @Test
  void aGapOfAHundredMillisecondsIsNone() {
    drive();
    bench.freeze(100);
    int id = client.press("forward");
    pass(100);
    assertThat(client.answerTo(id)).isEqualTo("ok");
  }

  @Test
  void theRobotsNewStartVoidsWhatWasReckonedBefore() {
    drive();
    client.press("forward");
    robot.lose();
    TestRobot next = new TestRobot(bench, "a", robot.boot + 1, 78, 5000); // another clock
    next.hello();
    next.say(next.register.current(next.atMs()));
    next.beacon();
    client.keepPressing("forward", 100, 3000, client, next);
    assertThat(next.acceptedMoves).isEmpty();
    bench.pass(2100, client, next);
    client.keepPressing("forward", 100, 500, client, next);
    assertThat(next.acceptedMoves).isNotEmpty();
  }
}
