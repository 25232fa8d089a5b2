package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.BootConflict;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;

class RobotStopTest {

  private static Board with(Board board, Numbered latch, int left) {
    return new Board(
        board.stopped(),
        board.failsafe(),
        board.ramping(),
        board.faults(),
        board.startId(),
        board.stamp(),
        board.term(),
        board.sequence(),
        latch,
        left,
        left,
        board.batteryMv(),
        board.batteryPercent(),
        board.lastReason(),
        board.rejected());
  }

  private static List<Stopped> confirmed(SimulatedRobot bench) {
    return bench.link().all(Stopped.class).stream().filter(Stopped::zeroOutput).toList();
  }

  @Test
  void whenThePortOpensTheBoardIsStoppedBeforeAnythingElse() {
    SimulatedRobot bench = new SimulatedRobot();
    bench.openSerial();
    bench.write();
    assertThat(bench.board.stops).hasSize(1);
    assertThat(bench.board.stops.getFirst().cause()).isEqualTo(Stop.Cause.ROBOT_START);
    assertThat(bench.board.stops.getFirst().latch()).isEqualTo(new Numbered(5, 1));
  }

  @Test
  void whenTheCableComesBackTheBoardIsStoppedFirstToo() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(100, 300, 300);
    bench.closeSerial();
    assertThat(bench.drive(300, 300).reason()).isEqualTo(Reason.BOARD_SILENT);
    bench.advance(300);
    int before = bench.board.stops.size();
    bench.openSerial();
    bench.drive(300, 300);
    assertThat(bench.board.stops).hasSizeGreaterThan(before);
    assertThat(bench.board.left()).isZero();
  }

  @Test
  void aStopReachesTheBoardBeforeItsSenderIsAnswered() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.advance(40);
    bench.drive(800, 800);
    bench.say(bench.stop(77));
    bench.write();
    assertThat(bench.board.left()).isZero();
    Stopped answer = bench.link().all(Stopped.class).getFirst();
    assertThat(answer.stopId()).isEqualTo(77);
    assertThat(answer.zeroOutput()).isFalse();
  }

  @Test
  void aStopIsConfirmedOnlyByABoardThatShowsItsLatchAndZero() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(100, 300, 300);
    bench.lineStalled = true;
    bench.boardMute = true;
    bench.say(bench.stop(77));
    Numbered latch = bench.link().last(Stopped.class).latch();
    bench.clock.advance(1);
    bench.robot.onBoard(
        with(bench.board.telemetry(), new Numbered(5, latch.counter() - 1), 0),
        bench.clock.getAsLong());
    assertThat(confirmed(bench)).as("zero, but of an earlier stop").isEmpty();
    bench.clock.advance(1);
    bench.robot.onBoard(with(bench.board.telemetry(), latch, 200), bench.clock.getAsLong());
    assertThat(confirmed(bench)).as("its latch, but still turning").isEmpty();
    bench.clock.advance(1);
    bench.robot.onBoard(with(bench.board.telemetry(), latch, 0), bench.clock.getAsLong());
    assertThat(confirmed(bench)).hasSize(1);
    assertThat(confirmed(bench).getFirst().stopId()).isEqualTo(77);
    assertThat(confirmed(bench).getFirst().elapsedMs()).isEqualTo(3);
  }

  @Test
  void theStopIsRepeatedEvery20MillisecondsUntilTheBoardConfirmsIt() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(100, 300, 300);
    int before = bench.board.stops.size();
    bench.say(bench.stop(77));
    for (int i = 0; i < 100; i++) {
      // The board speaks, but every stop is lost on the line.
      byte[] frame = bench.lanes.take();
      if (frame != null && SimulatedRobot.decode(frame) instanceof Stop stop) {
        bench.board.stops.add(stop);
      }
      bench.clock.advance(1);
      if (i % 5 == 0) {
        bench.robot.onTick();
      }
      if (i % 20 == 0) {
        bench.hearBoard();
      }
    }
    assertThat(bench.board.stops.size() - before).isBetween(5, 6);
    bench.advance(60);
    assertThat(confirmed(bench)).isNotEmpty();
    int confirmedAfter = bench.board.stops.size();
    bench.advance(500);
    assertThat(bench.board.stops).hasSize(confirmedAfter);
  }

  @Test
  void aSilentBoardsLineIsNotFilledWithStops() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.boardMute = true;
    bench.lineStalled = true;
    bench.say(bench.stop(77));
    bench.advance(10_000);
    assertThat(bench.inTty).hasSizeLessThan(60);
    assertThat(SimulatedRobot.decode(bench.inTty.getLast())).isInstanceOf(Stop.class);
  }

  @Test
  void noSetpointIsOfferedWhileAStopAwaitsItsConfirmation() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(100, 300, 300);
    bench.lineStalled = true;
    bench.say(bench.stop(77));
    assertThat(bench.drive(300, 300).reason()).isEqualTo(Reason.LATCHED_STOP);
    bench.release();
    assertThat(bench.robot.latchKind()).isEqualTo(LatchKind.FAILSAFE);
    assertThat(bench.drive(0, 0).reason()).isEqualTo(Reason.BOARD_SILENT);
    bench.lineStalled = false;
    bench.advance(30);
    assertThat(bench.drive(0, 0).reason()).isEqualTo(Reason.ACCEPTED);
  }

  @Test
  void aRepeatedStopLatchesOnceAndIsAnsweredEachTime() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(100, 300, 300);
    bench.say(bench.stop(77));
    Numbered latch = bench.link().last(Stopped.class).latch();
    bench.advance(100);
    bench.say(bench.stop(77));
    Stopped again = bench.link().last(Stopped.class);
    assertThat(again.latch()).isEqualTo(latch);
    assertThat(again.zeroOutput()).isTrue();
    assertThat(bench.link().last(Beacon.class).latch()).isEqualTo(latch);
  }

  @Test
  void aStopWithoutAnIdStopsEachTimeAndIsNotAnswered() {
    SimulatedRobot bench = SimulatedRobot.driving();
    for (int i = 0; i < 3; i++) {
      bench.drive(300, 300);
      Numbered before = bench.latch();
      bench.say(bench.stop(0));
      bench.advance(40);
      assertThat(bench.robot.latchKind()).isEqualTo(LatchKind.STOP);
      assertThat(bench.latch()).isEqualTo(before.next());
      assertThat(bench.link().all(Stopped.class)).noneMatch(answer -> answer.stopId() == 0);
      bench.release();
      bench.drive(0, 0);
      bench.advance(40);
    }
  }

  @Test
  void aStopHoldsUntilItIsReleasedAndTheDriverHasLetGo() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(100, 300, 300);
    bench.say(bench.stop(77));
    bench.advance(100);
    assertThat(bench.drive(0, 0).reason()).isEqualTo(Reason.LATCHED_STOP);
    bench.release();
    assertThat(bench.drive(300, 300).reason()).isEqualTo(Reason.LATCHED_FAILSAFE);
    assertThat(bench.drive(0, 0).reason()).isEqualTo(Reason.ACCEPTED);
    bench.advance(40);
    bench.drive(300, 300);
    assertThat(bench.board.left()).isEqualTo(300);
  }

  @Test
  void aReleaseThatNamesAnotherLatchIsRefusedAndTheRobotStaysStopped() {
    SimulatedRobot bench = SimulatedRobot.ready();
    bench.take();
    Numbered other = bench.latch().next();
    bench.say(
        new ReleaseStop(bench.term(), other, bench.clock.stamp(), 800, SimulatedRobot.ANN, 1));
    Refused refused = bench.link().last(Refused.class);
    assertThat(refused.request()).isEqualTo("release_stop");
    assertThat(refused.code()).isEqualTo(Codes.LATCH_CHANGED);
    assertThat(bench.robot.latchKind()).isEqualTo(LatchKind.STOP);
  }

  @Test
  void aProposalAgainstTheDriverIsRefusedToItsNode() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.say(
        new Propose(
            8, Propose.Action.TAKE, bench.term(), 0xB0B, "Bob", 1, 60_000, bench.clock.stamp()));
    Refused refused = bench.link().last(Refused.class);
    assertThat(refused.code()).isEqualTo(Codes.HELD);
    assertThat(refused.proposal()).isEqualTo(8);
    assertThat(bench.link().last(Beacon.class).holder()).isEqualTo(SimulatedRobot.ANN);
  }

  @Test
  void aRestartedBoardIsARobotStart() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(100, 300, 300);
    final Numbered term = bench.term();
    final Numbered latch = bench.latch();
    bench.board.restart(0xBEEF);
    bench.advance(20);
    Lease lease = bench.link().last(Lease.class);
    assertThat(lease.cause()).isEqualTo(Lease.Cause.RESTART);
    assertThat(lease.holder()).isEqualTo(SimulatedRobot.ANN);
    assertThat(lease.term()).isEqualTo(term.next());
    assertThat(bench.robot.latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(bench.latch().compareTo(latch)).isPositive();
    bench.advance(20);
    assertThat(bench.link().last(Beacon.class).faults()).isEqualTo(Beacon.FAULT_BOARD_RESTARTED);
    assertThat(bench.board.stops.getLast().latch()).isEqualTo(bench.latch());
    assertThat(bench.drive(300, 300).reason()).isEqualTo(Reason.LATCHED_STOP);
    bench.release();
    bench.drive(0, 0);
    bench.advance(40);
    assertThat(bench.drive(300, 300).leftPermille()).isEqualTo(300);
    bench.advance(20);
    assertThat(bench.link().last(Beacon.class).faults()).isZero();
  }

  @Test
  void aBoardThatRestartedWhileTheCableWasOutIsARobotStartToo() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.closeSerial();
    bench.board.restart(0xBEEF);
    bench.openSerial();
    bench.advance(30);
    assertThat(bench.link().last(Lease.class).cause()).isEqualTo(Lease.Cause.RESTART);
    assertThat(bench.robot.latchKind()).isEqualTo(LatchKind.STOP);
  }

  @Test
  void theEndOfALeaseStopsTheBoard() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(100, 300, 300);
    for (int i = 0; i < 700; i++) {
      bench.say(
          new Drive(
              bench.term(),
              bench.setpoint(0, 0).sequence(),
              bench.clock.stamp(),
              800,
              Math.min(65_000, i * 100),
              300,
              300));
      bench.advance(100);
    }
    assertThat(bench.link().last(Lease.class).cause()).isEqualTo(Lease.Cause.IDLE);
    assertThat(bench.board.stops.getLast().cause()).isEqualTo(Stop.Cause.LEASE_ENDED);
    assertThat(bench.link().last(Ack.class).reason()).isIn(Reason.NO_LEASE, Reason.TERM_OLD);
  }

  @Test
  void shuttingDownStopsTheMotorsAndWaitsForTheBoardToSaySo() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(100, 600, 600);
    bench.robot.shutDown(0x5D);
    assertThat(bench.robot.isShutDown()).isFalse();
    assertThat(bench.robot.isBoardConnected()).isTrue();
    bench.advance(20);
    assertThat(bench.board.left()).isZero();
    assertThat(bench.board.stops.getLast().cause()).isEqualTo(Stop.Cause.SHUTDOWN);
    assertThat(bench.robot.isShutDown()).isTrue();
    bench.release();
    assertThat(bench.robot.latchKind()).as("nobody releases a robot that ends").isNotNull();
    assertThat(bench.drive(0, 0).reason()).isEqualTo(Reason.LATCHED_STOP);
    bench.robot.hangUp();
    assertThat(bench.link().isOpen()).isFalse();
  }

  @Test
  void shuttingDownWithoutABoardIsNotConfirmedButTold() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.closeSerial();
    bench.robot.shutDown(0x5D);
    assertThat(bench.robot.isBoardConnected()).isFalse();
    assertThat(bench.robot.isShutDown()).as("nobody confirmed it").isFalse();
  }

  @Test
  void aBoardThatHasSeenAHigherBootNumberRaisesOurs() {
    SimulatedRobot bench = SimulatedRobot.ready();
    bench.clock.advance(1);
    bench.robot.onBoard(
        with(bench.board.telemetry(), new Numbered(9, 3), 0), bench.clock.getAsLong());
    assertThat(bench.adopted).containsExactly(9L);
    assertThat(bench.link().isOpen()).isFalse();
    bench.advance(200);
    bench.connectNode();
    assertThat(bench.link().last(Lease.class).term()).isEqualTo(new Numbered(10, 1));
    assertThat(bench.board.stops.getLast().latch()).isEqualTo(new Numbered(10, 1));
  }

  @Test
  void aBootConflictMakesItARobotStartUnderTheNewNumber() {
    SimulatedRobot bench = new SimulatedRobot();
    bench.openSerial();
    bench.robot.onTick();
    FakeDialer.Connection node = bench.dialer.connect();
    node.robot().onMessage(new BootConflict(30));
    assertThat(bench.adopted).containsExactly(30L);
    assertThat(node.link().last(RobotHello.class).boot()).isEqualTo(31);
    bench.write();
    assertThat(bench.board.stops.getLast().latch()).isEqualTo(new Numbered(31, 1));
    assertThat(bench.robot.latchKind()).isEqualTo(LatchKind.STOP);
  }
}
