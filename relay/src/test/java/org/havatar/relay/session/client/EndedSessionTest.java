package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.OlderTestClient;
import org.havatar.relay.session.Sessions;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.StopTest;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.SelectRobot;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.Test;

/** Client sessions before their hello and after their end. */
class EndedSessionTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final Sessions loop = bench.loopNamed("a");
  private final TestRobot robot = TestRobot.live(bench, "a");
  private final FakeLink link = new FakeLink();
  private final Session session = loop.openClient(new Account("ann", "Ann", false), null, link);

  private void hello() {
    session.onMessage(
        new ClientHello(List.of(1), List.of(), TestClient.INSTANCE, "test/1"), bench.nowMs);
    session.onMessage(new SelectRobot(SimulatedNode.ROBOT), bench.nowMs);
  }

  @Test
  void whatArrivesAfterItsEndReachesNoRobotAndIsNotAnswered() {
    hello();
    session.onClosed(CloseCode.LOST);
    int sent = link.sent.size();
    session.onMessage(StopTest.stop(7), bench.nowMs);
    session.onMessage(new MotorControl(null, null, 0, 0, null), bench.nowMs);
    loop.announceLeave(100);
    robot.beacon();
    assertThat(robot.link.all(Stop.class)).isEmpty();
    assertThat(link.sent).hasSize(sent);
    assertThat(link.all(GoingAway.class)).isEmpty();
  }

  @Test
  void whoseLoginHasEndedIsHarmlessBeforeItsLinkIsGone() {
    hello();
    bench.accounts.loggedOut.add("ann");
    loop.onAccountChanged("ann");
    assertThat(link.closedWith).isEqualTo(CloseCode.UNAUTHORIZED);
    session.onMessage(StopTest.stop(7), bench.nowMs);
    assertThat(robot.link.all(Stop.class)).isEmpty();
  }

  @Test
  void itsEndLeavesNothingBehind() {
    int before = loop.size();
    TestClient passing = bench.pilot("ben", "a");
    assertThat(loop.size()).isEqualTo(before + 1);
    passing.lose();
    assertThat(loop.size()).isEqualTo(before);
    robot.lose();
    assertThat(loop.size()).isEqualTo(before - 1);
  }

  @Test
  void whateverChangesBeforeItsHelloConcernsItNotYet() {
    loop.onAnythingChanged();
    loop.onAccountChanged("ann");
    loop.onRobotChanged(SimulatedNode.ROBOT);
    robot.lose();
    bench.pass(100);
    assertThat(link.sent).isEmpty();
    assertThat(link.closedWith).isNull();
    hello();
    assertThat(link.sent).isNotEmpty();
  }

  @Test
  void aFloodOfSetpointsBeforeItsHelloIsToldSoOnceASecond() {
    Drive drive = new Drive(new Numbered(7, 1), new Sequence(1), new Stamp(1), 300, 0, 10, 10);
    for (int i = 0; i <= ClientSession.BINARY_BURST; i++) {
      session.onMessage(drive, bench.nowMs);
    }
    assertThat(link.all(ErrorReport.class))
        .extracting(ErrorReport::code)
        .containsExactly("hello_first", "rate_limited");
    assertThat(link.closedWith).isNull();
    assertThat(bench.drops.of(Reason.RATE_LIMITED)).isEqualTo(1);
  }

  @Test
  void theOldersWordIsNotExecutedForWhoHasSaidHello() {
    hello();
    session.onMessage(new MotorControl("1", null, 255, 255, null), bench.nowMs);
    assertThat(link.last(ErrorReport.class).code()).isEqualTo("unknown_message");
    assertThat(robot.link.drives()).isEmpty();
  }

  @Test
  void whateverMayHaveChangedIsAskedForEverybody() {
    OlderTestClient undecided = new OlderTestClient(bench, "a");
    int attended = bench.keys.attended.size();
    bench.accounts.loggedOut.add("old");
    loop.onAnythingChanged();
    assertThat(undecided.link.closedWith).isEqualTo(CloseCode.UNAUTHORIZED);
    assertThat(bench.keys.attended).hasSize(attended + 1);
    loop.onRobotChanged(SimulatedNode.ROBOT);
    assertThat(bench.keys.attended).hasSize(attended + 2);
    loop.onRobotChanged("tank-2");
    assertThat(bench.keys.attended).hasSize(attended + 2);
  }
}
