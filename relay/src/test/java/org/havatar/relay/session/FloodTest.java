package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.client.ClientSession;
import org.havatar.relay.session.connection.Budget;
import org.havatar.relay.session.port.Boots;
import org.havatar.relay.session.robot.RobotSession;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RegisterDevice;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.Test;

/** Peers that send far more than they may: what is over is counted, and who means it goes. */
class FloodTest {
  private final SimulatedNode bench = OlderRobotScene.remembering();

  @Test
  void aBudgetForgivesAMistakeAndKnowsAFlood() {
    Budget budget = new Budget(20, 60, 0);
    for (int ms = 0; ms < 60_000; ms += 40) { // 25 a second where 20 may be
      budget.take(ms);
    }
    assertThat(budget.isAbused()).isFalse();
    for (int i = 0; i < 10 * 20; i++) {
      budget.take(60_000);
    }
    assertThat(budget.isAbused()).isFalse();
    for (int i = 0; i < 60; i++) {
      budget.take(60_000);
    }
    assertThat(budget.isAbused()).isTrue();
  }

  @Test
  void aRobotThatFloodsIsClosedAndItsDriverHearsThatItIsGone() {
    TestRobot robot = TestRobot.live(bench, "a");
    for (int i = 0; i < 100_000 && robot.link.closedWith == null; i++) {
      robot.beacon();
    }
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.FLOODED);
    assertThat(bench.drops.of(Reason.RATE_LIMITED))
        .isEqualTo(10L * RobotSession.BINARY_PER_SECOND + 1);
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
  }

  @Test
  void aFloodOfHellosIsNotRecordedWithoutEnd() {
    TestRobot robot = new TestRobot(bench, "a", 1, 1);
    bench.boots.isRemembering = false;
    bench.boots.answer = new Boots.Answer.Conflict(9);
    for (int i = 0; i < 5000; i++) {
      robot.say(new RobotHello(List.of(1), List.of(), SimulatedNode.ROBOT, 1, 1, "x"));
    }
    assertThat(bench.boots.recorded).hasSize(RobotSession.EVENTS_BURST);
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.FLOODED);
  }

  @Test
  void aClientsStopsAreTakenUntilItsOtherMessagesHaveEndedTheConnection() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "a");
    for (int i = 0; i < ClientSession.EVENTS_BURST + 100; i++) {
      client.say(new GetStatus("1"));
    }
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("rate_limited");
    client.say(new Stop(Stop.Cause.PERSON, 0, 77, 0, Numbered.NONE));
    assertThat(robot.link.last(Stop.class).stopId()).isEqualTo(77);
    for (int i = 0; i < 10 * ClientSession.EVENTS_PER_SECOND; i++) {
      client.say(new GetStatus("1"));
    }
    assertThat(client.link.closedWith).isEqualTo(CloseCode.FLOODED);
  }

  @Test
  void anOlderRobotThatFloodsIsStoppedAndClosed() {
    OlderTestRobot robot = OlderTestRobot.live(bench, "a");
    for (int i = 0; i < 10_000 && robot.link.closedWith == null; i++) {
      robot.say(new MotorResponse("1", true, "", null, null));
    }
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.FLOODED);
    assertThat(bench.drops.of(Reason.RATE_LIMITED)).isGreaterThan(4000);
    List<MotorControl> told = robot.link.all(MotorControl.class);
    assertThat(told.get(told.size() - 1).isNeutral()).isTrue();
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
  }

  @Test
  void anOlderClientThatFloodsIsClosedAndItsStopsAreNeverRefused() {
    TestRobot.live(bench, "a");
    OlderTestClient client = new OlderTestClient(bench, "a");
    for (int i = 0; i < 10_000 && client.link.closedWith == null; i++) {
      client.text("{\"type\":\"motor_control\",\"id\":\"c\",\"direction\":\"forward\"}");
      if (i == 2000) {
        client.text("{\"type\":\"motor_control\",\"id\":\"s\",\"direction\":\"stop\"}");
      }
    }
    assertThat(client.link.closedWith).isEqualTo(CloseCode.FLOODED);
    assertThat(client.link.all(MotorResponse.class))
        .filteredOn(each -> "\"s\"".equals(each.id()))
        .noneMatch(each -> "rate_limited".equals(each.code()));
    assertThat(bench.drops.of(Reason.RATE_LIMITED)).isGreaterThanOrEqualTo(4000);
  }

  @Test
  void aCameraThatFloodsIsClosed() {
    OlderTestRobot camera = new OlderTestRobot(bench, "a");
    RegisterDevice said =
        new RegisterDevice(SimulatedNode.ROBOT, RegisterDevice.Role.CAMERA, null, null);
    for (int i = 0; i < 1000 && camera.link.closedWith == null; i++) {
      camera.say(said);
    }
    assertThat(camera.link.closedWith).isEqualTo(CloseCode.FLOODED);
  }
}
