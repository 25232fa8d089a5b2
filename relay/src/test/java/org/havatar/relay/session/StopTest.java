package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.RobotName;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Features;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.Welcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class StopTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final TestRobot robot = TestRobot.live(bench, "a");

  public static Stop stop(long id) {
    return new Stop(Stop.Cause.PERSON, 0, id, 0, Numbered.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void whoeverMayWatchStopsTheRobotAtOnceAndEverybodyHearsIt(String loop) {
    TestClient driver = bench.pilot("ann", "a");
    driver.take();
    bench.accounts.rightsByAccount.put("ben", Right.WATCH);
    TestClient watcher = bench.pilot("ben", loop);
    watcher.say(stop(42));
    assertThat(robot.link.sent.get(robot.link.sent.size() - 1)).isInstanceOf(Stop.class);
    bench.pass(20, driver, watcher, robot);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
    for (TestClient each : new TestClient[] {driver, watcher}) {
      Stopped stopped = each.link.last(Stopped.class);
      assertThat(stopped.stopId()).isEqualTo(42);
      assertThat(stopped.zeroOutput()).isTrue();
    }
  }

  @Test
  void theNodeWritesOriginAuthorityAndCauseWhateverTheClientWrote() {
    TestClient watcher = bench.pilot("ben", "a");
    watcher.say(new Stop(Stop.Cause.LAPSE, Stop.ADMINISTRATOR, 42, 4711, new Numbered(9, 9)));
    assertThat(robot.link.last(Stop.class))
        .isEqualTo(new Stop(Stop.Cause.PERSON, 0, 42, watcher.tag(), Numbered.NONE));
  }

  public static Stop lock(long id) {
    return new Stop(Stop.Cause.PERSON, Stop.ADMINISTRATOR, id, 0, Numbered.NONE);
  }

  private TestClient watcher(boolean administrator, String... features) {
    TestClient client = new TestClient(bench, "b", new Account("root", "R", administrator), null);
    client.features = List.of(features);
    client.hello();
    client.select(SimulatedNode.ROBOT);
    return client;
  }

  @Test
  void anAdministratorsStopIsAnOrdinaryOneUnlessItIsMeantAsALock() {
    TestClient boss = watcher(true, Features.ADMIN_LOCK);
    assertThat(boss.link.last(Welcome.class).features()).containsExactly(Features.ADMIN_LOCK);
    boss.say(stop(42));
    assertThat(robot.link.last(Stop.class).authority()).isZero();
    boss.say(lock(43));
    assertThat(robot.link.last(Stop.class).authority()).isEqualTo(Stop.ADMINISTRATOR);
    bench.pass(20, boss, robot);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.ADMINISTRATOR);
    assertThat(boss.link.all(ErrorReport.class)).isEmpty();
  }

  @Test
  void anAdministratorsClientThatDoesNotKnowTheLockOnlyStops() {
    TestClient boss = watcher(true);
    assertThat(boss.link.last(Welcome.class).features()).isEmpty();
    boss.say(lock(42));
    assertThat(robot.link.last(Stop.class).authority()).isZero();
    assertThat(boss.link.all(ErrorReport.class)).isEmpty();
  }

  @Test
  void aLockOfSomebodyElseIsSaidNotToHaveLockedAndStopsAllTheSame() {
    TestClient watcher = watcher(false, Features.ADMIN_LOCK);
    assertThat(watcher.link.last(Welcome.class).features()).isEmpty();
    watcher.say(lock(42));
    assertThat(robot.link.last(Stop.class).authority()).isZero();
    ErrorReport error = watcher.link.last(ErrorReport.class);
    assertThat(error.code()).isEqualTo("not_permitted");
    assertThat(error.message()).startsWith("Stopped, but not locked");
    bench.pass(20, watcher, robot);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
  }

  @Test
  void aStopPassesAFullLinkAShutWindowAndEverythingThatWaits() {
    TestClient driver = bench.pilot("ann", "a");
    driver.take();
    bench.pass(40, driver, robot);
    robot.isReading = false;
    for (int i = 0; i < 20; i++) {
      driver.steer();
      bench.pass(20, driver);
    }
    robot.link.isFull = true;
    int drives = robot.link.drives().size();
    driver.steer();
    driver.say(stop(42));
    assertThat(robot.link.drives()).hasSize(drives);
    assertThat(robot.link.last(Stop.class).stopId()).isEqualTo(42);
  }

  @Test
  void whatWaitedWhenTheStopCameIsNeverWritten() {
    TestClient driver = bench.pilot("ann", "a");
    driver.take();
    bench.pass(40, driver, robot);
    robot.link.isFull = true;
    driver.steer();
    driver.say(stop(42));
    assertThat(driver.link.last(Ack.class).reason()).isEqualTo(Reason.LATCHED_STOP);
    robot.link.isFull = false;
    robot.writable();
    bench.pass(20);
    assertThat(robot.link.drives()).isEmpty();
  }

  @Test
  void aStopWithoutAnIdStillStopsUnderANewOneAndIsAnsweredAsOutOfRange() {
    TestClient driver = bench.pilot("ann", "a");
    driver.say(stop(0));
    driver.say(stop(0));
    assertThat(robot.link.all(Stop.class))
        .extracting(Stop::stopId)
        .hasSize(2)
        .doesNotContain(0L)
        .doesNotHaveDuplicates();
    assertThat(driver.link.last(ErrorReport.class).code()).isEqualTo("out_of_range");
  }

  @Test
  void aStopThatReachesNoRobotIsSaidNotToHaveStopped() {
    bench.accounts.robots.add(new RobotName("tank-2", "Second"));
    TestClient lost = bench.client("ann");
    lost.hello();
    lost.say(stop(1));
    assertThat(lost.link.last(ErrorReport.class).code()).isEqualTo("not_selected");
    TestClient client = bench.pilot("ben", "b");
    robot.lose();
    client.say(stop(2));
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("no_robot");
    assertThat(client.link.last(ErrorReport.class).message()).startsWith("Not stopped.");
  }

  @Test
  void aStopThatIsUnderWayWhenTheRobotLeavesIsAnsweredToo() {
    TestClient client = bench.pilot("ben", "b");
    robot.lose();
    ClientAddress from = new ClientAddress("b", "b.1", client.tag());
    bench.loopNamed("a").receive(new ToRobotSession.Press(SimulatedNode.ROBOT, from, stop(2)));
    bench.settle();
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("no_robot");
  }

  private ReleaseStop release(Stamp echo) {
    Long forged = 4711L;
    return new ReleaseStop(robot.register.term(), robot.register.latch(), echo, 300, forged, 3);
  }

  @Test
  void aReleaseGetsHolderAndRankFromTheNode() {
    bench.accounts.rank = 2;
    TestClient driver = bench.pilot("ann", "b");
    driver.take();
    bench.pass(40, driver, robot);
    driver.say(release(robot.now()));
    ReleaseStop carried = robot.link.last(ReleaseStop.class);
    assertThat(carried.holder()).isEqualTo(driver.tag());
    assertThat(carried.rank()).isEqualTo(2);
    bench.pass(20, driver, robot);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.FAILSAFE);
  }

  @Test
  void whoMayOnlyWatchReleasesNothing() {
    bench.accounts.rightsByAccount.put("ben", Right.WATCH);
    TestClient watcher = bench.pilot("ben", "a");
    watcher.say(release(robot.now()));
    assertThat(watcher.link.last(Refused.class).code()).isEqualTo("not_permitted");
    assertThat(watcher.link.last(Refused.class).request()).isEqualTo("release_stop");
    assertThat(robot.link.all(ReleaseStop.class)).isEmpty();
  }

  @Test
  void anOldReleaseIsStale() {
    TestClient driver = bench.pilot("ann", "b");
    driver.take();
    bench.pass(40, driver, robot);
    Stamp pressed = robot.now();
    bench.pass(400, driver, robot);
    driver.say(release(pressed));
    assertThat(driver.link.last(Refused.class).code()).isEqualTo("stale");
    assertThat(robot.link.all(ReleaseStop.class)).isEmpty();
  }

  @Test
  void theRobotsRefusalOfAReleaseReturnsToWhomItConcernsOnly() {
    TestClient driver = bench.pilot("ann", "b");
    driver.take();
    TestClient other = bench.pilot("ben", "a");
    bench.pass(40, driver, other, robot);
    driver.say(
        new ReleaseStop(robot.register.term(), new Numbered(7, 4000), robot.now(), 300, null, 0));
    bench.pass(20, driver, other, robot);
    Refused refused = driver.link.last(Refused.class);
    assertThat(refused.code()).isEqualTo("latch_changed");
    assertThat(refused.holder()).isNull();
    assertThat(other.link.all(Refused.class)).isEmpty();
  }

  @Test
  void aReleaseWithoutSelectionOrRobotIsRefused() {
    TestClient client = bench.pilot("ben", "b");
    Message release = release(robot.now());
    robot.lose();
    client.say(release);
    assertThat(client.link.last(Refused.class).code()).isEqualTo("no_robot");
    assertThat(client.link.all(Beacon.class)).isNotEmpty();
  }
}
