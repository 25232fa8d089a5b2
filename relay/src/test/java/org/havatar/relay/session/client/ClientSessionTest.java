package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.Sessions;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.StopTest;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.connection.Heartbeat;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.RobotName;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.BootConflict;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.Robots;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.Welcome;
import org.junit.jupiter.api.Test;

class ClientSessionTest {
  private static final Numbered TERM = new Numbered(7, 1);

  private final SimulatedNode bench = new SimulatedNode();

  private static Refused refusalOf(TestClient client) {
    return client.link.last(Refused.class);
  }

  @Test
  void whateverComesBeforeHelloIsRefusedWithHelloFirst() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.client("ann");
    client.say(new Stop(Stop.Cause.PERSON, 0, 5, 0, Numbered.NONE));
    bench.pass(1000);
    client.select(SimulatedNode.ROBOT);
    assertThat(client.link.all(ErrorReport.class))
        .extracting(ErrorReport::code)
        .containsExactly("hello_first", "hello_first");
    assertThat(robot.link.all(Stop.class)).isEmpty();
    assertThat(client.link.all(RobotSelected.class)).isEmpty();
  }

  @Test
  void noHelloWithinFiveSecondsClosesTheConnectionAndNotOneTickEarlier() {
    TestClient client = bench.client("ann");
    bench.pass(Session.HELLO_WITHIN_MS - 2 * SimulatedNode.TICK_MS);
    client.say(new Ping(1, 1)); // not silent, but no hello
    bench.pass(SimulatedNode.TICK_MS);
    assertThat(client.link.closedWith).isNull();
    bench.pass(SimulatedNode.TICK_MS);
    assertThat(client.link.closedWith).isEqualTo(CloseCode.SILENT);
  }

  @Test
  void aLoginThatHasEndedIsNoticedWithinFiveSecondsAlsoWhenNobodyTells() {
    TestClient client = bench.client("ann");
    client.hello();
    bench.accounts.loggedOut.add("ann");
    bench.pass(ClientSession.LOGIN_EVERY_MS, client);
    assertThat(client.link.closedWith).isEqualTo(CloseCode.UNAUTHORIZED);
  }

  @Test
  void aLoginThatEndedBeforeTheHelloGetsNoSession() {
    bench.accounts.loggedOut.add("ann");
    TestClient client = bench.client("ann");
    client.hello();
    assertThat(client.link.closedWith).isEqualTo(CloseCode.UNAUTHORIZED);
  }

  @Test
  void aStoreThatCantTellClosesNobody() {
    TestClient client = bench.client("ann");
    client.hello();
    bench.accounts.isBroken = true;
    bench.pass(2 * ClientSession.LOGIN_EVERY_MS, client);
    assertThat(client.link.closedWith).isNull();
  }

  @Test
  void anUnknownVersionIsSaidAndAnotherHelloMayFollow() {
    TestClient client = bench.client("ann");
    client.say(new ClientHello(List.of(2, 3), List.of(), TestClient.INSTANCE, "test/1"));
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("version_unsupported");
    assertThat(client.link.all(Welcome.class)).isEmpty();
    client.hello();
    assertThat(client.link.last(Welcome.class).version()).isEqualTo(1);
  }

  @Test
  void welcomeComesFirstAndNamesTheHolderTagOfAccountAndInstance() {
    TestClient client = bench.client("ann");
    client.hello();
    Welcome welcome = client.link.last(Welcome.class);
    assertThat(client.link.sent.get(0)).isEqualTo(welcome);
    // of sha256sum over 'ann', a zero byte and the 32 digits
    assertThat(welcome.holder()).isEqualTo(0x7c4fb711ba69f287L);
    assertThat(welcome.node()).isEqualTo("n1");
  }

  @Test
  void aSecondHelloChangesNothing() {
    TestClient client = bench.client("ann");
    client.hello();
    client.say(new ClientHello(List.of(1), List.of(), "f".repeat(32), "test/1"));
    assertThat(client.link.all(Welcome.class)).hasSize(1);
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("unknown_message");
  }

  @Test
  void robotsAreToldAfterWelcomeAndAgainWhenOneComesAndGoes() {
    TestClient client = bench.client("ann");
    client.hello();
    assertThat(client.link.last(Robots.class).robots())
        .containsExactly(new Robots.Entry(SimulatedNode.ROBOT, "Tank", false));
    TestRobot robot = TestRobot.live(bench, "b");
    bench.pass(RobotList.EVERY_MS, client);
    assertThat(client.link.last(Robots.class).robots())
        .containsExactly(new Robots.Entry(SimulatedNode.ROBOT, "Tank", true));
    robot.lose();
    bench.pass(RobotList.EVERY_MS, client);
    assertThat(client.link.last(Robots.class).robots().get(0).online()).isFalse();
  }

  @Test
  void aNewlyRegisteredRobotIsTold() {
    TestClient client = bench.client("ann");
    client.hello();
    bench.accounts.robots.add(new RobotName("tank-2", "Second"));
    bench.loops.values().forEach(Sessions::onAnythingChanged);
    assertThat(client.link.last(Robots.class).robots()).hasSize(2);
  }

  @Test
  void theOnlyRobotIsSelectedByItself() {
    TestClient client = bench.client("ann");
    client.hello();
    assertThat(client.link.last(RobotSelected.class))
        .isEqualTo(new RobotSelected(SimulatedNode.ROBOT, "Tank", false, 60));
  }

  @Test
  void aRobotsOwnHoldLimitIsToldAndAgainOnceItIsChangedAndThenOnly() {
    bench.accounts.holdLimitS = 5;
    TestClient client = bench.client("ann");
    client.hello();
    assertThat(client.link.last(RobotSelected.class).holdLimitS()).isEqualTo(5);
    bench.loops.values().forEach(Sessions::onAnythingChanged);
    assertThat(client.link.all(RobotSelected.class)).hasSize(1);
    bench.accounts.holdLimitS = 30;
    bench.loops.values().forEach(Sessions::onAnythingChanged);
    assertThat(client.link.last(RobotSelected.class).holdLimitS()).isEqualTo(30);
    bench.accounts.robots.set(0, new RobotName(SimulatedNode.ROBOT, "Renamed"));
    bench.loops.values().forEach(Sessions::onAnythingChanged);
    assertThat(client.link.last(RobotSelected.class))
        .isEqualTo(new RobotSelected(SimulatedNode.ROBOT, "Renamed", false, 30));
    assertThat(client.link.all(RobotSelected.class)).hasSize(3);
  }

  @Test
  void whoMayNoLongerWatchIsToldNothingOfAChangedRobot() {
    TestClient client = bench.client("ann");
    client.hello();
    bench.accounts.holdLimitS = 5;
    bench.accounts.rightsByAccount.put("ann", Right.NONE);
    bench.loops.values().forEach(Sessions::onAnythingChanged);
    assertThat(client.link.all(RobotSelected.class)).hasSize(1);
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("not_permitted");
  }

  @Test
  void ofSeveralRobotsNoneIsSelectedByItselfButTheOneOfTheHandshake() {
    bench.accounts.robots.add(new RobotName("tank-2", "Second"));
    TestClient open = bench.client("ann");
    open.hello();
    assertThat(open.link.all(RobotSelected.class)).isEmpty();
    TestClient named = bench.client("ben", "a", "tank-2");
    named.hello();
    assertThat(named.link.last(RobotSelected.class).robotId()).isEqualTo("tank-2");
  }

  @Test
  void selectionIsRefusedForUnknownForbiddenAndUnansweredRobots() {
    TestClient client = bench.client("ann");
    client.hello();
    client.select("nobody");
    assertThat(refusalOf(client).code()).isEqualTo("unknown_robot");
    bench.accounts.rightsByAccount.put("ann", Right.NONE);
    client.select(SimulatedNode.ROBOT);
    assertThat(refusalOf(client).code()).isEqualTo("not_permitted");
    bench.accounts.isBroken = true;
    client.select(SimulatedNode.ROBOT);
    assertThat(refusalOf(client).code()).isEqualTo("unavailable");
    assertThat(refusalOf(client).request()).isEqualTo("select_robot");
  }

  @Test
  void theSameInstanceOnAnotherLoopReplacesTheOlderConnection() {
    TestClient older = bench.client("ann", "a", null);
    older.hello();
    TestClient newer = bench.client("ann", "b", null);
    newer.hello();
    assertThat(older.link.closedWith).isEqualTo(CloseCode.REPLACED);
    assertThat(newer.link.closedWith).isNull();
    older.lose();
    TestClient newest = bench.client("ann", "a", null);
    newest.hello();
    assertThat(newer.link.closedWith).isEqualTo(CloseCode.REPLACED);
    assertThat(newest.link.closedWith).isNull();
  }

  @Test
  void theSameInstanceIdUnderAnotherAccountIsAnotherInstance() {
    TestClient ann = bench.client("ann");
    ann.hello();
    TestClient ben = bench.client("ben");
    ben.hello();
    assertThat(ann.link.closedWith).isNull();
    assertThat(ann.tag()).isNotEqualTo(ben.tag());
  }

  @Test
  void aSilentClientIsClosedAfterFiveSecondsAndAnAnsweringOneIsNot() {
    TestClient mute = bench.client("ann");
    mute.hello();
    TestClient alive = bench.client("ben");
    alive.hello();
    bench.pass(Heartbeat.SILENT_MS - SimulatedNode.TICK_MS, alive);
    assertThat(mute.link.closedWith).isNull();
    bench.pass(SimulatedNode.TICK_MS, alive);
    assertThat(mute.link.closedWith).isEqualTo(CloseCode.SILENT);
    assertThat(alive.link.closedWith).isNull();
  }

  @Test
  void aClientIsPingedEachSecondAndTenTimesAsOftenWhenADriverFallsSilent() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "a");
    bench.pass(10_000, client, robot);
    assertThat(client.link.all(Ping.class)).hasSizeBetween(10, 11);
    client.take();
    int before = client.link.all(Ping.class).size();
    bench.pass(1000, robot); // the client takes no part: it answers nothing
    assertThat(client.link.all(Ping.class).size() - before).isBetween(9, 11);
  }

  @Test
  void aDriverWhoseSetpointsComeIsPingedEachSecondOnly() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "a");
    client.take();
    bench.pass(100, client, robot);
    int before = client.link.all(Ping.class).size();
    for (int i = 0; i < 150; i++) {
      client.steer();
      bench.pass(20, client, robot);
    }
    assertThat(client.link.all(Ping.class).size() - before).isBetween(3, 4);
    assertThat(robot.link.all(Ping.class)).hasSizeBetween(3, 6);
  }

  @Test
  void aPingIsAnsweredWithoutAStamp() {
    TestClient client = bench.client("ann");
    client.hello();
    client.say(new Ping(9, 1234));
    assertThat(client.link.last(Pong.class)).isEqualTo(new Pong(9, 1234, false, new Stamp(0)));
  }

  @Test
  void whatAClientNeverSendsIsCountedAnsweredOnceASecondAndNotExecuted() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "a");
    int before = robot.link.sent.size();
    List<Message> wrong =
        List.of(
            new Ack(Reason.ACCEPTED, TERM, new Sequence(1), new Stamp(1), 0, 0, 0, 0),
            new Stopped(true, LatchKind.NONE, 1, TERM, new Stamp(1), 0),
            robot.beaconOf(new Numbered(9, 9), client.tag()),
            board(),
            new RobotHello(List.of(1), List.of(), SimulatedNode.ROBOT, 9, 9, "x"),
            new Welcome(1, List.of(), "n", "s", null),
            new BootConflict(9),
            new Robots(List.of()),
            new RobotSelected(SimulatedNode.ROBOT, "x", true, null),
            new Lease(null, new Numbered(9, 9), client.tag(), "x", 1, Lease.Cause.TAKEN, null),
            new Propose(1, Propose.Action.TAKE, TERM, client.tag(), "x", 3, 1000, new Stamp(1)),
            new Refused("propose", "held", "x", null, null),
            new GoingAway(1));
    wrong.forEach(client::say);
    assertThat(bench.drops.of(Reason.WRONG_DIRECTION)).isEqualTo(wrong.size());
    assertThat(client.link.all(ErrorReport.class)).hasSize(1);
    bench.pass(1000);
    client.say(wrong.get(0));
    ErrorReport answer = client.link.last(ErrorReport.class);
    assertThat(answer.code()).isEqualTo("wrong_direction");
    assertThat(answer.count()).isEqualTo(wrong.size());
    assertThat(robot.link.sent.subList(before, robot.link.sent.size()))
        .allMatch(message -> message instanceof Ping);
    assertThat(client.link.closedWith).isNull();
  }

  private static Board board() {
    return new Board(
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
        0);
  }

  @Test
  void overItsBudgetASetpointIsRateLimitedButAStopNeverIs() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "a");
    for (int i = 0; i < ClientSession.BINARY_BURST; i++) {
      client.steer();
    }
    assertThat(client.acks()).doesNotContain(Reason.RATE_LIMITED);
    client.steer();
    assertThat(client.link.last(Ack.class).reason()).isEqualTo(Reason.RATE_LIMITED);
    assertThat(bench.drops.of(Reason.RATE_LIMITED)).isEqualTo(1);
    int presses = StopBudget.PRESSES_BURST + StopBudget.PRESSES_PER_SECOND;
    for (int i = 1; i <= presses; i++) {
      client.say(new Stop(Stop.Cause.PERSON, 0, i, 0, Numbered.NONE));
    }
    assertThat(robot.link.all(Stop.class)).hasSize(presses);
    bench.pass(10);
    client.steer();
    assertThat(client.link.last(Ack.class).reason()).isNotEqualTo(Reason.RATE_LIMITED);
  }

  @Test
  void overItsBudgetAnEventIsRateLimited() {
    TestClient client = bench.client("ann");
    client.hello();
    for (int i = 0; i < ClientSession.EVENTS_BURST; i++) {
      client.select(SimulatedNode.ROBOT);
    }
    int selected = client.link.all(RobotSelected.class).size();
    client.select(SimulatedNode.ROBOT);
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("rate_limited");
    assertThat(client.link.all(RobotSelected.class)).hasSize(selected);
  }

  @Test
  void aLeavingNodeSaysSoBeforeItCloses() {
    TestClient client = bench.client("ann");
    client.hello();
    TestRobot robot = TestRobot.live(bench, "a");
    bench.loopNamed("a").announceLeave(250);
    bench.loopNamed("a").leave();
    assertThat(client.link.last(GoingAway.class).retryMs()).isEqualTo(250);
    assertThat(client.link.closedWith).isEqualTo(CloseCode.GOING_AWAY);
    assertThat(robot.link.last(GoingAway.class).retryMs()).isEqualTo(250);
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.GOING_AWAY);
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
  }

  @Test
  void oneSessionsFaultEndsThatSessionOnly() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient faulty = bench.pilot("ann", "a");
    TestClient other = bench.pilot("ben", "a");
    faulty.link.isBroken = true;
    int beacons = other.link.all(Beacon.class).size();
    robot.beacon();
    assertThat(faulty.link.closedWith).isEqualTo(CloseCode.LOST);
    assertThat(other.link.all(Beacon.class).size()).isGreaterThan(beacons);
    robot.link.isBroken = true;
    other.say(StopTest.stop(5));
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.LOST);
    assertThat(other.link.closedWith).isNull();
    assertThat(other.link.all(ErrorReport.class))
        .extracting(ErrorReport::message)
        .anyMatch(message -> message.startsWith("Not stopped."));
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
  }

  @Test
  void aFaultInOneSessionsTickKeepsNoOtherFromItsOwn() {
    TestClient faulty = bench.client("ann");
    faulty.hello();
    TestClient other = bench.client("ben");
    other.hello();
    faulty.link.isBroken = true;
    bench.pass(1500, other);
    assertThat(faulty.link.closedWith).isEqualTo(CloseCode.LOST);
    assertThat(other.link.all(Ping.class)).hasSize(2);
  }
}
