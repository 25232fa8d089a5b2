package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.StopTest;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.LeaseWish;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Boots;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.BootConflict;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a robot says, or no longer says, and who is told. */
class RobotNewsTest {
  private static final Numbered TERM = new Numbered(7, 1);

  private final SimulatedNode bench = new SimulatedNode();

  static Stream<Message> noAnswers() {
    return Stream.of(new BootConflict(9), new Pong(4711, 1, true, new Stamp(1)));
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  void whatAnswersNothingProvesNoDeviceAlive(Message message) {
    TestRobot first = TestRobot.live(bench, "a");
    first.isReading = false;
    for (int i = 0; i < 30; i++) {
      bench.pass(100);
      first.say(message);
    }
    TestRobot second = new TestRobot(bench, "b", 8, 88);
    second.hello();
    assertThat(second.link.closedWith).isNull();
    assertThat(first.link.closedWith).isEqualTo(CloseCode.REPLACED);
  }

  /** Each carries the robot's clock, which goes on where the node's stands still. */
  @ParameterizedTest
  @ValueSource(strings = {"stopped", "ping", "ack", "pong"})
  void aLeapOfTheNodesClockShowsInWhateverCarriesAStamp(String what) {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "a");
    bench.pass(RobotTime.SETTLED_AFTER_MS + 1000, client, robot);
    robot.isReading = false;
    bench.pass(1000, client); // a ping is under way
    Ping ping = robot.link.last(Ping.class);
    assertThat(bench.leaps.newest().number()).isZero();
    robot.clockAheadMs += 5000;
    Stamp now = robot.now();
    robot.say(
        switch (what) {
          case "stopped" -> new Stopped(true, LatchKind.STOP, 1, robot.register.latch(), now, 0);
          case "ping" -> new Ping(3, now.millis());
          case "ack" ->
              new Ack(Reason.NO_LEASE, robot.register.term(), new Sequence(1), now, 0, 1000, 0, 0);
          default -> new Pong(ping.id(), ping.senderMs(), true, now);
        });
    assertThat(bench.leaps.newest().number()).isEqualTo(1);
  }

  @Test
  void anAnswerWithoutAStampShowsNoLeap() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "a");
    bench.pass(RobotTime.SETTLED_AFTER_MS + 1000, client, robot);
    robot.isReading = false;
    bench.pass(1000, client);
    Ping ping = robot.link.last(Ping.class);
    robot.say(new Pong(ping.id(), ping.senderMs(), false, robot.now().plusMs(5000)));
    assertThat(bench.leaps.newest().number()).isZero();
  }

  @Test
  void aBeaconOfOneAndAHalfSecondsAgoIsNoNewsForANewcomer() {
    TestRobot robot = TestRobot.live(bench, "a");
    robot.beacon();
    bench.pass(1490);
    assertThat(bench.pilot("ann", "a").link.all(Beacon.class)).hasSize(1);
    bench.pass(10);
    assertThat(bench.pilot("ben", "a").link.all(Beacon.class)).isEmpty();
  }

  @Test
  void aRefusalThatNamesNobodyIsToldToNobodyAndEndsNothing() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "b");
    robot.say(new Refused("release_stop", "not_latched", "x", null, null));
    assertThat(client.link.all(Refused.class)).isEmpty();
    assertThat(robot.link.closedWith).isNull();
  }

  @Test
  void aSecondHelloIsAnsweredAndChangesNothing() {
    TestRobot robot = TestRobot.live(bench, "a");
    robot.say(new RobotHello(List.of(1), List.of(), SimulatedNode.ROBOT, 9, 99, "x"));
    assertThat(robot.link.last(ErrorReport.class).code()).isEqualTo("unknown_message");
    assertThat(bench.boots.recorded).containsExactly(7L);
  }

  @Test
  void whoKnocksWithAnotherRobotsIdIsToldWhoseKeyItIs() {
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    robot.hello("tank-2");
    assertThat(robot.link.last(ErrorReport.class).message()).contains(SimulatedNode.ROBOT);
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.NOT_PERMITTED);
  }

  @Test
  void afterABootConflictAndAfterAFreezeThereIsTimeForAnotherHello() {
    bench.boots.answer = new Boots.Answer.Conflict(12);
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    bench.pass(4900);
    robot.hello();
    bench.pass(4900);
    assertThat(robot.link.closedWith).isNull();
    bench.freeze(3000);
    bench.pass(4900);
    assertThat(robot.link.closedWith).isNull();
    bench.pass(200);
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.SILENT);
  }

  /** It was under way between two loops when the robot left. */
  @Test
  void whateverReachesARobotThatHasJustLeftIsAnswered() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "b");
    robot.lose();
    ClientAddress address = new ClientAddress("b", client.id(), client.tag());
    Stamp echo = new Stamp(1);
    LeaseWish wish = new LeaseWish(Propose.Action.TAKE, TERM, "x", 0, 1000);
    LeaseWish askedFor = new LeaseWish(Propose.Action.HAND_OVER, Numbered.NONE, "x", 0, 1000);
    List<ToRobotSession> underWay =
        List.of(
            new ToRobotSession.Setpoint(
                SimulatedNode.ROBOT,
                address,
                new Drive(TERM, new Sequence(1), echo, 300, 0, 10, 10),
                SessionMessage.UNKNOWN_NS),
            new ToRobotSession.Press(SimulatedNode.ROBOT, address, StopTest.stop(7)),
            new ToRobotSession.ChangeLease(SimulatedNode.ROBOT, address, wish),
            new ToRobotSession.AskDriver(SimulatedNode.ROBOT, address, askedFor),
            new ToRobotSession.AnswerAsker(
                SimulatedNode.ROBOT, address, new AnswerRequest(4711, true)),
            new ToRobotSession.Release(
                SimulatedNode.ROBOT,
                address,
                new ReleaseStop(TERM, TERM, echo, 300, client.tag(), 0)),
            new ToRobotSession.AskStatus(SimulatedNode.ROBOT, address, new GetStatus("\"s\"")),
            new ToRobotSession.Watch(SimulatedNode.ROBOT, address, "x"));
    underWay.forEach(each -> bench.loopNamed("a").receive(each));
    bench.settle();
    assertThat(client.acks()).containsExactly(Reason.NO_ROBOT);
    assertThat(client.link.all(Refused.class))
        .extracting(Refused::request)
        .containsExactly("take_lease", "request_lease", "answer_request", "release_stop");
    assertThat(client.link.all(Refused.class)).allMatch(each -> each.code().equals("no_robot"));
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("no_robot");
    assertThat(bench.drops.of(Reason.NO_ROBOT)).as("a command and a stop").isEqualTo(2);
  }

  @Test
  void aQuestionAboutARobotThatIsNotThereIsAnswered() {
    TestClient client = bench.client("ann", "b", null);
    client.hello();
    client.select("nobody");
    TestClient selected = bench.pilot("ben", "b");
    selected.say(new GetStatus("\"s\""));
    assertThat(selected.link.last(ErrorReport.class).code()).isEqualTo("no_robot");
  }
}
