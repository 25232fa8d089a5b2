package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.LogLines;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.Sessions;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.StopTest;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Boots;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;

/** A robot's connection before its welcome, over its budget, and after its end. */
class RobotStatesTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final Sessions loop = bench.loopNamed("a");

  private void answersConflict() {
    bench.boots.waiting.removeFirst().accept(new Boots.Answer.Conflict(12));
  }

  private void waitsForItsNextHello(TestRobot robot) {
    bench.pass(Session.HELLO_WITHIN_MS - SimulatedNode.TICK_MS);
    assertThat(robot.link.closedWith).isNull();
    bench.pass(SimulatedNode.TICK_MS);
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.SILENT);
  }

  @Test
  void theTimeForAnotherHelloBeginsWithTheAnswerHoweverLongThatTook() {
    bench.boots.isSlow = true;
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    robot.hello();
    bench.pass(3000);
    answersConflict();
    waitsForItsNextHello(robot);
  }

  @Test
  void aLoopThatStoodStillDoesNotCountThatTime() {
    bench.boots.isSlow = true;
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    robot.hello();
    bench.freeze(3000);
    bench.turn(loop, this::answersConflict);
    waitsForItsNextHello(robot);
  }

  @Test
  void whoHasNotSaidHelloIsNotPingedAfterAFreeze() {
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    bench.freeze(1000);
    loop.enter(bench.nowMs);
    assertThat(robot.link.sent).isEmpty();
    robot.hello();
    bench.freeze(1000);
    loop.enter(bench.nowMs);
    assertThat(robot.link.all(Ping.class)).hasSize(1);
  }

  @Test
  void thatItHasStoppedIsHeardHoweverMuchItSays() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "a");
    for (int i = 0; i <= RobotSession.BINARY_BURST; i++) {
      robot.beacon();
    }
    assertThat(bench.drops.of(Reason.RATE_LIMITED)).isPositive();
    Stopped stopped = new Stopped(true, LatchKind.STOP, 42, robot.register.latch(), robot.now(), 0);
    robot.say(stopped);
    assertThat(client.link.all(Stopped.class)).containsExactly(stopped);
  }

  private Session live(FakeLink link) {
    Session session = loop.openRobot(new RobotKeys.Proof(SimulatedNode.ROBOT, 1), link);
    session.onMessage(
        new RobotHello(List.of(1), List.of(), SimulatedNode.ROBOT, 7, 77, "test/1"), bench.nowMs);
    return session;
  }

  /** Its end is known, but the loop has not heard of it yet. */
  @Test
  void afterItsEndNothingIsSaidToItCountedOrAskedForIt() {
    FakeLink link = new FakeLink();
    Session session = live(link);
    session.onClosed(CloseCode.LOST);
    int sent = link.sent.size();
    int asked = bench.keys.attended.size();
    Beacon beacon = new TestRobot(bench, "b", 7, 77).beaconOf(new Numbered(7, 1), 0);
    for (int i = 0; i <= RobotSession.BINARY_BURST; i++) {
      session.onMessage(beacon, bench.nowMs);
    }
    loop.announceLeave(100);
    loop.onRobotKeysChanged(SimulatedNode.ROBOT);
    assertThat(bench.drops.of(Reason.RATE_LIMITED)).isZero();
    assertThat(link.all(GoingAway.class)).isEmpty();
    assertThat(link.sent).hasSize(sent);
    assertThat(bench.keys.attended).hasSize(asked);
  }

  @Test
  void aStopThatComesBetweenItsEndAndTheLoopsKnowledgeIsAnswered() {
    FakeLink link = new FakeLink();
    Session session = live(link);
    TestClient client = bench.pilot("ann", "b");
    session.onClosed(CloseCode.LOST);
    ClientAddress address = new ClientAddress("b", client.id(), client.tag());
    loop.receive(new ToRobotSession.Press(SimulatedNode.ROBOT, address, StopTest.stop(42)));
    bench.settle();
    assertThat(link.all(Stop.class)).isEmpty();
    assertThat(client.link.all(ErrorReport.class))
        .extracting(ErrorReport::message)
        .containsExactly("Not stopped. The robot is not connected.");
  }

  @Test
  void itsEndIsToldOnceInTheLogWhoeverClosesFirst() {
    try (LogLines log = new LogLines()) {
      Session dismissed = live(new FakeLink());
      dismissed.abort();
      dismissed.abort();
      loop.onClosed(dismissed, CloseCode.LOST);
      assertThat(log.with("robot gone")).hasSize(1);
      Session lost = live(new FakeLink());
      loop.onClosed(lost, CloseCode.LOST);
      lost.abort();
      assertThat(log.with("robot gone")).hasSize(2);
    }
  }
}
