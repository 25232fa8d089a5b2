package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two nodes do to a drive, and faults of each; the simulated board is the judge. */
class TwoNodesTest {
  /** The route number after two connections and one promotion. */
  private static final long ONE_PROMOTION = 3;

  private final PairedRobot robot = PairedRobot.driving();
  private final PairedRobot.Node first = robot.first();
  private final PairedRobot.Node second = robot.second();
  private final int stops = robot.bench.board.stops.size();

  private void assertDriven() {
    assertThat(robot.bench.board.left()).isEqualTo(500);
    assertThat(robot.bench.board.stops).hasSize(stops);
    assertThat(robot.bench.robot.latchKind()).isEqualTo(LatchKind.NONE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPrimaryThatIsCutOneWayIsLeftWithinThreeHundredAndFiftyMilliseconds(boolean up) {
    first.upCut = up;
    first.downCut = !up;
    robot.driveFor(360, 500, 500);
    assertThat(second.isPrimary()).isTrue();
    assertDriven();
    robot.driveFor(2000, 500, 500);
    assertThat(first.link().isOpen()).isFalse();
    assertDriven();
  }

  @Test
  void oneLostPingPromotesNobody() {
    for (int i = 0; i < 20; i++) {
      first.lose(1);
      robot.driveFor(400, 500, 500);
      assertThat(first.isPrimary()).isTrue();
    }
  }

  @Test
  void whenBothAreCutTheRobotStopsByItselfAndTheRoadIsNotPassedToAndFro() {
    first.upCut = true;
    first.downCut = true;
    second.upCut = true;
    second.downCut = true;
    robot.advance(250);
    assertThat(robot.bench.board.left()).isZero();
    robot.advance(1000);
    assertThat(robot.bench.robot.latchKind()).isEqualTo(LatchKind.FAILSAFE);
    assertThat(second.beacon().routeCounter()).isLessThanOrEqualTo(ONE_PROMOTION);
  }

  @Test
  void aLinkThatFlapsDoesNotMakeThePrimaryFlap() {
    for (int i = 0; i < 20; i++) {
      first.upCut = i % 2 == 0;
      robot.driveFor(400, 500, 500);
      second.lose(i % 2 == 0 ? 0 : 3);
    }
    assertThat(second.isPrimary()).isTrue();
    assertThat(second.beacon().routeCounter()).isEqualTo(ONE_PROMOTION);
    assertDriven();
  }

  @Test
  void aFrozenNodesSetpointsAreNeverExecutedWhenItReturns() {
    first.frozen = true;
    robot.driveFor(400, 500, 500);
    int executed = robot.executed();
    int acks = first.link().all(Ack.class).size();
    first.thaw();
    robot.bench.write();
    assertThat(robot.executed()).isEqualTo(executed);
    assertThat(first.link().all(Ack.class).subList(acks, acks + 20))
        .allMatch(ack -> ack.reason() == Reason.ACCEPTED);
    assertDriven();
  }

  @Test
  void whatWaitedInAFrozenNodeLongerThanItMayLiveIsNeverExecuted() {
    first.frozen = true;
    for (int i = 0; i < 10; i++) {
      Drive drive = robot.setpoint(700, 700);
      first.say(new Drive(drive.term(), drive.sequence(), drive.echo(), 100, 0, 700, 700));
      robot.advance(20);
    }
    robot.advance(101);
    int executed = robot.executed();
    first.thaw();
    robot.bench.write();
    assertThat(robot.executed()).isEqualTo(executed);
    assertThat(PairedRobot.lastAck(first).reason()).isEqualTo(Reason.STALE);
  }

  @Test
  void anAckGoesToWhereItsSetpointCameFromAndACopyGetsTheVerySame() {
    int acks = second.link().all(Ack.class).size();
    Drive drive = robot.setpoint(500, 500);
    first.say(drive);
    robot.bench.write();
    int executed = robot.executed();
    Ack answer = PairedRobot.lastAck(first);
    assertThat(second.link().all(Ack.class)).hasSize(acks);
    robot.advance(30);
    second.say(drive);
    robot.bench.write();
    assertThat(PairedRobot.lastAck(second)).isEqualTo(answer);
    assertThat(robot.executed()).isEqualTo(executed);
  }

  @Test
  void aCopyAfterAStopGetsItsOldAnswerAndMovesNothing() {
    Drive drive = robot.setpoint(500, 500);
    first.say(drive);
    robot.bench.write();
    first.say(robot.bench.stop(4711));
    robot.bench.write();
    robot.advance(50);
    second.say(drive);
    robot.bench.write();
    assertThat(PairedRobot.lastAck(second).reason()).isEqualTo(Reason.ACCEPTED);
    assertThat(robot.bench.robot.latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(robot.bench.board.left()).isZero();
  }

  @Test
  void copiesProlongNoHold() {
    Drive drive = robot.setpoint(500, 500);
    first.say(drive);
    robot.bench.write();
    for (int i = 0; i < 25; i++) {
      robot.advance(10);
      second.say(drive);
      robot.bench.write();
    }
    assertThat(robot.bench.board.left()).isZero();
  }

  @Test
  void staleCopiesDontSlowTheRobotDown() {
    robot.driveFor(1000, 500, 500);
    int cap = second.beacon().capPermille();
    Drive fresh = robot.setpoint(500, 500);
    Drive late = new Drive(fresh.term(), fresh.sequence(), fresh.echo(), 100, 0, 500, 500);
    robot.advance(320);
    for (int copy = 0; copy < 40; copy++) {
      second.say(late);
    }
    assertThat(PairedRobot.lastAck(second).reason()).isEqualTo(Reason.STALE);
    robot.driveFor(40, 500, 500);
    assertThat(second.beacon().capPermille()).isEqualTo(cap);
  }

  @Test
  void aCopyOfAnEarlierTermIsNoCopy() {
    Drive drive = robot.setpoint(500, 500);
    first.say(drive);
    Lease lease = second.link().last(Lease.class);
    second.say(propose(Propose.Action.RELEASE, lease, SimulatedRobot.ANN, 1));
    second.say(drive);
    assertThat(PairedRobot.lastAck(second).reason()).isEqualTo(Reason.TERM_OLD);
  }

  @Test
  void aCopyThatComesAfterTimeEndedItsLeaseIsNoCopy() {
    Drive drive = robot.setpoint(500, 500);
    first.say(drive);
    robot.bench.clock.advance(600_001);
    second.say(drive);
    assertThat(PairedRobot.lastAck(second).reason()).isEqualTo(Reason.TERM_OLD);
  }

  private Propose propose(Propose.Action action, Lease lease, long holder, int rank) {
    return new Propose(
        9, action, lease.term(), holder, "Ben", rank, 600_000, robot.bench.clock.stamp());
  }

  @Test
  void aStopThatOnlyTheStandbysNodeHearsStopsAndIsConfirmedToBoth() {
    first.downCut = true;
    second.say(robot.bench.stop(4711));
    robot.advance(100);
    assertThat(robot.bench.board.left()).isZero();
    for (PairedRobot.Node node : List.of(first, second)) {
      assertThat(node.link().all(Stopped.class)).anyMatch(Stopped::zeroOutput);
    }
  }

  @Test
  void aTakeOverThatOnlyTheStandbysNodeHearsTakesEffectAndIsToldToBoth() {
    Lease lease = second.link().last(Lease.class);
    second.say(propose(Propose.Action.TAKE_OVER, lease, 0xBE17L, 3));
    for (PairedRobot.Node node : List.of(first, second)) {
      assertThat(node.link().last(Lease.class).holder()).isEqualTo(0xBE17L);
    }
    first.say(robot.setpoint(500, 500));
    assertThat(PairedRobot.lastAck(first).reason()).isNotEqualTo(Reason.ACCEPTED);
  }

  /** Two relays that know nothing of each other: each believes that it has the robot. */
  @Test
  void ofTwoRelaysThatShareNothingOneHasTheDriverAndTheOtherIsTold() {
    Lease lease = second.link().last(Lease.class);
    int refusals = first.link().all(Refused.class).size();
    second.say(propose(Propose.Action.TAKE, lease, 0xBE17L, 1));
    assertThat(second.link().last(Refused.class).code()).isEqualTo("held");
    assertThat(first.link().all(Refused.class)).hasSize(refusals);
    robot.driveFor(100, 500, 500);
    assertDriven();
  }

  @Test
  void aBoardRestartIsANewTermOnBoth() {
    robot.bench.robot.onBoardRestarted();
    for (PairedRobot.Node node : List.of(first, second)) {
      assertThat(node.link().last(Lease.class).cause()).isEqualTo(Lease.Cause.RESTART);
    }
    robot.advance(40);
    robot.driveFor(200, 500, 500);
    assertThat(robot.bench.board.left()).isZero();
    assertThat(first.isPrimary()).isTrue();
  }
}
