package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.junit.jupiter.api.Test;

class RobotDriveTest {

  @Test
  void theLeaseIsTheFirstWordAfterTheWelcome() {
    SimulatedRobot bench = SimulatedRobot.ready();
    assertThat(bench.link().offered.get(1)).isInstanceOf(Lease.class);
    Lease first = bench.link().all(Lease.class).getFirst();
    assertThat(first.cause()).isEqualTo(Lease.Cause.RESTART);
    assertThat(first.holder()).isZero();
    assertThat(bench.link().offered.get(2)).isInstanceOf(Beacon.class);
  }

  @Test
  void aNewcomerNodeIsToldTheCurrentLease() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.node().robot().onClosed(CloseCode.LOST);
    bench.advance(160);
    bench.connectNode();
    Lease told = bench.link().all(Lease.class).getFirst();
    assertThat(told.cause()).isEqualTo(Lease.Cause.CURRENT);
    assertThat(told.holder()).isEqualTo(SimulatedRobot.ANN);
  }

  @Test
  void anAcceptedSetpointMovesTheBoardAndIsAcknowledged() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.advance(40);
    Ack ack = bench.drive(500, 400);
    assertThat(ack.reason()).isEqualTo(Reason.ACCEPTED);
    assertThat(ack.leftPermille()).isEqualTo(500);
    assertThat(bench.board.left()).isEqualTo(500);
    assertThat(bench.board.refusals).isEmpty();
  }

  @Test
  void theBoardHoldsASetpointFor100MillisecondsFromItsArrivalHoweverLateItIsWritten() {
    Random random = new Random(11);
    for (int round = 0; round < 60; round++) {
      SimulatedRobot bench = SimulatedRobot.driving();
      bench.advance(40 + random.nextInt(20));
      bench.lineStalled = true;
      long arrivedAtMs = bench.clock.getAsLong();
      bench.drive(500, 500);
      bench.advance(random.nextInt(90));
      bench.lineStalled = false;
      bench.write();
      long lateMs = bench.clock.getAsLong() - arrivedAtMs;
      assertThat(bench.board.left()).as("written %d ms late", lateMs).isEqualTo(500);
      assertThat(bench.board.deadAtMs() - arrivedAtMs)
          .as("life of a setpoint written %d ms late", lateMs)
          .isEqualTo(100);
    }
  }

  @Test
  void aSetpointThatWaitedLongerThanItsLifeIsNeverExecuted() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.advance(40);
    int before = bench.board.executed.size();
    bench.lineStalled = true;
    bench.drive(900, 900);
    bench.advance(100);
    bench.lineStalled = false;
    bench.write();
    assertThat(bench.board.executed).hasSize(before);
    assertThat(bench.board.left()).isZero();
  }

  @Test
  void aStalledLineNeverHoldsMoreThanAFewFramesAndNoneOfThemIsExecutedLate() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(400, 300, 300);
    bench.lineStalled = true;
    for (int i = 0; i < 500; i++) {
      bench.drive(800, 800);
      bench.advance(20);
    }
    assertThat(bench.link().all(Ack.class).stream().map(Ack::reason)).contains(Reason.BOARD_SILENT);
    assertThat(bench.link().last(Ack.class).reason()).isNotEqualTo(Reason.ACCEPTED);
    long setpoints =
        bench.inTty.stream().map(SimulatedRobot::decode).filter(Drive.class::isInstance).count();
    assertThat(setpoints).isLessThanOrEqualTo(9);
    int before = bench.board.executed.size();
    bench.lineStalled = false;
    bench.advance(1);
    assertThat(bench.board.executed).hasSize(before);
    assertThat(bench.board.left()).isZero();
  }

  @Test
  void aLineThatFlowsAgainIsDrivenAgainWithoutAnybodysHelp() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(400, 300, 300);
    bench.lineStalled = true;
    bench.driveFor(600, 300, 300);
    bench.lineStalled = false;
    bench.driveFor(400, 300, 300);
    assertThat(bench.link().last(Ack.class).reason()).isEqualTo(Reason.ACCEPTED);
    assertThat(bench.board.left()).isEqualTo(300);
  }

  @Test
  void aSilentBoardIsOfferedNothingAndTheDriverIsTold() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(200, 300, 300);
    bench.boardMute = true;
    bench.hearBoard();
    bench.advance(100);
    assertThat(bench.drive(300, 300).reason()).isEqualTo(Reason.ACCEPTED);
    int before = bench.board.executed.size();
    bench.advance(1);
    assertThat(bench.drive(300, 300).reason()).isEqualTo(Reason.BOARD_SILENT);
    bench.advance(50);
    assertThat(bench.board.executed).hasSize(before);
    Beacon beacon = bench.link().last(Beacon.class);
    assertThat(beacon.has(Beacon.BOARD_CONNECTED)).isFalse();
    assertThat(beacon.faults()).isEqualTo(Beacon.FAULT_SERIAL_UNHEALTHY);
  }

  @Test
  void silenceForMoreThanASecondLatchesUntilTheDriverLetsGo() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(200, 300, 300);
    bench.advance(1100);
    assertThat(bench.robot.latchKind()).isEqualTo(LatchKind.FAILSAFE);
    assertThat(bench.drive(300, 300).reason()).isEqualTo(Reason.LATCHED_FAILSAFE);
    assertThat(bench.drive(0, 0).reason()).isEqualTo(Reason.ACCEPTED);
    bench.advance(40);
    assertThat(bench.drive(300, 300).leftPermille()).isEqualTo(300);
  }

  @Test
  void aBoardThatStillWantsANeutralGetsNeutralsWhateverIsAsked() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(200, 300, 300);
    // The board stopped although no latch is set: a stray stop, or the neutral was lost.
    bench.board.receive(bench.stop(1));
    bench.hearBoard();
    Ack ack = bench.drive(300, 300);
    assertThat(ack.reason()).isEqualTo(Reason.ACCEPTED);
    assertThat(ack.leftPermille()).isZero();
    bench.advance(20);
    bench.driveFor(100, 300, 300);
    assertThat(bench.board.left()).isEqualTo(300);
    assertThat(bench.board.refusals.stream().filter(r -> r == Reason.LATCHED_FAILSAFE).count())
        .isLessThanOrEqualTo(1);
  }

  @Test
  void afterAFreezeOf3SecondsNothingThatWaitedIsExecuted() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(200, 700, 700);
    int before = bench.board.executed.size();
    bench.frozen = true;
    List<Drive> queued = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      queued.add(bench.setpoint(700, 700));
      bench.advance(20);
    }
    bench.frozen = false;
    // Driver and node go on; but no stamp reached them while the robot was frozen.
    Drive frozenEcho = queued.getFirst();
    for (int i = 0; i < queued.size(); i++) {
      Drive each = queued.get(i);
      bench.say(
          new Drive(
              each.term(),
              new Sequence(each.sequence().value()),
              frozenEcho.echo(),
              800,
              0,
              700,
              700));
    }
    bench.advance(50);
    assertThat(bench.link().all(Ack.class).stream().skip(before).map(Ack::reason))
        .contains(Reason.STALE);
    assertThat(bench.board.executed).hasSize(before);
    assertThat(bench.board.left()).isZero();
    assertThat(bench.robot.latchKind()).isEqualTo(LatchKind.FAILSAFE);
    assertThat(bench.uplink.isUp()).isTrue();
  }

  @Test
  void beaconsComeAt50HertzWhileALeaseIsHeldAndElseOnceASecond() {
    SimulatedRobot bench = SimulatedRobot.ready();
    bench.advance(1000);
    bench.link().offered.clear();
    bench.advance(5000);
    assertThat(bench.link().all(Beacon.class)).hasSize(5);
    SimulatedRobot driven = SimulatedRobot.driving();
    driven.link().offered.removeIf(Beacon.class::isInstance);
    driven.advance(2000);
    assertThat(driven.link().all(Beacon.class)).hasSizeBetween(98, 103);
  }

  @Test
  void noSetpointGoesToTheBoardTwiceHoweverOftenTheLineStalls() {
    Random random = new Random(17);
    SimulatedRobot bench = SimulatedRobot.driving();
    for (int round = 0; round < 200; round++) {
      bench.lineStalled = random.nextInt(3) == 0;
      bench.drive(300 + round, 300);
      bench.advance(5 + random.nextInt(20));
    }
    bench.lineStalled = false;
    bench.advance(60);
    assertThat(bench.board.refusals).doesNotContain(Reason.SEQUENCE_OLD);
    assertThat(bench.board.left()).isGreaterThan(300);
  }
}
