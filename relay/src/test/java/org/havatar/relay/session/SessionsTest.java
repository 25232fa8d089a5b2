package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.session.Accounts.RobotName;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.StatusResponse;
import org.junit.jupiter.api.Test;

/** What a loop hands to whom, and from when on it counts time. */
class SessionsTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final Sessions loop = bench.loopNamed("a");

  @Test
  void aLoopBeginsNowAndHasNotStoodStillBefore() {
    Sessions fresh = new Sessions(bench.context("a"), bench.nowMs);
    assertThat(fresh.nowMs()).isEqualTo(bench.nowMs);
    fresh.enter(bench.nowMs + Sessions.FREEZE_MS);
    assertThat(bench.metrics.figures("froze")).isEmpty();
    fresh.enter(bench.nowMs + Sessions.FREEZE_MS + 1);
    assertThat(bench.metrics.figures("froze")).hasSize(1);
  }

  @Test
  void newsOfARobotAreNothingToWhoHasNotSaidHelloOrChosenNone() {
    TestRobot robot = TestRobot.live(bench, "b");
    bench.accounts.robots.add(new RobotName("tank-2", "Second"));
    Beacon beacon = robot.beaconOf(new Numbered(7, 1), 0);
    ToClientSession news =
        new ToClientSession.Heard(new ClientAddress("a", "a.1", 1), SimulatedNode.ROBOT, beacon);
    TestClient silent = bench.client("ann");
    loop.receive(news);
    assertThat(silent.link.closedWith).isNull();
    assertThat(silent.link.sent).isEmpty();
    silent.hello();
    assertThat(silent.id()).isEqualTo("a.1");
    loop.receive(news);
    assertThat(silent.link.closedWith).isNull();
    assertThat(silent.link.all(Beacon.class)).isEmpty();
    assertThat(silent.link.all(Refused.class)).as("no robot is chosen by itself").isEmpty();
  }

  @Test
  void aQuestionThatReachesNoRobotAnyMoreIsAnswered() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "b");
    robot.lose();
    ClientAddress address = new ClientAddress("b", client.id(), client.tag());
    loop.receive(
        new ToRobotSession.AskStatus(SimulatedNode.ROBOT, address, new GetStatus("\"s\"")));
    bench.settle();
    assertThat(client.link.all(ErrorReport.class))
        .extracting(ErrorReport::message)
        .containsExactly("The robot is not connected.");
  }

  @Test
  void aQuestionToARobotIsAnsweredAndNothingElseIsSaid() {
    TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "b");
    client.say(new GetStatus("\"s\""));
    assertThat(client.link.last(StatusResponse.class).id()).isEqualTo("\"s\"");
    assertThat(client.link.all(ErrorReport.class)).isEmpty();
  }

  @Test
  void oneMessageTooManyClosesNobody() {
    TestClient client = bench.client("ann");
    client.hello();
    for (int i = 0; i <= ClientSession.EVENTS_BURST; i++) {
      client.select(SimulatedNode.ROBOT);
    }
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("rate_limited");
    assertThat(client.link.closedWith).isNull();
  }
}
