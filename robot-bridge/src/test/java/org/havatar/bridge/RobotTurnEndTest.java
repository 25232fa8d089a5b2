package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.Test;

/** The driver's time is up while the robot moves. */
class RobotTurnEndTest {
  private static SimulatedRobot atSpeed() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.advance(40);
    bench.driveFor(200, 800, 600);
    bench.drive(800, 600);
    return bench;
  }

  private static Propose propose(SimulatedRobot bench, Propose.Action action, long durationMs) {
    return new Propose(
        2, action, bench.term(), SimulatedRobot.ANN, "Ann", 1, durationMs, bench.clock.stamp());
  }

  private static void end(SimulatedRobot bench, Propose.Action action) {
    bench.say(propose(bench, action, 0));
    bench.write();
  }

  @Test
  void theBoardIsToldToRampDownAndStoppedWhenItStands() {
    SimulatedRobot bench = atSpeed();
    int stops = bench.board.stops.size();
    int executed = bench.board.executed.size();
    end(bench, Propose.Action.REVOKE);
    assertThat(bench.board.stops).hasSize(stops);
    List<Drive> after = bench.board.executed.subList(executed, bench.board.executed.size());
    assertThat(after).hasSize(1);
    assertThat(after.get(0).isNeutral()).isTrue();
    bench.advance(60); // this board brakes at once, and its telemetry says so
    assertThat(bench.board.stops.size()).isGreaterThan(stops);
    assertThat(last(bench).cause()).isEqualTo(Stop.Cause.LEASE_ENDED);
    assertThat(last(bench).latch()).isEqualTo(bench.latch());
    assertThat(bench.robot.latchKind()).isEqualTo(LatchKind.FAILSAFE);
  }

  @Test
  void itIsStoppedAfterItsRampInAnyCase() {
    SimulatedRobot bench = atSpeed();
    bench.boardMute = true; // so that nobody knows whether it stands
    int stops = bench.board.stops.size();
    bench.say(propose(bench, Propose.Action.REVOKE, 0));
    bench.advance(BoardLink.RAMP_MS + SimulatedRobot.TICK_MS);
    assertThat(bench.board.stops.size()).isGreaterThan(stops);
  }

  @Test
  void nothingOfTheOneWhoseTimeIsUpIsExecutedAnyMore() {
    SimulatedRobot bench = atSpeed();
    end(bench, Propose.Action.REVOKE);
    int executed = bench.board.executed.size();
    for (int i = 0; i < 20; i++) {
      assertThat(bench.drive(800, 600).reason()).isIn(Reason.TERM_OLD, Reason.NO_LEASE);
      bench.advance(10);
    }
    assertThat(bench.board.executed).hasSize(executed);
  }

  @Test
  void aPersonsStopWaitsForNoRamp() {
    SimulatedRobot bench = atSpeed();
    end(bench, Propose.Action.REVOKE);
    int stops = bench.board.stops.size();
    bench.say(bench.stop(77));
    bench.write();
    assertThat(bench.board.stops).hasSize(stops + 1);
    assertThat(last(bench).cause()).isEqualTo(Stop.Cause.PERSON);
  }

  @Test
  void whoLetsGoOfTheLeaseHimselfIsStoppedAtOnce() {
    SimulatedRobot bench = atSpeed();
    int stops = bench.board.stops.size();
    end(bench, Propose.Action.RELEASE);
    assertThat(bench.board.stops).hasSize(stops + 1);
  }

  @Test
  void aRobotThatStandsIsStoppedAtOnce() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.advance(40);
    bench.drive(0, 0);
    int stops = bench.board.stops.size();
    end(bench, Propose.Action.REVOKE);
    assertThat(bench.board.stops).hasSize(stops + 1);
  }

  @Test
  void aLeaseThatExpiresRampsDownJustTheSame() {
    SimulatedRobot bench = atSpeed();
    bench.say(propose(bench, Propose.Action.TAKE, 500));
    bench.driveFor(480, 800, 600);
    int stops = bench.board.stops.size();
    int executed = bench.board.executed.size();
    while (bench.robot.isDriven()) {
      bench.advance(1);
    }
    bench.write();
    assertThat(bench.board.left()).isZero();
    assertThat(bench.board.executed.size()).isGreaterThan(executed);
    assertThat(bench.board.stops).hasSize(stops);
    bench.advance(60);
    assertThat(bench.board.stops.size()).isGreaterThan(stops);
  }

  @Test
  void theNextDriverMovesItOnlyAfterItHasStoodAndANeutral() {
    SimulatedRobot bench = atSpeed();
    end(bench, Propose.Action.REVOKE);
    bench.advance(100);
    bench.take();
    bench.advance(60);
    assertThat(bench.drive(500, 500).reason()).isEqualTo(Reason.LATCHED_FAILSAFE);
    bench.drive(0, 0);
    bench.advance(20);
    assertThat(bench.drive(500, 500).reason()).isEqualTo(Reason.ACCEPTED);
  }

  private static Stop last(SimulatedRobot bench) {
    return bench.board.stops.get(bench.board.stops.size() - 1);
  }
}
