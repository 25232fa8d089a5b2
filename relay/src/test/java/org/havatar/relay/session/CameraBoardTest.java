package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.port.Devices.Device;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.DeviceRegistered;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RegisterDevice;
import org.havatar.transports.wire.RegisterDevice.Role;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.TakeLease;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Boards of one robot that connect without a bridge (PROTOCOL.md §11). */
class CameraBoardTest extends OlderRobotScene {
  private static final String STREAM = "http://u:secret@192.168.1.9:8080/stream";

  private static RegisterDevice camera(String robotId) {
    return new RegisterDevice(robotId, Role.CAMERA, STREAM, null);
  }

  private static RegisterDevice control(String robotId) {
    return new RegisterDevice(robotId, Role.CONTROL, null, null);
  }

  /** Its program answers no command, as a camera's doesn't. */
  private OlderTestRobot board(SimulatedNode on, String loop) {
    OlderTestRobot board = new OlderTestRobot(on, loop);
    board.isReading = false;
    return board;
  }

  private OlderTestRobot cameraOn(SimulatedNode on, String loop) {
    OlderTestRobot board = board(on, loop);
    board.say(camera(SimulatedNode.ROBOT));
    return board;
  }

  private static @Nullable Device found(SimulatedNode on) {
    return on.directory.devices().find(SimulatedNode.ROBOT, Role.CAMERA).orElse(null);
  }

  @Test
  void aCameraIsAnsweredOnceAndTakenDownWithItsAddress() {
    OlderTestRobot board = cameraOn(bench, "b");
    assertThat(board.link.sent)
        .isEqualTo(List.of(new DeviceRegistered(SimulatedNode.ROBOT, Role.CAMERA)));
    assertThat(found(bench))
        .isEqualTo(new Device(SimulatedNode.ROBOT, Role.CAMERA, STREAM, "high", "192.0.2.1"));
    assertThat(String.valueOf(found(bench))).doesNotContain("secret");
    assertThat(camera(SimulatedNode.ROBOT).toString()).doesNotContain("secret");
  }

  @Test
  void aCameraAloneIsNoRobotAndIsNeverSentACommandAStopOrAQuestion() {
    SimulatedNode alone = remembering();
    OlderTestRobot board = cameraOn(alone, "a");
    TestClient driver = alone.pilot("ann", "b");
    driver.say(new TakeLease());
    driver.say(new Stop(Stop.Cause.PERSON, 0, 77, 0, Numbered.NONE));
    driver.say(new GetStatus("1"));
    alone.pass(11_000, driver, board);
    assertThat(alone.directory.knows(SimulatedNode.ROBOT)).isFalse();
    assertThat(board.link.sent).hasSize(1);
    assertThat(board.link.closedWith).isNull();
  }

  @Test
  void whileTheControlBoardIsDrivenItsCameraIsSentNothing() {
    OlderTestRobot board = cameraOn(bench, "a");
    OlderTestRobot other = cameraOn(bench, "b");
    drive();
    client.say(new GetStatus("\"s1\""));
    bench.pass(200, client, robot, board, other);
    assertThat(robot.link.closedWith).isNull();
    assertThat(robot.isMoving() || !told().isEmpty()).isTrue();
    assertThat(board.link.sent).hasSize(1);
    assertThat(other.link.sent).hasSize(1);
  }

  @Test
  void theNewestCameraWinsOnWhateverLoopAndTheOlderOnesEndChangesNothing() {
    OlderTestRobot first = cameraOn(bench, "a");
    OlderTestRobot second = board(bench, "b");
    second.say(
        new RegisterDevice(SimulatedNode.ROBOT, Role.CAMERA, "rtsp://cam.example.org/1", "low"));
    assertThat(first.link.closedWith).isEqualTo(CloseCode.REPLACED);
    assertThat(second.link.closedWith).isNull();
    first.lose();
    assertThat(
            bench.directory.devices().find(SimulatedNode.ROBOT, Role.CAMERA).map(Device::streamUrl))
        .hasValue("rtsp://cam.example.org/1");
    assertThat(robot.link.closedWith).isNull();
    second.lose();
    assertThat(found(bench)).isNull();
  }

  @Test
  void aCameraMayRegisterAnewWithAnotherStream() {
    OlderTestRobot board = cameraOn(bench, "a");
    board.say(new RegisterDevice(SimulatedNode.ROBOT, Role.CAMERA, null, "low"));
    assertThat(board.link.all(DeviceRegistered.class)).hasSize(2);
    assertThat(found(bench))
        .isEqualTo(new Device(SimulatedNode.ROBOT, Role.CAMERA, null, "low", "192.0.2.1"));
  }

  @Test
  void aBoardThatSaysLateThatItIsACameraIsNoRobotAnyMore() {
    SimulatedNode alone = remembering();
    OlderTestRobot board = board(alone, "a");
    alone.pass(600, board);
    assertThat(alone.directory.knows(SimulatedNode.ROBOT)).isTrue();
    board.say(camera(SimulatedNode.ROBOT));
    assertThat(alone.directory.knows(SimulatedNode.ROBOT)).isFalse();
    assertThat(found(alone)).isNotNull();
    assertThat(board.link.closedWith).isNull();
    int sent = board.link.sent.size();
    alone.pass(11_000, board);
    assertThat(board.link.sent).hasSize(sent);
  }

  @Test
  void aBoardThatHasAnsweredACommandStaysTheRobot() {
    robot.say(camera(SimulatedNode.ROBOT));
    assertThat(robot.link.last(ErrorReport.class).code()).isEqualTo("not_permitted");
    assertThat(found(bench)).isNull();
    drive();
    assertThat(robot.isMoving()).isTrue();
  }

  @Test
  void aControlBoardThatRegistersIsDrivenAsOneThatDoesNot() {
    SimulatedNode alone = remembering();
    OlderTestRobot board = new OlderTestRobot(alone, "a");
    board.say(control(SimulatedNode.ROBOT));
    assertThat(board.link.last(DeviceRegistered.class).role()).isEqualTo(Role.CONTROL);
    assertThat(alone.directory.knows(SimulatedNode.ROBOT)).isTrue();
    assertThat(alone.directory.devices().find(SimulatedNode.ROBOT, Role.CONTROL)).isPresent();
    TestClient watcher = alone.pilot("ann", "b");
    alone.pass(1100, watcher, board);
    assertThat(watcher.link.last(Beacon.class).has(Beacon.UNPROTECTED)).isTrue();
    OlderTestRobot newer = new OlderTestRobot(alone, "b");
    newer.say(control(SimulatedNode.ROBOT));
    alone.pass(50, board, newer);
    assertThat(board.link.closedWith).isEqualTo(CloseCode.REPLACED);
    assertThat(alone.directory.devices().find(SimulatedNode.ROBOT, Role.CONTROL)).isPresent();
    newer.lose();
    assertThat(alone.directory.devices().find(SimulatedNode.ROBOT, Role.CONTROL)).isEmpty();
  }

  @Test
  void aBoardWithAnotherRobotsIdIsToldSoAndClosedWheneverItSaysIt() {
    OlderTestRobot early = board(bench, "a");
    early.say(camera("tank-2"));
    assertThat(early.link.last(ErrorReport.class).code()).isEqualTo("not_permitted");
    assertThat(early.link.closedWith).isEqualTo(CloseCode.NOT_PERMITTED);
    OlderTestRobot camera = cameraOn(bench, "a");
    camera.say(camera("tank-2"));
    assertThat(camera.link.closedWith).isEqualTo(CloseCode.NOT_PERMITTED);
    assertThat(found(bench)).isNull();
    drive();
    robot.say(control("tank-2"));
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.NOT_PERMITTED);
    assertThat(told().get(told().size() - 1).isNeutral()).isTrue();
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
  }

  @Test
  void whatACameraSaysBesidesIsCountedAndMovesNothing() {
    OlderTestRobot board = cameraOn(bench, "a");
    board.say(new MotorResponse("1", true, "", null, null));
    board.say(control(SimulatedNode.ROBOT));
    assertThat(bench.drops.of(Reason.WRONG_DIRECTION)).isEqualTo(1);
    assertThat(bench.drops.of(Reason.NOT_PERMITTED)).isEqualTo(1);
    assertThat(found(bench)).isNotNull();
    assertThat(board.link.closedWith).isNull();
  }

  @Test
  void aCameraThatAnswersNoPingForFiveSecondsIsGone() {
    OlderTestRobot board = cameraOn(bench, "a");
    board.isPonging = false;
    bench.pass(4900, robot, board);
    assertThat(board.link.closedWith).isNull();
    bench.pass(200, robot, board);
    assertThat(board.link.closedWith).isEqualTo(CloseCode.SILENT);
    assertThat(found(bench)).isNull();
  }

  @Test
  void aNodeThatLeavesTellsTheCameraToo() {
    OlderTestRobot board = cameraOn(bench, "a");
    bench.loopNamed("a").leave();
    assertThat(board.link.closedWith).isEqualTo(CloseCode.GOING_AWAY);
  }

  @Test
  void modernRobotsAndClientsNeverRegister() {
    SimulatedNode other = new SimulatedNode();
    TestRobot modern = TestRobot.live(other, "a");
    modern.say(camera(SimulatedNode.ROBOT));
    assertThat(modern.link.last(ErrorReport.class).code()).isEqualTo("wrong_direction");
    TestClient watcher = other.pilot("ann", "a");
    watcher.say(camera(SimulatedNode.ROBOT));
    assertThat(watcher.link.last(ErrorReport.class).code()).isEqualTo("wrong_direction");
    assertThat(found(other)).isNull();
  }
}
