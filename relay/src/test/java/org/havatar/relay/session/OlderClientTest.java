package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.havatar.relay.session.Accounts.Right;
import org.havatar.relay.session.Accounts.RobotName;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.StatusResponse;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.TakeLease;
import org.havatar.transports.wire.Welcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client of the older dialect drives a modern robot (PROTOCOL.md §11). */
class OlderClientTest {
  private static final long HOLD_MS = Bench.OLDER_HOLD_MS;
  private static final long HOUR_MS = 3_600_000;

  private final Bench bench = new Bench();
  private final TestRobot robot = TestRobot.live(bench, "a");
  private final OlderTestClient client = new OlderTestClient(bench, "a");

  private List<Drive> moves() {
    return robot.link.drives().stream().filter(each -> !each.isNeutral()).toList();
  }

  /** What the robot's register let through to the motors, moving or not. */
  private List<Long> movedAtMs() {
    return robot.acceptedMoves;
  }

  private boolean moves(Runnable demand) {
    int before = movedAtMs().size();
    demand.run();
    return movedAtMs().size() > before;
  }

  private void pass(long durationMs) {
    bench.pass(durationMs, client, robot);
  }

  private void drive() {
    client.keepPressing("forward", 100, 600, client, robot);
    assertThat(movedAtMs()).isNotEmpty();
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.NONE);
  }

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

  @ParameterizedTest
  @ValueSource(longs = {HOUR_MS, -HOUR_MS, 0})
  void aClientWhoseClockIsWrongDrives(long aheadMs) {
    client.clockAheadMs = aheadMs;
    drive();
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR_MS, -HOUR_MS})
  void aClockThatIsSetInMidDriveStopsAtMostOnceThenDrivesOn(long stepMs) {
    drive();
    client.clockAheadMs = stepMs;
    int first = client.press("forward");
    assertThat(client.answerTo(first)).isEqualTo("stale");
    assertThat(robot.link.last(Drive.class).isNeutral()).as("stopped").isTrue();
    pass(500); // so long a delay must have stayed the same
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ids.add(client.press("forward"));
      pass(100);
    }
    assertThat(ids).allSatisfy(id -> assertThat(client.answerTo(id)).isEqualTo("ok"));
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
            new Stop(Stop.Cause.PERSON, 0, 9, 5, robot.register.latch()), robot.now()));
    pass(3000);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(movedAtMs()).isEmpty();
  }

  @Test
  void theStopLatchOfARestartIsReleasedAfterASilenceOnly() {
    drive();
    robot.register.boardRestarted(robot.now());
    assertThat(moves(() -> client.keepPressing("forward", 100, 2000, client, robot))).isFalse();
    pass(1100);
    assertThat(moves(() -> client.keepPressing("forward", 100, 500, client, robot))).isTrue();
  }

  @Test
  void anUnknownDirectionIsAnsweredAndMovesNothing() {
    int id = client.press("up");
    pass(100);
    assertThat(client.answerTo(id)).isEqualTo("invalid_direction");
    assertThat(client.answersTo(id).get(0).message()).isEqualTo("Invalid direction");
    assertThat(robot.link.all(Drive.class)).isEmpty();
  }

  @Test
  void everyCommandIsAnsweredOnceInBoundedMemory() {
    drive();
    int before = client.link.all(MotorResponse.class).size();
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      ids.add(client.press(i % 2 == 0 ? "left" : "right")); // all within one turn of the clock
    }
    assertThat(client.link.all(MotorResponse.class).size() - before).isGreaterThan(690);
    pass(600);
    assertThat(ids).allSatisfy(id -> assertThat(client.answersTo(id)).hasSize(1));
    assertThat(ids.stream().map(client::answerTo)).contains("superseded", "ok");
  }

  @Test
  void tooManyCommandsAreRefusedButAStopAmongThemIsNot() {
    drive();
    for (int i = 0; i < 1000; i++) {
      client.press("left");
    }
    assertThat(client.link.last(MotorResponse.class).code()).isEqualTo("rate_limited");
    client.press("stop");
    assertThat(robot.link.last(Drive.class).isNeutral()).isTrue();
  }

  @Test
  void aCommandThatNobodyAnswersIsAnsweredAfterHalfASecond() {
    drive();
    robot.isReading = false;
    int id = client.press("left");
    pass(490);
    assertThat(client.answerTo(id)).isEqualTo("none");
    pass(20);
    assertThat(client.answerTo(id)).isNotIn("none", "ok");
  }

  @Test
  void withoutIdAndTimeStampACommandIsAnsweredAndExecutedAllTheSame() {
    client.text("{\"type\":\"motor_control\",\"left_speed\":51,\"right_speed\":-51}");
    pass(450);
    assertThat(client.link.last(MotorResponse.class).ok()).isTrue();
    assertThat(client.link.last(MotorResponse.class).id()).isNotNull();
    assertThat(moves().get(0).leftPermille()).isEqualTo(200);
    assertThat(moves().get(0).rightPermille()).isEqualTo(-200);
  }

  @Test
  void withSeveralRobotsOneMustBeChosenAndItsChoiceIsAnswered() {
    bench.accounts.robots.add(new RobotName("tank-2", "Second"));
    OlderTestClient other = new OlderTestClient(bench, "a");
    int id = other.press("forward");
    bench.pass(600, other, robot);
    assertThat(other.answerTo(id)).isEqualTo("not_selected");
    other.text("{\"type\":\"select_robot\",\"robot_id\":\"nobody\"}");
    assertThat(other.link.last(ErrorReport.class).code()).isEqualTo("unknown_robot");
    other.text("{\"type\":\"select_robot\",\"robot_id\":\"" + Bench.ROBOT + "\"}");
    assertThat(other.link.last(RobotSelected.class).robotId()).isEqualTo(Bench.ROBOT);
    bench.pass(100, other, robot);
    int next = other.press("forward");
    bench.pass(450, other, robot);
    assertThat(other.answerTo(next)).isEqualTo("ok");
    assertThat(new OlderTestClient(bench, "b", Bench.ROBOT).link.closedWith).isNull();
  }

  @Test
  void anAccountWithoutTheRightIsToldSoAndMovesNothing() {
    bench.accounts.rightsByAccount.put("old", Right.WATCH);
    OlderTestClient watcher = new OlderTestClient(bench, "a");
    bench.pass(100, watcher, robot);
    int id = watcher.press("forward");
    bench.pass(600, watcher, robot);
    assertThat(watcher.answerTo(id)).isEqualTo("not_permitted");
    assertThat(movedAtMs()).isEmpty();
  }

  @Test
  void aRobotThatWentIsSaid() {
    drive();
    robot.lose();
    pass(20);
    int id = client.press("forward");
    pass(50);
    assertThat(client.answerTo(id)).isEqualTo("no_robot");
  }

  @Test
  void theRobotsNewStartVoidsWhatWasReckonedBefore() {
    drive();
    client.press("forward");
    robot.lose();
    TestRobot next = new TestRobot(bench, "a", robot.boot + 1, 78, 5000); // another clock
    next.hello();
    next.say(next.register.current(next.now()));
    next.beacon();
    client.keepPressing("forward", 100, 3000, client, next);
    assertThat(next.acceptedMoves).isEmpty();
    bench.pass(2100, client, next);
    client.keepPressing("forward", 100, 500, client, next);
    assertThat(next.acceptedMoves).isNotEmpty();
  }

  @Test
  void statusIsAnsweredAlsoWhenItIsAskedBeforeTheRobotIsKnown() {
    client.text("{\"type\":\"get_status\",\"id\":\"s1\"}");
    pass(600);
    StatusResponse status = client.link.last(StatusResponse.class);
    assertThat(status.id()).isEqualTo("\"s1\"");
    assertThat(status.data()).containsKeys("battery", "camera_active", "streaming_active");
  }

  @Test
  void aPeerThatAnswersNoPingForFiveSecondsIsClosed() {
    OlderTestClient mute = new OlderTestClient(bench, "a");
    mute.isPonging = false;
    drive();
    client.isPonging = false;
    bench.pass(4300, client, mute, robot);
    assertThat(client.link.closedWith).isNull();
    bench.pass(1000, client, mute, robot);
    assertThat(client.link.closedWith).isEqualTo(CloseCode.SILENT);
    assertThat(mute.link.closedWith).isEqualTo(CloseCode.SILENT);
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

  @Test
  void whoSaysHelloIsNoOlderClientAndWhoNamedTheProtocolNeverIs() {
    OlderTestClient modern = new OlderTestClient(bench, "a");
    modern.say(new ClientHello(List.of(1), List.of(), TestClient.INSTANCE, "test/1"));
    assertThat(modern.link.last(Welcome.class).version()).isEqualTo(1);
    modern.say(new TakeLease());
    bench.pass(40, modern, robot);
    assertThat(robot.register.isHeld()).isTrue();
    assertThat(modern.link.all(Beacon.class)).isNotEmpty();

    TestClient named = bench.client("ann");
    named.say(StopTest.stop(3));
    assertThat(named.link.last(ErrorReport.class).code()).isEqualTo("hello_first");
  }

  @Test
  void aNodeThatLeavesClosesThemAll() {
    OlderTestClient undecided = new OlderTestClient(bench, "a");
    drive();
    bench.loopNamed("a").leave(100);
    assertThat(client.link.closedWith).isEqualTo(CloseCode.GOING_AWAY);
    assertThat(undecided.link.closedWith).isEqualTo(CloseCode.GOING_AWAY);
  }
}
