package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.DeviceRegistered;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.RegisterDevice;
import org.havatar.transports.wire.RegisterDevice.Role;
import org.havatar.transports.wire.RobotHello;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A robot whose handshake named no protocol: how long its hello is awaited, and who registers. */
class UndecidedRobotTest {
  private final SimulatedNode bench = OlderRobotScene.remembering();
  private final OlderTestRobot robot = new OlderTestRobot(bench, "a");

  private boolean isTakenForOlder() {
    return bench.directory.knows(SimulatedNode.ROBOT);
  }

  /** Between two ticks of the loops. */
  private void gap(long gapMs) {
    bench.freeze(gapMs - SimulatedNode.TICK_MS);
    bench.pass(SimulatedNode.TICK_MS);
  }

  @Test
  void aGapOfAHundredMillisecondsGrantsItsHelloNoMoreTime() {
    bench.pass(390, robot);
    gap(100);
    assertThat(isTakenForOlder()).isFalse();
    bench.pass(10, robot);
    assertThat(isTakenForOlder()).isTrue();
  }

  @Test
  void afterALongerOneItHasHalfASecondAgain() {
    bench.pass(390, robot);
    gap(101);
    bench.pass(490, robot);
    assertThat(isTakenForOlder()).isFalse();
    bench.pass(10, robot);
    assertThat(isTakenForOlder()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aModernOneThatRegistersIsToldThatItNeverDoesWhateverIdItNames(Role role) {
    robot.say(new RobotHello(List.of(1), List.of(), SimulatedNode.ROBOT, 7, 77, "x"));
    robot.say(new RegisterDevice("tank-2", role, null, null));
    assertThat(robot.link.last(ErrorReport.class).code()).isEqualTo("wrong_direction");
    assertThat(robot.link.closedWith).isNull();
    assertThat(isTakenForOlder()).isTrue();
  }

  /** Its program has not answered a command yet, as a camera's never does. */
  @Test
  void aRobotThatRegistersLateAsTheControlBoardStaysTheSameRobot() {
    robot.isReading = false;
    bench.pass(600, robot);
    robot.say(new RegisterDevice(SimulatedNode.ROBOT, Role.CONTROL, null, null));
    bench.pass(50, robot);
    assertThat(robot.link.all(DeviceRegistered.class))
        .containsExactly(new DeviceRegistered(SimulatedNode.ROBOT, Role.CONTROL));
    assertThat(bench.boots.recorded).hasSize(1);
    assertThat(robot.link.closedWith).isNull();
  }

  @Test
  void anotherRobotsIdIsRefusedWithTheOneThatItsKeyBelongsTo() {
    robot.say(new RegisterDevice("tank-2", Role.CONTROL, null, null));
    assertThat(robot.link.sent)
        .containsExactly(
            new ErrorReport(
                "not_permitted",
                "This key belongs to robot tank-1: register with deviceId tank-1.",
                null,
                null));
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.NOT_PERMITTED);
    bench.pass(600, robot);
    assertThat(isTakenForOlder()).isFalse();
  }
}
