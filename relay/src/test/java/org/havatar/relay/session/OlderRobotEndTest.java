package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.havatar.relay.session.port.Boots;
import org.havatar.relay.session.port.Devices.Device;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.RegisterDevice;
import org.havatar.transports.wire.RegisterDevice.Role;
import org.havatar.transports.wire.StatusResponse;
import org.havatar.transports.wire.TakeLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an older robot's board turns out to be, and what its connection's end leaves behind. */
class OlderRobotEndTest extends OlderRobotScene {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoeverHasAnsweredACommandOrAQuestionIsNoCamera(boolean aCommand) {
    SimulatedNode alone = remembering();
    OlderTestRobot board = new OlderTestRobot(alone, "a");
    board.isReading = false;
    alone.pass(600, board);
    Message answer =
        aCommand
            ? new MotorResponse("1", true, "", null, null)
            : new StatusResponse("\"relay\"", Map.of());
    board.say(answer);
    board.say(new RegisterDevice(SimulatedNode.ROBOT, Role.CAMERA, null, null));
    assertThat(board.link.last(ErrorReport.class).code()).isEqualTo("not_permitted");
    assertThat(alone.directory.knows(SimulatedNode.ROBOT)).isTrue();
    assertThat(alone.directory.devices().find(SimulatedNode.ROBOT, Role.CAMERA)).isEmpty();
  }

  @Test
  void whatOnlyAPeerOfThisProtocolSaysIsAnsweredWithHelloFirst() {
    robot.say(new TakeLease());
    assertThat(robot.link.last(ErrorReport.class).code()).isEqualTo("hello_first");
    assertThat(robot.link.closedWith).isNull();
  }

  @Test
  void aRobotWhoseBootNumbersAreUsedUpIsNotLetInAgain() {
    SimulatedNode old = new SimulatedNode();
    old.boots.answer = new Boots.Answer.Conflict(0xFFFF_FFFFL);
    OlderTestRobot last = OlderTestRobot.live(old, "a");
    assertThat(last.link.closedWith).isEqualTo(CloseCode.NOT_PERMITTED);
    assertThat(old.boots.recorded).containsExactly(1L);
    assertThat(old.directory.knows(SimulatedNode.ROBOT)).isFalse();
  }

  /** Its link's end is heard of after the node has ended it. */
  @Test
  void theStopThatItsEndHasSavedIsNotSavedAgainOverWhatCameSince() {
    FakeStandingStops store = bench.standingStops;
    store.isSlow = true;
    robot.lose();
    robot = OlderTestRobot.live(bench, "a");
    connect("a");
    client.say(StopTest.stop(7));
    robot.isPonging = false;
    pass(5100);
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.SILENT);
    store.isUnreadable = true;
    store.finishAll();
    assertThat(store.of().stopId()).isEqualTo(7);
    store.kept.clear(); // released meanwhile, on another connection
    robot.lose();
    store.finishAll();
    assertThat(store.kept).isEmpty();
  }

  @Test
  void aControlBoardThatRegistersAfterItsEndTakesNoPlace() {
    robot.isPonging = false;
    pass(5100);
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.SILENT);
    robot.sayLate(new RegisterDevice(SimulatedNode.ROBOT, Role.CONTROL, null, null));
    assertThat(
            bench.directory.devices().find(SimulatedNode.ROBOT, Role.CONTROL).map(Device::robotId))
        .isEmpty();
  }
}
