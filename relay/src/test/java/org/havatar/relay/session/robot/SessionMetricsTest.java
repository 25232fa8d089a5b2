package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.ObservedMetrics;
import org.havatar.relay.session.Sessions;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.StopTest;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Features;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sessions tell the operator, each once and with the right figure. */
class SessionMetricsTest {
  /** A command without an answer is settled then. */
  private static final long SETTLED_WITHIN_MS = 1000;

  private final SimulatedNode bench = new SimulatedNode();
  private final ObservedMetrics seen = bench.metrics;
  private final TestRobot robot = TestRobot.live(bench, "a");

  private TestClient driver(String loop) {
    TestClient driver = bench.pilot("ann", loop);
    driver.take();
    bench.pass(40, driver, robot);
    seen.all.clear();
    return driver;
  }

  private void robotAnswers() {
    robot.answer();
    bench.settle();
  }

  @Test
  void onOneLoopTheOwnShareIsTheTimeFromReadingToOffering() {
    TestClient driver = driver("a");
    bench.lookTakesNs = 1000;
    driver.steer();
    assertThat(seen.figures("command SAME_LOOP")).containsExactly(1000L);
    robotAnswers();
    // read, round trip, passed on: the third look at the clock
    assertThat(seen.figures("ack SAME_LOOP")).containsExactly(2000L);
    assertThat(seen.figures("command OTHER_LOOP")).isEmpty();
  }

  @Test
  void betweenLoopsTheWayIsPartOfTheOwnShare() {
    TestClient driver = driver("b");
    bench.isDawdling = true;
    driver.steer();
    bench.nowNs += 70_000;
    bench.deliver(1);
    assertThat(seen.figures("command OTHER_LOOP")).containsExactly(70_000L);
    robot.answer();
    bench.nowNs += 30_000;
    bench.deliver(100);
    assertThat(seen.figures("ack OTHER_LOOP")).contains(30_000L);
  }

  @Test
  void theRoundTripEndsWithTheRobotsAnswerAndTheLoopAgeIsTheRobots() {
    TestClient driver = driver("a");
    driver.steer();
    bench.nowNs += 12_000_000;
    robotAnswers();
    assertThat(seen.figures("round trip")).containsExactly(12_000_000L);
    assertThat(seen.figures("loop age")).as("it was latched").isEmpty();
    Drive newest = robot.link.drives().get(robot.link.drives().size() - 1);
    for (Reason reason : List.of(Reason.ACCEPTED, Reason.STALE)) {
      robot.say(new Ack(reason, newest.term(), newest.sequence(), robot.now(), 77, 0, 0, 0));
    }
    assertThat(seen.figures("loop age")).containsExactly(77L, 77L);
    assertThat(seen.figures("round trip")).as("answered already").hasSize(1);
  }

  @Test
  void aCommandThatHadToWaitForTheRobotIsNotTheNodesShare() {
    TestClient driver = driver("a");
    robot.link.isFull = true;
    driver.steer();
    robot.link.isFull = false;
    bench.pass(10, driver, robot);
    assertThat(seen.figures("command SAME_LOOP")).isEmpty();
    assertThat(seen.figures("round trip")).hasSize(1);
  }

  @Test
  void everyCommandIsSettledOnce() {
    TestClient driver = driver("a");
    driver.steer(); // the failsafe latch of the new term: refused, it moves
    bench.pass(20, driver, robot);
    assertThat(seen.figures("settled LATCHED_STOP")).hasSize(1);
    bench.nowMs += 5;
    TestClient stranger = bench.pilot("ben", "b");
    stranger.steer();
    bench.pass(20, driver, stranger, robot);
    assertThat(seen.figures("settled NOT_HOLDER")).hasSize(1);
    robot.isReading = false;
    driver.steer();
    bench.pass(SETTLED_WITHIN_MS - 10, driver);
    assertThat(seen.figures("settled null")).isEmpty();
    bench.pass(20, driver);
    assertThat(seen.figures("settled null")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"true, DRIVER", "false, WATCHER"})
  void aStopIsCountedOnceWithWhoPressedIt(boolean isDriver, String presser) {
    TestClient driver = driver("a");
    TestClient other = bench.pilot("ben", "b");
    TestClient by = isDriver ? driver : other;
    by.say(StopTest.stop(42));
    by.say(StopTest.stop(42));
    assertThat(seen.figures("stop " + presser)).hasSize(1);
  }

  @Test
  void anAdministratorsStopIsCountedLikeEverybodysAndTheirLockOfItsOwn() {
    TestClient boss = new TestClient(bench, "b", new Account("root", "Root", true), null);
    boss.features = List.of(Features.ADMIN_LOCK);
    boss.hello();
    boss.select(SimulatedNode.ROBOT);
    boss.say(StopTest.stop(42));
    assertThat(seen.figures("stop WATCHER")).hasSize(1);
    boss.say(new Stop(Stop.Cause.PERSON, Stop.ADMINISTRATOR, 43, 0, Numbered.NONE));
    assertThat(seen.figures("stop ADMINISTRATOR")).hasSize(1);
  }

  private Stopped stopped(boolean zeroOutput) {
    Stop stop = robot.link.last(Stop.class);
    return new Stopped(
        zeroOutput,
        robot.register.latchKind(),
        stop.stopId(),
        robot.register.latch(),
        robot.now(),
        0);
  }

  @Test
  void aStopIsConfirmedByZeroOutputOnly() {
    TestClient watcher = bench.pilot("ben", "a");
    watcher.say(StopTest.stop(42));
    bench.nowMs += 80;
    robot.say(stopped(false));
    assertThat(seen.figures("stop confirmed")).isEmpty();
    bench.nowMs += 40;
    robot.say(stopped(true));
    robot.say(stopped(true));
    assertThat(seen.figures("stop confirmed")).containsExactly(120L);
    assertThat(seen.figures("stop unconfirmed")).isEmpty();
  }

  @Test
  void aStopThatIsNotConfirmedIn500MsIsCountedThen() {
    TestClient watcher = bench.pilot("ben", "a");
    watcher.say(StopTest.stop(42));
    bench.pass(StopTimes.CONFIRM_WITHIN_MS, watcher);
    assertThat(seen.figures("stop unconfirmed")).isEmpty();
    bench.pass(10, watcher);
    assertThat(seen.figures("stop unconfirmed")).hasSize(1);
    robot.say(stopped(true));
    bench.pass(1000, watcher);
    assertThat(seen.figures("stop unconfirmed")).hasSize(1);
  }

  @Test
  void leasesLatchesAndFreezesAreCounted() {
    driver("a").say(StopTest.stop(42));
    bench.pass(40, robot);
    assertThat(seen.figures("latched STOP")).hasSize(1);
    bench.pass(11_000, robot);
    assertThat(seen.figures("lease SILENT")).hasSize(1);
    bench.freeze(Sessions.FREEZE_MS + 1);
    bench.loopNamed("a").enter(bench.nowMs);
    assertThat(seen.figures("froze")).isNotEmpty();
  }

  @Test
  void aRobotIsThereFromItsWelcomeUntilItsConnectionEnds() {
    assertThat(seen.connected).isEqualTo(List.of(SimulatedNode.ROBOT));
    assertThat(seen.robots).containsKey(SimulatedNode.ROBOT);
    robot.lose();
    assertThat(seen.connected).isEmpty();
  }

  @Test
  void whatNoMessageFromALinkHasCausedIsNobodysShare() {
    TestClient driver = driver("a");
    driver.steer();
    seen.all.clear();
    Sessions loop = bench.loopNamed("a");
    Ack ack = new Ack(Reason.STALE, new Numbered(7, 2), new Sequence(1), robot.now(), 0, 0, 0, 0);
    ClientAddress to = new ClientAddress("a", driver.id(), driver.tag());
    ToClientSession told =
        new ToClientSession.Acknowledged(to, SimulatedNode.ROBOT, ack, SessionMessage.UNKNOWN_NS);
    bench.turn(loop, () -> loop.receive(told));
    assertThat(driver.acks()).last().isEqualTo(Reason.STALE);
    assertThat(seen.figures("ack SAME_LOOP")).isEmpty();
  }

  @Test
  void whatTheNodeRefusesItselfIsNoAnswerOfTheRobot() {
    TestClient driver = driver("a");
    robot.link.isFull = true;
    driver.steer();
    assertThat(driver.acks()).containsExactly(Reason.LINK_FULL);
    assertThat(seen.figures("ack SAME_LOOP")).isEmpty();
  }
}
