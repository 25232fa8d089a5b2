package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.BootConflict;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Welcome;
import org.junit.jupiter.api.Test;

/** Which node has the primary, and when the other one is dialled (PROTOCOL.md §6). */
class UplinksTest {
  private static RobotHello hello(PairedRobot.Node node) {
    return node.link().last(RobotHello.class);
  }

  @Test
  void theSecondAddressIsTheStandbysAndItsHelloSaysSo() {
    PairedRobot robot = PairedRobot.ready();
    assertThat(robot.bench.dialer.calls.stream().map(FakeDialer.Call::uri))
        .containsExactly(PairedRobot.ONE, PairedRobot.TWO);
    assertThat(hello(robot.first()).standby()).isFalse();
    assertThat(hello(robot.second()).standby()).isTrue();
    assertThat(hello(robot.second()).connection()).isEqualTo(2);
  }

  @Test
  void onlyThePrimarysBeaconsSaySoAndAllCarryItsRouteNumber() {
    PairedRobot robot = PairedRobot.ready();
    robot.advance(1000);
    assertThat(robot.first().link().all(Beacon.class))
        .allMatch(beacon -> beacon.has(Beacon.PRIMARY) && beacon.routeCounter() == 1);
    assertThat(robot.second().link().all(Beacon.class))
        .isNotEmpty()
        .noneMatch(beacon -> beacon.has(Beacon.PRIMARY))
        .allMatch(beacon -> beacon.routeCounter() == 1);
  }

  @Test
  void aPrimaryThatIsClosedIsFollowedByTheStandbyInTheSameMoment() {
    PairedRobot robot = PairedRobot.ready();
    robot.first().connection.robot().onClosed(CloseCode.LOST);
    assertThat(robot.second().isPrimary()).isTrue();
    assertThat(robot.second().beacon().routeCounter()).isEqualTo(3);
    assertThat(robot.uplinks.primary().node()).isEqualTo("n2");
  }

  @Test
  void whoeverReturnsIsAStandbyUnderAHigherNumber() {
    PairedRobot robot = PairedRobot.ready();
    robot.first().connection.robot().onClosed(CloseCode.LOST);
    robot.advance(60_005);
    PairedRobot.Node again = robot.accept("n1");
    assertThat(hello(again).standby()).isTrue();
    assertThat(hello(again).connection()).isEqualTo(4);
    assertThat(again.isPrimary()).isFalse();
    assertThat(again.beacon().routeCounter()).isEqualTo(3);
  }

  @Test
  void aLostStandbyIsReplacedAfterFiveToSixtySeconds() {
    PairedRobot robot = PairedRobot.ready();
    robot.second().connection.robot().onClosed(CloseCode.LOST);
    robot.advance(4_995);
    assertThat(robot.dials()).isEqualTo(2);
    robot.advance(55_010);
    assertThat(robot.dials()).isGreaterThan(2);
    assertThat(robot.first().isPrimary()).isTrue();
  }

  @Test
  void whileNothingIsUpOneIsDialledAtOnceAndItIsThePrimary() {
    PairedRobot robot = PairedRobot.ready();
    robot.second().connection.robot().onClosed(CloseCode.LOST);
    robot.first().connection.robot().onClosed(CloseCode.LOST);
    robot.advance(200);
    assertThat(robot.dials()).isEqualTo(3);
    PairedRobot.Node again = robot.accept("n3");
    assertThat(hello(again).standby()).isFalse();
    assertThat(again.isPrimary()).isTrue();
  }

  @Test
  void withOneAddressThereIsNoStandby() {
    PairedRobot robot = new PairedRobot(PairedRobot.ONE);
    robot.advance(5);
    PairedRobot.Node only = robot.accept("n1");
    robot.advance(70_000);
    assertThat(robot.dials()).isEqualTo(1);
    assertThat(only.isPrimary()).isTrue();
  }

  @Test
  void aStandbyThatLeadsToThePrimarysNodeIsClosedAndTheNextAddressTried() {
    PairedRobot robot = new PairedRobot(PairedRobot.ONE, PairedRobot.TWO, PairedRobot.THREE);
    robot.advance(5);
    robot.accept("n1");
    robot.advance(5);
    PairedRobot.Node doubled = robot.accept("n1");
    assertThat(doubled.link().closedWith).isEqualTo(CloseCode.NORMAL);
    assertThat(doubled.link().all(Beacon.class)).isEmpty();
    robot.advance(10);
    assertThat(robot.bench.dialer.calls.getLast().uri()).isEqualTo(PairedRobot.THREE);
    PairedRobot.Node other = robot.accept("n2");
    robot.advance(100);
    assertThat(other.link().isOpen()).isTrue();
    assertThat(robot.first().isPrimary()).isTrue();
  }

  @Test
  void whenAllAddressesLeadToOneNodeItIsAskedSlowly() {
    PairedRobot robot = new PairedRobot(PairedRobot.ONE, PairedRobot.TWO);
    robot.advance(5);
    robot.accept("n1");
    robot.advance(5);
    robot.accept("n1");
    robot.advance(4_995);
    assertThat(robot.dials()).isEqualTo(2);
    robot.advance(55_010);
    assertThat(robot.dials()).isGreaterThan(2);
  }

  @Test
  void aNodeThatHasThePrimaryAndRefusesAStandbyIsLikewiseAskedSlowly() {
    PairedRobot robot = new PairedRobot(PairedRobot.ONE, PairedRobot.TWO);
    robot.advance(5);
    robot.accept("n1");
    robot.advance(5);
    robot.bench.dialer.connect().robot().onClosed(CloseCode.REPLACED);
    robot.advance(4_995);
    assertThat(robot.dials()).isEqualTo(2);
    assertThat(robot.first().isPrimary()).isTrue();
  }

  @Test
  void aNodeThatLeavesIsFollowedByTheStandbyBeforeItIsClosedAndTheWheelsGoOn() {
    PairedRobot robot = PairedRobot.driving();
    int stops = robot.bench.board.stops.size();
    robot.first().say(new GoingAway(2000));
    robot.bench.write();
    assertThat(robot.first().beacon().has(Beacon.PRIMARY)).isFalse();
    assertThat(robot.first().link().closedWith).isEqualTo(CloseCode.NORMAL);
    assertThat(robot.second().isPrimary()).isTrue();
    assertThat(robot.bench.board.left()).isEqualTo(500);
    robot.driveFor(1000, 500, 500);
    assertThat(robot.bench.board.left()).isEqualTo(500);
    assertThat(robot.bench.board.stops).hasSize(stops);
  }

  @Test
  void theSlowEchoesFromBeforeADriveLeaveNoPrimary() {
    PairedRobot robot = new PairedRobot(PairedRobot.ONE, PairedRobot.TWO);
    robot.advance(5);
    robot.accept("n1");
    robot.advance(805);
    robot.accept("n2");
    robot.advance(150);
    robot.take(robot.first());
    robot.advance(100);
    assertThat(robot.first().isPrimary()).isTrue();
  }

  @Test
  void aBootNumberThatTheStandbysNodeRaisesHoldsForBoth() {
    PairedRobot robot = new PairedRobot(PairedRobot.ONE, PairedRobot.TWO);
    robot.advance(5);
    PairedRobot.Node former = robot.accept("n1");
    robot.advance(5);
    PairedRobot.Node node = new PairedRobot.Node(robot.bench.dialer.connect());
    robot.nodes.add(node);
    node.say(new BootConflict(8));
    assertThat(hello(node).boot()).isEqualTo(9);
    assertThat(former.link().isOpen()).isFalse();
    node.say(new Welcome(1, List.of(), "n2", "s1", null));
    assertThat(node.isPrimary()).isTrue();
    assertThat(node.beacon().boot()).isEqualTo(9);
    assertThat(node.beacon().routeCounter()).isGreaterThan(hello(node).connection());
  }
}
