package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.StatusResponse;
import org.junit.jupiter.api.Test;

/** How an older robot's connection begins, is replaced and ends (PROTOCOL.md §11). */
class OlderRobotConnectionTest extends OlderRobotScene {
  @Test
  void itIsStoppedWhenItConnectsAndItsBeaconsSayThatItDoesNotProtectItself() {
    assertThat(told().get(0).isNeutral()).isTrue();
    connect("a");
    pass(1100);
    Beacon beacon = beacon();
    assertThat(beacon.has(Beacon.UNPROTECTED)).isTrue();
    assertThat(beacon.has(Beacon.BOARD_CONNECTED)).isTrue();
    assertThat(beacon.has(Beacon.PRIMARY)).isTrue();
    assertThat(beacon.latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(beacon.has(Beacon.STOP_PRESSED)).isFalse();
    assertThat(beacon.batteryMv()).isEqualTo(11_500);
    assertThat(beacon.batteryPercent()).isEqualTo(61);
  }

  @Test
  void statusIsAskedOfTheRobotAndAnsweredUnderTheAskersId() {
    connect("b");
    client.say(new GetStatus("\"s1\""));
    pass(40);
    StatusResponse status = client.link.last(StatusResponse.class);
    assertThat(status.id()).isEqualTo("\"s1\"");
    assertThat(status.data()).containsEntry("camera_active", true);
  }

  @Test
  void theNewestConnectionIsTheRobotAndTheOlderOneIsStoppedFirst() {
    drive();
    long boot = beacon().boot();
    OlderTestRobot newer = new OlderTestRobot(bench, "b");
    bench.pass(600, client, robot, newer);
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.REPLACED);
    assertThat(told().get(told().size() - 1).isNeutral()).isTrue();
    assertThat(newer.link.closedWith).isNull();
    bench.pass(1100, client, newer);
    assertThat(beacon().boot()).isGreaterThan(boot);
    assertThat(beacon().latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(beacon().holder()).isZero();
  }

  @Test
  void aConnectionAfterAnotherHasANewBootNumberAndExecutesNothingOld() {
    drive();
    Beacon before = beacon();
    robot.lose();
    OlderTestRobot again = new OlderTestRobot(bench, "a");
    bench.pass(600, client, again);
    client.say(client.drive(before.term(), before.stamp()));
    bench.pass(20, client, again);
    assertThat(again.moves()).isEmpty();
    assertThat(beacon().boot()).isGreaterThan(before.boot());
  }

  @Test
  void aModernLiveRobotIsNotEvictedByAnOlderOne() {
    SimulatedNode other = remembering();
    TestRobot modern = TestRobot.live(other, "a");
    OlderTestRobot older = new OlderTestRobot(other, "a");
    other.pass(600, modern, older);
    assertThat(older.link.closedWith).isEqualTo(CloseCode.SECOND_DEVICE);
    assertThat(older.link.last(ErrorReport.class).code()).isEqualTo("not_permitted");
    assertThat(modern.link.closedWith).isNull();
  }

  @Test
  void anOlderLiveRobotIsNotEvictedByAModernOne() {
    TestRobot modern = new TestRobot(bench, "a", 70, 77);
    modern.hello();
    assertThat(modern.link.closedWith).isEqualTo(CloseCode.SECOND_DEVICE);
    assertThat(robot.link.closedWith).isNull();
  }

  @Test
  void aRobotThatAnswersNoPingForFiveSecondsIsClosedAndOffline() {
    drive();
    robot.isPonging = false;
    pass(5100);
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.SILENT);
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
  }

  @Test
  void whenTheNodeLeavesTheRobotIsStoppedBeforeItsConnectionGoes() {
    drive();
    bench.loopNamed("a").announceLeave(100);
    bench.loopNamed("a").leave();
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.GOING_AWAY);
    assertThat(told().get(told().size() - 1).isNeutral()).isTrue();
  }

  @Test
  void itIsTakenForOlderAfterHalfASecondOrItsFirstWord() {
    SimulatedNode other = new SimulatedNode();
    OlderTestRobot silent = new OlderTestRobot(other, "a");
    other.pass(490, silent);
    assertThat(other.directory.knows(SimulatedNode.ROBOT)).isFalse();
    other.pass(20, silent);
    assertThat(other.directory.knows(SimulatedNode.ROBOT)).isTrue();

    SimulatedNode third = new SimulatedNode();
    OlderTestRobot talking = new OlderTestRobot(third, "a");
    talking.say(new MotorResponse("1", true, "", null, null));
    third.pass(10, talking);
    assertThat(third.directory.knows(SimulatedNode.ROBOT)).isTrue();
  }
}
