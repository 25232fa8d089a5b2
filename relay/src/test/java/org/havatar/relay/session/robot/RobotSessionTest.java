package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.directory.NodeMessage;
import org.havatar.relay.directory.Replication;
import org.havatar.relay.directory.Route;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.StopTest;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.connection.Heartbeat;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.message.Addressee;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToRobotSession.Watch.Part;
import org.havatar.relay.session.port.Boots;
import org.havatar.relay.session.port.RobotRegistry;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.BootConflict;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.Robots;
import org.havatar.transports.wire.SelectRobot;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.TakeLease;
import org.havatar.transports.wire.Welcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RobotSessionTest {
  private static final Numbered TERM = new Numbered(7, 1);

  private final SimulatedNode bench = new SimulatedNode();

  private TestRobot connected(String loop, long boot, long startId) {
    TestRobot robot = new TestRobot(bench, loop, boot, startId);
    robot.hello();
    return robot;
  }

  @Test
  void aRobotIsWelcomedWithoutAHolderAndIsOnlineThen() {
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
    robot.hello();
    assertThat(robot.link.last(Welcome.class).holder()).isNull();
    assertThat(bench.directory.leading(SimulatedNode.ROBOT)).isEqualTo("a");
    assertThat(bench.boots.recorded).containsExactly(7L);
  }

  @Test
  void whatComesBeforeHelloIsRefusedAndNotBelieved() {
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    robot.beacon();
    assertThat(robot.link.last(ErrorReport.class).code()).isEqualTo("hello_first");
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
  }

  @Test
  void noHelloWithinFiveSecondsClosesTheConnection() {
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    bench.pass(Session.HELLO_WITHIN_MS - 2 * SimulatedNode.TICK_MS);
    robot.beacon();
    bench.pass(SimulatedNode.TICK_MS);
    assertThat(robot.link.closedWith).isNull();
    bench.pass(SimulatedNode.TICK_MS);
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.SILENT);
  }

  @Test
  void aKeyOfOneRobotIsNoHelloForAnother() {
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    robot.hello("tank-2");
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.NOT_PERMITTED);
    assertThat(bench.directory.knows("tank-2")).isFalse();
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
  }

  @Test
  void anUnknownVersionIsSaidAndAnotherHelloMayFollow() {
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    robot.say(new RobotHello(List.of(9), List.of(), SimulatedNode.ROBOT, 7, 77, "x"));
    assertThat(robot.link.last(ErrorReport.class).code()).isEqualTo("version_unsupported");
    robot.hello();
    assertThat(robot.link.all(Welcome.class)).hasSize(1);
  }

  private static RobotHello hello(long connection) {
    return new RobotHello(List.of(1), List.of(), SimulatedNode.ROBOT, 7, 77, "test/1", connection);
  }

  @Test
  void aHelloThatWasOvertakenByALaterConnectionsIsReplacedAndNoSecondDevice() {
    TestRobot late = new TestRobot(bench, "b", 7, 77);
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    robot.say(hello(2));
    late.say(hello(1));
    assertThat(late.link.closedWith).isEqualTo(CloseCode.REPLACED);
    assertThat(late.link.all(ErrorReport.class)).isEmpty();
    assertThat(robot.link.closedWith).isNull();
    assertThat(bench.directory.leading(SimulatedNode.ROBOT)).isEqualTo("a");
  }

  @Test
  void aBootConflictIsToldAndTheNextHelloIsWelcomed() {
    bench.boots.answer = new Boots.Answer.Conflict(12);
    TestRobot robot = connected("a", 7, 77);
    assertThat(robot.link.last(BootConflict.class).highest()).isEqualTo(12);
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
    bench.boots.answer = new Boots.Answer.Accepted();
    robot.say(new RobotHello(List.of(1), List.of(), SimulatedNode.ROBOT, 13, 77, "x"));
    assertThat(robot.link.all(Welcome.class)).hasSize(1);
    assertThat(bench.boots.recorded).containsExactly(7L, 13L);
  }

  @Test
  void aBootNumberThatCannotBeRecordedIsNotWelcomed() {
    bench.boots.answer = new Boots.Answer.Unavailable();
    TestRobot robot = connected("a", 7, 77);
    assertThat(robot.link.last(ErrorReport.class).code()).isEqualTo("unavailable");
    assertThat(robot.link.all(Welcome.class)).isEmpty();
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.GOING_AWAY);
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
  }

  @Test
  void aConnectionThatIsGoneWhenItsBootNumberIsRecordedNeverComesOnline() {
    bench.boots.isSlow = true;
    TestRobot robot = connected("a", 7, 77);
    robot.beacon();
    assertThat(robot.link.last(ErrorReport.class).code()).isEqualTo("hello_first");
    robot.lose();
    bench.boots.waiting.forEach(each -> each.accept(new Boots.Answer.Accepted()));
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
    assertThat(robot.link.all(Welcome.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void aSecondLiveDeviceIsRefusedByNameWhateverItsBootNumber(String loop) {
    TestRobot first = TestRobot.live(bench, "a");
    bench.pass(5000, first);
    TestRobot second = connected(loop, 8, 88);
    assertThat(second.link.closedWith).isEqualTo(CloseCode.SECOND_DEVICE);
    assertThat(second.link.last(ErrorReport.class).message()).contains(SimulatedNode.ROBOT);
    assertThat(first.link.closedWith).isNull();
    assertThat(bench.directory.leading(SimulatedNode.ROBOT)).isEqualTo("a");
    assertThat(bench.boots.recorded).containsExactly(7L);
  }

  @Test
  void ofTwoDevicesThatSayHelloAtOnceOnlyOneIsWelcomed() {
    bench.boots.isSlow = true;
    TestRobot first = connected("a", 7, 77);
    TestRobot second = connected("b", 7, 88);
    bench.boots.waiting.forEach(each -> each.accept(new Boots.Answer.Accepted()));
    bench.settle();
    assertThat(first.link.closedWith).isNull();
    assertThat(second.link.closedWith).isEqualTo(CloseCode.SECOND_DEVICE);
  }

  @Test
  void aDeviceThatNoLongerAnswersIsReplacedByAnotherStartAfterThreeSecondsAndNotBefore() {
    TestRobot first = TestRobot.live(bench, "a");
    first.isReading = false;
    bench.pass(RobotRegistry.LIVE_FOR_MS - SimulatedNode.TICK_MS);
    assertThat(connected("b", 8, 88).link.closedWith).isEqualTo(CloseCode.SECOND_DEVICE);
    bench.pass(SimulatedNode.TICK_MS);
    TestRobot second = connected("b", 8, 88);
    assertThat(second.link.closedWith).isNull();
    assertThat(first.link.closedWith).isEqualTo(CloseCode.REPLACED);
    assertThat(bench.directory.leading(SimulatedNode.ROBOT)).isEqualTo("b");
  }

  @Test
  void bytesAloneDontMakeADeviceLiveOnlyAnswersDo() {
    TestRobot first = TestRobot.live(bench, "a");
    first.isReading = false;
    for (int i = 0; i < 300; i++) {
      bench.pass(10);
      first.beacon();
    }
    assertThat(connected("b", 8, 88).link.closedWith).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void aNewerConnectionOfTheSameStartReplacesTheOlderAndALateDisconnectRemovesNothing(String loop) {
    TestRobot older = TestRobot.live(bench, "a");
    TestClient watcher = bench.pilot("ann", "b");
    TestRobot newer = TestRobot.live(bench, loop);
    assertThat(older.link.closedWith).isEqualTo(CloseCode.REPLACED);
    assertThat(newer.link.closedWith).isNull();
    older.lose();
    assertThat(bench.directory.leading(SimulatedNode.ROBOT)).isEqualTo(loop);
    watcher.say(StopTest.stop(5));
    assertThat(newer.link.last(Stop.class).stopId()).isEqualTo(5);
    assertThat(older.link.all(Stop.class)).isEmpty();
    int beacons = watcher.link.all(Beacon.class).size();
    newer.beacon();
    assertThat(watcher.link.all(Beacon.class).size()).isGreaterThan(beacons);
  }

  @Test
  void aRobotThatIsSilentForFiveSecondsIsClosedAndOffline() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient watcher = bench.pilot("ann", "b");
    robot.isReading = false;
    bench.pass(Heartbeat.SILENT_MS - SimulatedNode.TICK_MS, watcher);
    assertThat(robot.link.closedWith).isNull();
    bench.pass(SimulatedNode.TICK_MS, watcher);
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.SILENT);
    assertThat(watcher.link.last(RobotSelected.class).online()).isFalse();
  }

  @Test
  void aRobotIsPingedEachSecondAndTenTimesAsOftenWhileItIsDrivenAndProvesNothing() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "b");
    bench.pass(10_000, robot, client);
    assertThat(robot.link.all(Ping.class)).hasSizeBetween(10, 11);
    client.take();
    bench.pass(100, robot, client);
    int before = robot.link.all(Ping.class).size();
    robot.isReading = false;
    bench.pass(1000, robot, client);
    assertThat(robot.link.all(Ping.class).size() - before).isBetween(9, 11);
  }

  @Test
  void anAckThatAnswersNothingOfOursProvesNothing() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "b");
    client.take();
    bench.pass(100, robot, client);
    robot.isReading = false;
    int before = robot.link.all(Ping.class).size();
    for (int i = 0; i < 50; i++) {
      robot.say(new Ack(Reason.ACCEPTED, TERM, new Sequence(i), robot.now(), 0, 1000, 0, 0));
      bench.pass(20, robot, client);
    }
    assertThat(robot.link.all(Ping.class).size() - before).isBetween(8, 11);
  }

  @Test
  void aRobotsPingIsAnsweredWithItsOwnStampCopied() {
    TestRobot robot = TestRobot.live(bench, "a");
    robot.say(new Ping(4, robot.now().millis()));
    assertThat(robot.link.last(Pong.class))
        .isEqualTo(new Pong(4, robot.now().millis(), false, new Stamp(0)));
  }

  @Test
  void whatARobotNeverSendsIsCountedAnsweredOnceASecondAndReachesNobody() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "b");
    int heard = client.link.sent.size();
    List<Message> wrong =
        List.of(
            new Drive(TERM, new Sequence(1), robot.now(), 300, 0, 1, 1),
            StopTest.stop(5),
            new Board(
                false,
                false,
                false,
                0,
                1,
                new Stamp(1),
                TERM,
                new Sequence(1),
                TERM,
                0,
                0,
                0,
                255,
                Reason.ACCEPTED,
                0),
            new ClientHello(List.of(1), List.of(), TestClient.INSTANCE, "x"),
            new Welcome(1, List.of(), "n", "s", null),
            new BootConflict(99),
            new Robots(List.of()),
            new SelectRobot(SimulatedNode.ROBOT),
            new RobotSelected(SimulatedNode.ROBOT, "x", true, null),
            new TakeLease(),
            new ReleaseLease(),
            new Propose(1, Propose.Action.TAKE, TERM, 5, "x", 3, 1000, robot.now()),
            new ReleaseStop(TERM, TERM, robot.now(), 300, 5L, 3));
    wrong.forEach(robot::say);
    assertThat(bench.drops.of(Reason.WRONG_DIRECTION)).isEqualTo(wrong.size());
    assertThat(robot.link.all(ErrorReport.class)).hasSize(1);
    assertThat(robot.link.last(ErrorReport.class).code()).isEqualTo("wrong_direction");
    assertThat(client.link.sent).hasSize(heard);
    assertThat(robot.link.closedWith).isNull();
  }

  @Test
  void aFloodingRobotIsRateLimited() {
    TestRobot robot = TestRobot.live(bench, "a");
    for (int i = 0; i <= RobotSession.BINARY_BURST; i++) {
      robot.beacon();
    }
    assertThat(bench.drops.of(Reason.RATE_LIMITED)).isPositive();
    assertThat(robot.link.last(ErrorReport.class).code()).isEqualTo("rate_limited");
  }

  @Test
  void anAnnouncementOfAnEarlierTermOrBootIsIgnored() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "b");
    client.take();
    bench.pass(20, robot, client);
    Numbered current = robot.register.term();
    int beacons = client.link.all(Beacon.class).size();
    robot.say(robot.beaconOf(TERM, 4711));
    Beacon otherClock = robot.beaconOf(new Numbered(6, 900), 4711);
    robot.say(TestRobot.withStamp(otherClock, robot.now().plusMs(1_000_000)));
    robot.say(
        new Ack(
            Reason.TERM_OLD,
            new Numbered(6, 900),
            new Sequence(1),
            robot.now().plusMs(1_000_000),
            0,
            1000,
            0,
            0));
    robot.say(new Lease(null, TERM, 4711, "x", 1000, Lease.Cause.TAKEN, null));
    assertThat(client.link.all(Beacon.class)).hasSize(beacons);
    assertThat(client.link.last(Lease.class).holder()).isEqualTo(client.tag());
    Drive drive = client.drive(current, robot.now());
    client.say(drive);
    assertThat(robot.link.drives()).contains(drive);
  }

  @Test
  void aHigherBootOnTheSameConnectionVoidsTheOldStamps() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "a");
    robot.say(robot.beaconOf(new Numbered(8, 1), client.tag()));
    // A clock that starts anew, far behind the old one; the new boot's echo is fresh.
    Beacon jumped = robot.beaconOf(new Numbered(9, 1), client.tag());
    Stamp fresh = jumped.stamp().plusMs(-1_000_000);
    robot.say(TestRobot.withStamp(jumped, fresh));
    Drive drive = client.drive(new Numbered(9, 1), fresh);
    client.say(drive);
    assertThat(robot.link.drives()).containsExactly(drive);
  }

  @Test
  void aWatcherThatStopsRenewingIsForgotten() {
    Watchers watchers = new Watchers();
    ClientAddress address = new ClientAddress("b", "b.1", 5);
    assertThat(watchers.renew(address, "Anna", Part.ALL, 1000)).isTrue();
    assertThat(watchers.renew(address, "Anna", Part.ALL, 2000)).isFalse();
    watchers.onTick(2000 + Watchers.GONE_AFTER_MS - 1);
    assertThat(watchers.told()).containsExactly(new Addressee.Watchers("b"));
    assertThat(watchers.told(5)).containsExactly(address);
    watchers.onTick(2000 + Watchers.GONE_AFTER_MS - 1 + Watchers.LOOK_EVERY_MS);
    assertThat(watchers.told()).isEmpty();
    assertThat(watchers.told(5)).isEmpty();
  }

  @Test
  void aRobotThatAnswersWithAnAckNobodyWaitsForTellsNobody() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "b");
    robot.say(new Ack(Reason.TERM_OLD, TERM, new Sequence(1), robot.now(), 0, 1000, 0, 0));
    assertThat(client.link.all(Ack.class)).isEmpty();
  }

  /** Of a robot that has another connection at a node of which this one has heard. */
  private void alsoElsewhere(long connection) {
    Replication.Carrier nobody =
        new Replication.Carrier() {
          @Override
          public void publish(NodeMessage message) {}

          @Override
          public void send(String node, NodeMessage message) {}
        };
    Replication others =
        new Replication("n1", 2, bench.directory, () -> false, nobody, bench.drops(), 0);
    others.onMessage(new NodeMessage.Alive("n2", 2, 1, false, 1, 0), 0);
    Route route =
        new Route(
            SimulatedNode.ROBOT, "n.n2.0", new Numbered(7, connection), 77, false, false, false);
    others.onMessage(new NodeMessage.All("n2", 1, 0, 1, List.of(route)), 0);
  }

  @Test
  void overAConnectionThatHearsNothingNothingIsSentWhileThereIsAnother() {
    TestRobot robot = TestRobot.live(bench, "a");
    alsoElsewhere(9);
    bench.pass(3000, robot);
    assertThat(bench.directory.nearest(SimulatedNode.ROBOT)).isEqualTo("a");
    robot.isReading = false;
    bench.pass(3000, robot);
    assertThat(robot.link.closedWith).isNull();
    assertThat(bench.directory.nearest(SimulatedNode.ROBOT)).isEqualTo("n.n2.0");
    robot.isReading = true;
    bench.pass(1100, robot);
    assertThat(bench.directory.nearest(SimulatedNode.ROBOT)).isEqualTo("a");
  }

  @Test
  void aConnectionThatTheRobotsBeaconCallsTheFirstLeads() {
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    robot.say(new RobotHello(List.of(1), List.of(), SimulatedNode.ROBOT, 7, 77, "test/1", 1L));
    alsoElsewhere(2);
    assertThat(bench.directory.leading(SimulatedNode.ROBOT)).isEqualTo("n.n2.0");
    robot.say(robot.beaconOn(0, 3));
    assertThat(bench.directory.leading(SimulatedNode.ROBOT)).isEqualTo("n.n2.0");
    robot.say(robot.beaconOn(Beacon.PRIMARY, 3));
    assertThat(bench.directory.leading(SimulatedNode.ROBOT)).isEqualTo("a");
  }
}
