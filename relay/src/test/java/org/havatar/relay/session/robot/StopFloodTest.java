package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.havatar.relay.session.StopTest.lock;
import static org.havatar.relay.session.StopTest.stop;

import java.util.List;
import java.util.stream.IntStream;
import org.havatar.relay.session.OlderRobotScene;
import org.havatar.relay.session.OlderTestClient;
import org.havatar.relay.session.OlderTestRobot;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.CommandRecord;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Features;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.StopPressed;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who presses without end stops the robot once, and throws nobody else off. */
class StopFloodTest {
  /** What a real flood sent in eight seconds. */
  private static final int FLOOD = 107_400;

  /** Presses that a robot's serial line takes in that time. */
  private static final int TAKEN_IN_200_MS = 99;

  private final SimulatedNode bench = new SimulatedNode();
  private final TestRobot robot = TestRobot.live(bench, "a");
  private TestClient driver = bench.client("ann");
  private TestClient watcher = bench.client("ben");

  @BeforeEach
  void driverAndWatcher() {
    bench.accounts.rightsByAccount.put("ben", Right.WATCH);
    driver = bench.pilot("ann", "a");
    driver.take();
    watcher = bench.pilot("ben", "b");
    pass(20);
  }

  private void pass(long durationMs) {
    bench.pass(durationMs, driver, watcher, robot);
  }

  private void press(long id) {
    watcher.say(stop(id));
    pass(20);
  }

  private List<Long> toRobot() {
    return robot.link.all(Stop.class).stream().map(Stop::stopId).distinct().toList();
  }

  private Numbered latch() {
    return robot.register.latch();
  }

  private Stopped answerTo(long id) {
    return watcher.link.all(Stopped.class).stream()
        .filter(each -> each.stopId() == id)
        .reduce((one, other) -> other)
        .orElseThrow(() -> new AssertionError("no answer to " + id));
  }

  private List<CommandRecord> logged() {
    return bench.commands.stream().filter(each -> each.kind().equals("stop")).toList();
  }

  private void release() {
    ReleaseStop asked = new ReleaseStop(robot.register.term(), latch(), robot.now(), 800, null, 0);
    driver.say(asked);
  }

  @Test
  void whileTheRobotsAnswerToAPressStandsFurtherOnesOfThePeerAreAnsweredWithIt() {
    press(1);
    Numbered made = latch();
    for (long id = 2; id <= 60; id++) {
      press(id);
    }
    assertThat(toRobot()).containsExactly(1L);
    assertThat(latch()).isEqualTo(made);
    assertThat(answerTo(60).latch()).isEqualTo(made);
    assertThat(answerTo(60).zeroOutput()).isTrue();
    assertThat(answerTo(60).stamp()).as("the robot's own word").isEqualTo(answerTo(1).stamp());
    assertThat(driver.link.all(StopPressed.class)).hasSize(1);
    assertThat(driver.link.all(Stopped.class)).extracting(Stopped::stopId).containsOnly(1L);
    assertThat(logged()).hasSize(1);
    assertThat(bench.drops.of(Reason.SUPERSEDED)).isEqualTo(59);
  }

  @Test
  void theNodeConfirmsNothingThatTheRobotHasNotConfirmed() {
    robot.isBoardSilent = true;
    press(1);
    press(2);
    assertThat(answerTo(2).zeroOutput()).isFalse();
    robot.isBoardSilent = false;
    pass(20);
    assertThat(answerTo(2).zeroOutput()).as("without being asked again").isTrue();
    assertThat(answerTo(2).elapsedMs()).isEqualTo(answerTo(1).elapsedMs());
    robot.isReading = false;
    watcher.say(stop(3));
    release();
    watcher.say(stop(4));
    assertThat(watcher.link.all(Stopped.class)).noneMatch(each -> each.stopId() == 4);
    assertThat(toRobot()).endsWith(4L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFloodEndsItsOwnLinkOnlyAndTheRobotIsStopped(boolean answering) {
    for (int i = 1; i <= FLOOD && watcher.link.closedWith == null; i++) {
      watcher.say(stop(i));
      if (answering) {
        pass(10);
      }
    }
    assertThat(watcher.link.closedWith).isEqualTo(CloseCode.FLOODED);
    pass(20);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(robot.link.closedWith).isNull();
    assertThat(driver.link.closedWith).isNull();
    assertThat(toRobot()).hasSizeLessThanOrEqualTo(answering ? 2 : TAKEN_IN_200_MS);
    assertThat(driver.link.all(StopPressed.class)).hasSizeLessThanOrEqualTo(2);
    assertThat(logged()).hasSizeLessThanOrEqualTo(answering ? 2 : TAKEN_IN_200_MS);
  }

  @Test
  void theLastPressOfAFloodHasGoneOnBeforeItsLinkEnds() {
    long id = 0;
    while (watcher.link.closedWith == null && id < FLOOD) {
      id++;
      watcher.say(stop(id));
    }
    assertThat(watcher.link.closedWith).isNotNull();
    assertThat(robot.link.last(Stop.class).stopId()).isEqualTo(id);
  }

  @Test
  void repetitionsOfOnePressWithoutEndAreAFloodToo() {
    press(1);
    int told = robot.link.all(Stop.class).size();
    for (int i = 0; i < FLOOD && watcher.link.closedWith == null; i++) {
      watcher.say(stop(1));
    }
    assertThat(watcher.link.closedWith).isEqualTo(CloseCode.FLOODED);
    assertThat(robot.link.all(Stop.class)).as("answered already").hasSize(told);
    assertThat(driver.link.all(Stopped.class)).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void stopsBeforeTheHelloAreCountedToo() {
    TestClient mute = bench.client("eve");
    for (int i = 1; i <= FLOOD && mute.link.closedWith == null; i++) {
      mute.say(stop(i));
    }
    assertThat(mute.link.closedWith).isEqualTo(CloseCode.FLOODED);
  }

  @Test
  void aPressAfterTheReleaseGoesAtOnceAndIsALatchOfItsOwn() {
    press(1);
    press(2);
    Numbered made = latch();
    pass(2000);
    release();
    pass(20);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.FAILSAFE);
    watcher.say(stop(3));
    assertThat(robot.link.last(Stop.class).stopId()).isEqualTo(3);
    pass(20);
    assertThat(latch().compareTo(made)).isPositive();
    assertThat(answerTo(3).latch()).isEqualTo(latch());
    assertThat(logged()).hasSize(2);
  }

  @Test
  void aPressThatIsUnderWayWithTheReleaseIsNeverMerged() {
    press(1);
    pass(2000);
    robot.isReading = false;
    release();
    watcher.say(stop(2));
    assertThat(robot.link.last(Stop.class).stopId()).isEqualTo(2);
    robot.isReading = true;
    pass(20);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
  }

  @Test
  void aMergedPressThatNobodyCanHaveSeenWinsAgainstARelease() {
    press(1);
    pass(2000);
    press(2);
    pass(MergedPresses.UNSEEN_MS - 20);
    release();
    pass(20);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(driver.link.last(Refused.class).code()).isEqualTo("latch_changed");
    assertThat(answerTo(2).latch()).isEqualTo(latch());
    assertThat(driver.link.last(StopPressed.class).stopId()).isEqualTo(2);
    assertThat(logged()).as("it has made a latch").hasSize(2);
  }

  @Test
  void aMergedPressThatWasShownForLongIsReleasedWithItsLatch() {
    press(1);
    press(2);
    pass(MergedPresses.UNSEEN_MS);
    release();
    pass(20);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.FAILSAFE);
    assertThat(toRobot()).containsExactly(1L);
  }

  @Test
  void aReleaseThatWentAnotherWayBringsTheMergedPressBack() {
    press(1);
    watcher.say(stop(2));
    robot.register.releaseStop(robot.release(driver.tag()), robot.atMs());
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.FAILSAFE);
    robot.beacon();
    assertThat(toRobot()).containsExactly(1L, 2L);
    pass(20);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(logged()).hasSize(2);
  }

  @Test
  void releasesWithoutEndReachTheRobotAsOftenAsAPersonPresses() {
    press(1);
    for (int i = 0; i < 200; i++) {
      ReleaseStop wrong =
          new ReleaseStop(robot.register.term(), new Numbered(7, 9999), robot.now(), 800, null, 0);
      driver.say(wrong);
      watcher.say(wrong);
      pass(20);
    }
    int most = ReleaseBudget.BURST + 4 * ReleaseBudget.PER_SECOND;
    assertThat(robot.link.all(ReleaseStop.class)).hasSizeBetween(most - 2, most);
    assertThat(driver.link.all(Refused.class))
        .extracting(Refused::code)
        .contains("latch_changed", "rate_limited");
    pass(1000);
    release();
    pass(20);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.FAILSAFE);
  }

  @Test
  void whoPressesAlsoTakesNobodysReleaseAway() {
    ReleaseBudget budget = new ReleaseBudget(0);
    for (int i = 0; i < 100; i++) {
      budget.take(8, 7, 0);
    }
    assertThat(budget.take(7, 7, 0)).isTrue();
    for (int i = 0; i < 100; i++) {
      budget.take(7, 7, 0);
    }
    assertThat(budget.take(7, 7, 0)).isFalse();
    assertThat(budget.take(9, 9, 0)).as("the next driver").isTrue();
  }

  @Test
  void aLockIsNeverMergedIntoAStopButAStopIntoALockIs() {
    Account root = new Account("root", "R", true);
    watcher = new TestClient(bench, "b", root, null);
    watcher.features = List.of(Features.ADMIN_LOCK);
    watcher.hello();
    watcher.select(SimulatedNode.ROBOT);
    press(1);
    watcher.say(lock(2));
    assertThat(robot.link.last(Stop.class)).isEqualTo(withOrigin(lock(2)));
    pass(20);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.ADMINISTRATOR);
    press(3);
    assertThat(toRobot()).containsExactly(1L, 2L);
    assertThat(answerTo(3).latchKind()).isEqualTo(LatchKind.ADMINISTRATOR);
  }

  private Stop withOrigin(Stop stop) {
    return new Stop(stop.cause(), stop.authority(), stop.stopId(), watcher.tag(), Numbered.NONE);
  }

  @Test
  void everyPeersFirstPressGoesOnAlsoWhileTheRobotIsStopped() {
    press(1);
    driver.say(stop(2));
    assertThat(robot.link.last(Stop.class).stopId()).isEqualTo(2);
    pass(20);
    assertThat(watcher.link.last(StopPressed.class).holder()).isEqualTo(driver.tag());
    press(3);
    assertThat(toRobot()).as("the first press of this one stands yet").containsExactly(1L, 2L);
    assertThat(driver.link.all(StopPressed.class)).hasSize(2);
  }

  @Test
  void severalSocketsOfOneAccountStopTheRobotOnceEach() {
    List<TestClient> many =
        IntStream.range(0, 8)
            .mapToObj(i -> bench.client("ben", i % 2 == 0 ? "a" : "b", null))
            .toList();
    int number = 0;
    for (TestClient each : many) {
      number++;
      each.as(String.format("%032x", number)).hello();
      each.select(SimulatedNode.ROBOT);
    }
    long id = 0;
    for (int round = 0; round < 100; round++) {
      for (TestClient each : many) {
        id++;
        each.say(stop(id));
      }
      pass(10);
    }
    assertThat(toRobot()).hasSize(many.size());
    assertThat(driver.link.all(StopPressed.class)).hasSize(many.size());
    assertThat(driver.link.closedWith).isNull();
    assertThat(logged()).hasSize(many.size());
  }

  @Test
  void anOlderClientsFloodIsNoOther() {
    OlderTestClient older = new OlderTestClient(bench, "a");
    older.press("stop");
    bench.pass(20, older, driver, watcher, robot);
    older.say(stop(1));
    bench.pass(20, older, driver, watcher, robot);
    for (int i = 2; i <= FLOOD && older.link.closedWith == null; i++) {
      older.say(stop(i));
    }
    assertThat(older.link.closedWith).isEqualTo(CloseCode.FLOODED);
    assertThat(toRobot()).containsExactly(1L);
    assertThat(driver.link.all(StopPressed.class)).hasSize(1);
  }

  @Test
  void anOlderClientThatSaysStopWithoutEndIsExecutedAndThenDismissed() {
    OlderTestClient older = new OlderTestClient(bench, "a");
    for (int i = 0; i < FLOOD && older.link.closedWith == null; i++) {
      older.press("stop");
    }
    assertThat(older.link.closedWith).isEqualTo(CloseCode.FLOODED);
    assertThat(driver.link.closedWith).isNull();
  }

  @Test
  void aPressWhoseFateIsUnknownWhenItsPresserLeavesIsNoted() {
    press(1);
    bench.isDawdling = true;
    watcher.say(stop(2));
    watcher.lose();
    assertThat(logged()).hasSize(2);
  }

  @Test
  void pressesThatReachNoRobotAreNotedOnceASecond() {
    robot.lose();
    for (int i = 1; i <= 50; i++) {
      watcher.say(stop(i));
      bench.pass(20, watcher);
    }
    assertThat(logged()).hasSize(1).allMatch(each -> each.fate().equals("no_robot"));
    bench.pass(20, watcher);
    watcher.say(stop(51));
    assertThat(logged()).hasSize(2);
  }

  @Test
  void anOlderRobotIsToldAStopNotMoreOftenThanItsLineTakes() {
    SimulatedNode other = OlderRobotScene.remembering();
    OlderTestRobot old = OlderTestRobot.live(other, "a");
    TestClient presser = other.pilot("ben", "b");
    other.pass(1000, presser, old);
    int told = old.link.sent.size();
    for (int i = 1; i <= 200; i++) {
      presser.say(stop(i));
    }
    assertThat(old.link.closedWith).isNull();
    assertThat(old.link.sent.size() - told).isLessThanOrEqualTo(2);
    Message first = old.link.sent.get(told);
    assertThat(first).isInstanceOf(MotorControl.class);
  }
}
