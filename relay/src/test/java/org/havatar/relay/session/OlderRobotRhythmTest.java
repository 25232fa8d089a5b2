package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.session.port.Boots;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.junit.jupiter.api.Test;

/** How soon everybody hears of an older robot, and it of them (PROTOCOL.md §11). */
class OlderRobotRhythmTest extends OlderRobotScene {
  private List<Integer> gapsBetweenBeacons(Runnable meanwhile) {
    int before = client.link.all(Beacon.class).size();
    meanwhile.run();
    List<Beacon> heard = client.link.all(Beacon.class);
    List<Integer> gapsMs = new ArrayList<>();
    for (int i = before + 1; i < heard.size(); i++) {
      gapsMs.add(heard.get(i).stamp().millis() - heard.get(i - 1).stamp().millis());
    }
    return gapsMs;
  }

  @Test
  void itsBeaconsComeEachSecondAndFiftyTimesAsOftenWhileItIsDriven() {
    connect("a");
    assertThat(gapsBetweenBeacons(() -> pass(4500))).hasSize(3).containsOnly(1000);
    takeWheel();
    assertThat(gapsBetweenBeacons(() -> steer(500))).hasSizeGreaterThan(20).containsOnly(20);
  }

  @Test
  void itsAnswerGoesUpAtOnceAndNotWithTheNextTick() {
    drive();
    client.leftPermille = 600;
    client.steer();
    robot.isPonging = false;
    robot.answer();
    assertThat(client.link.last(Ack.class).leftPermille()).isEqualTo(600);
  }

  @Test
  void soDoesThePongOfOneThatNeverAnswers() {
    withoutAnswers();
    drive();
    client.leftPermille = 600;
    client.steer();
    robot.isReading = false;
    robot.answer();
    assertThat(client.link.last(Ack.class).leftPermille()).isEqualTo(600);
  }

  @Test
  void untilItsStartIsRecordedItIsToldToStopAndNothingElse() {
    robot.lose();
    bench.boots.isSlow = true;
    robot = new OlderTestRobot(bench, "a");
    pass(2000);
    assertThat(robot.link.sent)
        .isNotEmpty()
        .allMatch(message -> message instanceof MotorControl told && told.isNeutral());
    bench.turn(
        bench.loopNamed("a"),
        () -> bench.boots.waiting.forEach(each -> each.accept(new Boots.Answer.Accepted())));
    pass(20);
    assertThat(robot.link.all(GetStatus.class)).hasSize(1);
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isTrue();
  }

  @Test
  void aSetpointThatIsExactlyAsOldAsItMayBeIsWritten() {
    drive();
    robot.isReading = false;
    client.leftPermille = 600;
    client.steer();
    int beacons = client.link.all(Beacon.class).size();
    while (client.link.all(Beacon.class).size() == beacons) {
      pass(10);
    }
    client.leftPermille = 700;
    client.say(client.drive(beacon().term(), beacon().stamp().plusMs(-210))); // lives 300 ms
    pass(90);
    robot.isReading = true;
    robot.answer();
    assertThat(told().get(told().size() - 1).leftPermille()).isBetween(690, 710);
  }

  @Test
  void aRobotThatOwesAnAnswerForTooLongIsStoppedAlthoughItsDriverGoesOn() {
    drive();
    robot.isReading = false;
    robot.isPonging = false;
    client.leftPermille = 600;
    client.steer();
    long writtenMs = bench.nowMs;
    assertThat(told().get(told().size() - 1).leftPermille()).isBetween(590, 610);
    while (!told().get(told().size() - 1).isNeutral()) {
      client.leftPermille++;
      client.steer();
      pass(10);
    }
    assertThat(bench.nowMs - writtenMs).isEqualTo(160);
  }

  @Test
  void noSetpointGoesToARobotWhoseTransportWasSilentForOneAndAHalfSeconds() {
    drive();
    int probes = robot.link.probes.size();
    while (robot.link.probes.size() == probes) {
      client.steer();
      pass(10);
    }
    robot.isPonging = false;
    steer(1480);
    client.steer();
    pass(10);
    client.steer();
    pass(10);
    assertThat(client.acks()).doesNotContain(Reason.BOARD_SILENT);
    client.steer();
    pass(10);
    assertThat(client.acks()).last().isEqualTo(Reason.BOARD_SILENT);
  }

  @Test
  void whileItsTransportAnswersNoOtherDeviceTakesItsPlace() {
    pass(10_000);
    TestRobot other = new TestRobot(bench, "b", 70, 77);
    other.hello();
    assertThat(other.link.closedWith).isEqualTo(CloseCode.SECOND_DEVICE);
    assertThat(robot.link.closedWith).isNull();
  }

  @Test
  void whenItsTransportFallsSilentAnotherDeviceMayTakeItsPlace() {
    pass(2000);
    robot.isPonging = false;
    pass(4800);
    TestRobot other = new TestRobot(bench, "b", 70, 77);
    other.hello();
    assertThat(other.link.closedWith).isNull();
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.REPLACED);
  }

  @Test
  void ofTwoWhoTakeItAtOnceOneIsToldWhyNot() {
    connect("a");
    TestClient other = bench.pilot("ben", "b");
    bench.pass(40, client, robot, other);
    client.take();
    other.take();
    bench.pass(40, client, robot, other);
    assertThat(beacon().holder()).isEqualTo(client.tag());
    assertThat(client.link.all(Refused.class)).isEmpty();
    assertThat(other.link.last(Refused.class).request()).isEqualTo("take_lease");
  }
}
