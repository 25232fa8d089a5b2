package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.session.FakeStoreReach;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.StopTest;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.RobotName;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One driver and one robot, on one loop and on two: what goes on, and why what doesn't. */
class DrivingTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final TestRobot robot = TestRobot.live(bench, "a");

  private TestClient driver(String account, String loop) {
    TestClient client = bench.pilot(account, loop);
    client.take();
    bench.pass(40, client, robot);
    assertThat(robot.register.isHeld()).isTrue();
    return client;
  }

  private Reason refusal(TestClient client, Drive drive) {
    int drives = robot.link.drives().size();
    long counted = total();
    client.say(drive);
    assertThat(robot.link.drives()).as("not written to the robot").hasSize(drives);
    Ack ack = client.link.last(Ack.class);
    assertThat(ack.sequence()).isEqualTo(drive.sequence());
    assertThat(ack.stamp()).isEqualTo(new Stamp(0));
    assertThat(total()).as("counted once").isEqualTo(counted + 1);
    return ack.reason();
  }

  private long total() {
    return bench.drops.snapshot().values().stream().mapToLong(Long::longValue).sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void theHoldersSetpointReachesTheRobotUnchangedAndItsAckReturns(String loop) {
    TestClient client = driver("ann", loop);
    Drive drive = client.drive(client.link.last(Beacon.class).term(), robot.now());
    client.say(drive);
    assertThat(robot.link.drives()).containsExactly(drive);
    bench.pass(20, client, robot);
    assertThat(client.link.last(Ack.class).sequence()).isEqualTo(drive.sequence());
    assertThat(client.link.last(Ack.class).stamp()).isNotEqualTo(new Stamp(0));
    assertThat(bench.drops.snapshot()).isEmpty();
  }

  @Test
  void withoutASelectedRobotNothingIsDriven() {
    bench.accounts.robots.add(new RobotName("tank-2", "Second"));
    TestClient client = bench.client("ann");
    client.hello();
    assertThat(refusal(client, client.drive(robot.register.term(), robot.now())))
        .isEqualTo(Reason.NO_ROBOT);
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("not_selected");
  }

  @Test
  void aWatcherIsNotPermittedToDriveEvenAsHolder() {
    TestClient client = driver("ann", "a");
    bench.accounts.rightsByAccount.put("ann", Right.WATCH);
    client.select(SimulatedNode.ROBOT);
    assertThat(refusal(client, client.drive(robot.register.term(), robot.now())))
        .isEqualTo(Reason.NOT_PERMITTED);
  }

  @Test
  void aRightThatIsTakenBackEndsWithinASecondOrSoAndSoDoesTheLease() {
    TestClient client = driver("ann", "b");
    bench.accounts.rightsByAccount.put("ann", Right.WATCH);
    bench.loopNamed("b").onAccountChanged("ann");
    bench.pass(20, client, robot);
    assertThat(robot.register.isHeld()).isFalse();
    assertThat(client.link.last(Lease.class).cause()).isEqualTo(Lease.Cause.REVOKED);
    assertThat(refusal(client, client.drive(robot.register.term(), robot.now())))
        .isEqualTo(Reason.NOT_PERMITTED);
    bench.accounts.rightsByAccount.put("ann", Right.NONE);
    bench.pass(Capability.CONFIRM_EVERY_MS + SelectedRobot.RIGHTS_EVERY_MS + 20, client, robot);
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("not_permitted");
    int beacons = client.link.all(Beacon.class).size();
    bench.pass(3000, client, robot);
    assertThat(client.link.all(Beacon.class)).hasSize(beacons);
  }

  @Test
  void rightsThatNobodyCanConfirmEndDrivingAfterTheirGraceButNotStopping() {
    TestClient client = driver("ann", "a");
    bench.accounts.isBroken = true;
    for (long passed = 0; passed < FakeStoreReach.GRACE_MS - 1500; passed += 20) {
      client.steer();
      bench.pass(20, client, robot);
    }
    assertThat(bench.drops.of(Reason.NOT_PERMITTED)).isZero();
    bench.pass(1500, client, robot);
    assertThat(refusal(client, client.drive(robot.register.term(), robot.now())))
        .isEqualTo(Reason.NOT_PERMITTED);
    client.say(StopTest.stop(5));
    assertThat(robot.link.last(Stop.class).stopId()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void aRobotThatLeftIsSaidAndNoRobotTakesTheSetpoint(String loop) {
    TestClient client = driver("ann", loop);
    Numbered term = robot.register.term();
    robot.lose();
    assertThat(client.link.last(RobotSelected.class).online()).isFalse();
    assertThat(refusal(client, client.drive(term, robot.now()))).isEqualTo(Reason.NO_ROBOT);
  }

  private static ToRobotSession setpoint(ClientAddress from, Drive drive) {
    return new ToRobotSession.Setpoint(SimulatedNode.ROBOT, from, drive, SessionMessage.UNKNOWN_NS);
  }

  @Test
  void aSetpointThatIsUnderWayWhenTheRobotLeavesIsAnsweredWithNoRobot() {
    TestClient client = driver("ann", "b");
    ClientAddress address = new ClientAddress("b", "b.1", client.tag());
    Drive late = client.drive(robot.register.term(), robot.now());
    robot.lose();
    bench.loopNamed("a").receive(setpoint(address, late));
    bench.settle();
    assertThat(client.link.last(Ack.class)).isEqualTo(Ack.refusedByNode(late, Reason.NO_ROBOT));
  }

  @Test
  void anEarlierTermIsOldAndALaterOneUnknown() {
    TestClient client = driver("ann", "a");
    Numbered term = robot.register.term();
    assertThat(refusal(client, client.drive(new Numbered(7, 1), robot.now())))
        .isEqualTo(Reason.TERM_OLD);
    assertThat(refusal(client, client.drive(term.next(), robot.now())))
        .isEqualTo(Reason.TERM_UNKNOWN);
    assertThat(refusal(client, client.drive(new Numbered(8, 1), robot.now())))
        .isEqualTo(Reason.TERM_UNKNOWN);
  }

  @Test
  void beforeTheRobotHasSaidWhoDrivesEveryTermIsUnknown() {
    robot.lose();
    TestRobot silent = new TestRobot(bench, "a", 7, 77);
    silent.hello();
    TestClient client = bench.pilot("ann", "a");
    client.say(client.drive(new Numbered(0, 0), silent.now()));
    client.say(client.drive(new Numbered(7, 1), silent.now()));
    assertThat(client.acks()).containsExactly(Reason.TERM_UNKNOWN, Reason.TERM_UNKNOWN);
    assertThat(silent.link.drives()).isEmpty();
  }

  @Test
  void aFreeRobotIsNotDriven() {
    TestClient client = bench.pilot("ann", "a");
    assertThat(refusal(client, client.drive(robot.register.term(), robot.now())))
        .isEqualTo(Reason.NO_LEASE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void nobodyButTheHolderDrives(String loop) {
    driver("ann", "a");
    TestClient other = bench.pilot("ben", loop);
    assertThat(refusal(other, other.drive(robot.register.term(), robot.now())))
        .isEqualTo(Reason.NOT_HOLDER);
  }

  @Test
  void theRobotsLoopChecksTheHolderAgainWhateverTheClientsLoopBelieved() {
    driver("ann", "a");
    ClientAddress liar = new ClientAddress("b", "b.9", 4711);
    Drive drive = new Drive(robot.register.term(), new Sequence(9), robot.now(), 300, 0, 500, 500);
    bench.loopNamed("a").receive(setpoint(liar, drive));
    assertThat(robot.link.drives()).isEmpty();
    assertThat(bench.drops.of(Reason.NOT_HOLDER)).isEqualTo(1);
  }

  @Test
  void anObviousRepetitionIsOldButAFarJumpIsLeftToTheRobot() {
    TestClient client = driver("ann", "a");
    Numbered term = robot.register.term();
    client.sequence = 5000;
    Drive drive = client.drive(term, robot.now());
    client.say(drive);
    assertThat(refusal(client, drive)).isEqualTo(Reason.SEQUENCE_OLD);
    client.sequence = 4990;
    assertThat(refusal(client, client.drive(term, robot.now()))).isEqualTo(Reason.SEQUENCE_OLD);
    client.sequence = 100;
    client.say(client.drive(term, robot.now()));
    assertThat(robot.link.drives()).hasSize(2);
  }

  @Test
  void sequencesWrap() {
    TestClient client = driver("ann", "a");
    client.sequence = -2;
    for (int i = 0; i < 4; i++) {
      client.say(client.drive(robot.register.term(), robot.now()));
    }
    assertThat(robot.link.drives()).hasSize(4);
  }

  @Test
  void aCommandIsStaleOneMillisecondAfterItsTimeToLiveAndFreshAtIt() {
    TestClient client = driver("ann", "a");
    robot.isBeaconing = false;
    Numbered term = robot.register.term();
    robot.beacon();
    Stamp echo = robot.now();
    bench.pass(300);
    robot.say(robot.register.current(robot.atMs())); // no stamp, the clock runs on without one
    Drive atLimit = client.drive(term, echo);
    client.say(atLimit);
    assertThat(robot.link.drives()).containsExactly(atLimit);
    bench.freeze(1);
    assertThat(refusal(client, client.drive(term, echo))).isEqualTo(Reason.STALE);
  }

  @Test
  void acksGoToTheHolderOnlyAndBeaconsToEveryWatcherOfThatRobotOnly() {
    bench.accounts.robots.add(new RobotName("tank-2", "Second"));
    TestClient holder = driver("ann", "a");
    TestClient watcher = bench.pilot("ben", "b");
    TestClient elsewhere = bench.client("cat", "b", "tank-2");
    elsewhere.hello();
    for (int i = 0; i < 10; i++) {
      holder.steer();
      bench.pass(20, holder, watcher, robot);
    }
    assertThat(holder.link.all(Ack.class)).isNotEmpty();
    assertThat(watcher.link.all(Ack.class)).isEmpty();
    assertThat(watcher.link.all(Beacon.class)).isNotEmpty();
    assertThat(elsewhere.link.all(Beacon.class)).isEmpty();
    assertThat(elsewhere.link.all(Lease.class)).isEmpty();
  }

  @Test
  void anAckOfTheTermBeforeStillReachesWhoeverHeldIt() {
    TestClient client = driver("ann", "b");
    Drive drive = client.drive(robot.register.term(), robot.now());
    client.say(new ReleaseLease());
    bench.pass(20, robot);
    robot.say(new Ack(Reason.TERM_OLD, drive.term(), drive.sequence(), robot.now(), 0, 1000, 0, 0));
    assertThat(client.link.last(Ack.class).reason()).isEqualTo(Reason.TERM_OLD);
  }

  @Test
  void selectingAnotherRobotLeavesTheFormerAtOnce() {
    bench.accounts.robots.add(new RobotName("tank-2", "Second"));
    TestClient client = driver("ann", "a");
    client.select("tank-2");
    int beacons = client.link.all(Beacon.class).size();
    bench.pass(200, client, robot);
    assertThat(client.link.all(Beacon.class)).hasSize(beacons);
    assertThat(refusal(client, client.drive(robot.register.term(), robot.now())))
        .isEqualTo(Reason.NO_ROBOT);
  }

  @Test
  void aSlowClientLosesBeaconsAndTheyAreCounted() {
    TestClient client = driver("ann", "a");
    client.link.isFull = true;
    int beacons = client.link.all(Beacon.class).size();
    robot.beacon();
    assertThat(client.link.all(Beacon.class)).hasSize(beacons);
    assertThat(bench.drops.of(Reason.LINK_FULL)).isEqualTo(1);
  }

  @Test
  void aRobotThatRestartsWithAHigherBootVoidsTermAndStamps() {
    TestClient client = driver("ann", "b");
    Numbered former = robot.register.term();
    robot.lose();
    TestRobot restarted = new TestRobot(bench, "a", 8, 88);
    restarted.hello();
    restarted.say(restarted.register.current(restarted.atMs()));
    assertThat(client.link.last(RobotSelected.class).online()).isTrue();
    assertThat(client.link.last(Lease.class).term()).isEqualTo(new Numbered(8, 1));
    client.say(client.drive(former, restarted.now()));
    assertThat(client.acks()).contains(Reason.TERM_OLD);
    assertThat(restarted.link.drives()).isEmpty();
  }

  @Test
  void aClosedClientSocketEndsNoLeaseAndSendsNoStop() {
    TestClient client = driver("ann", "b");
    int before = robot.link.sent.size();
    client.lose();
    bench.pass(1000, robot);
    assertThat(robot.register.isHeld()).isTrue();
    assertThat(robot.link.sent.subList(before, robot.link.sent.size()))
        .allMatch(each -> each instanceof Ping);
  }

  @Test
  void whatTheClientsLoopKnowsToBeRefusedNeverLeavesIt() {
    driver("ann", "a");
    TestClient other = bench.pilot("ben", "b");
    bench.isDawdling = true;
    other.say(other.drive(robot.register.term(), robot.now()));
    assertThat(bench.underWay).isEmpty();
    assertThat(other.acks()).containsExactly(Reason.NOT_HOLDER);
  }

  @Test
  void aLateMessageOfTheFormerRobotIsNotTakenForOneOfTheSelected() {
    TestClient client = bench.pilot("ann", "a");
    Beacon known = client.link.last(Beacon.class);
    Beacon other = robot.beaconOf(new Numbered(7, 9), client.tag());
    ClientAddress to = new ClientAddress("a", client.id(), client.tag());
    bench.loopNamed("a").receive(new ToClientSession.Heard(to, "tank-2", other));
    assertThat(client.link.last(Beacon.class)).isEqualTo(known);
    bench.loopNamed("a").receive(new ToClientSession.Heard(to, SimulatedNode.ROBOT, other));
    assertThat(client.link.last(Beacon.class)).isEqualTo(other);
  }
}
