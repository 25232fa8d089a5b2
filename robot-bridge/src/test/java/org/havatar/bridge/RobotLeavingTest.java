package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Reason;
import org.junit.jupiter.api.Test;

/** The node that carries the drive says goodbye. */
class RobotLeavingTest {
  private static final GoingAway GOODBYE = new GoingAway(250);

  private static SimulatedRobot atSpeed() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.advance(40);
    bench.driveFor(200, 800, 600);
    bench.drive(800, 600);
    return bench;
  }

  private static void goodbye(SimulatedRobot bench) {
    bench.say(GOODBYE);
    bench.write();
  }

  @Test
  void theBoardBrakesAtOnceAndNotAtTheEndOfItsHold() {
    SimulatedRobot bench = atSpeed();
    assertThat(bench.board.left()).isEqualTo(800);
    goodbye(bench);
    assertThat(bench.board.left()).isZero();
    assertThat(bench.board.refusals).isEmpty();
  }

  @Test
  void nothingMoreIsExecutedOverTheNodeThatLeaves() {
    SimulatedRobot bench = atSpeed();
    goodbye(bench);
    int executed = bench.board.executed.size();
    for (int i = 0; i < 10; i++) {
      assertThat(bench.drive(800, 600).reason()).isEqualTo(Reason.NO_ROBOT);
      bench.advance(10);
    }
    assertThat(bench.board.executed).hasSize(executed);
  }

  @Test
  void noLatchIsSetAndTheSameTermDrivesOnOverTheNextConnection() {
    SimulatedRobot bench = atSpeed();
    int stops = bench.board.stops.size();
    goodbye(bench);
    bench.node().robot().onClosed(org.havatar.transports.link.CloseCode.GOING_AWAY);
    bench.advance(510);
    bench.connectNode();
    bench.advance(40);
    assertThat(bench.robot.latchKind()).isEqualTo(LatchKind.NONE);
    Ack ack = bench.drive(500, 500);
    assertThat(ack.reason()).isEqualTo(Reason.ACCEPTED);
    bench.advance(20);
    bench.drive(500, 500);
    assertThat(bench.board.left()).isEqualTo(500);
    assertThat(bench.board.stops).hasSize(stops);
  }

  @Test
  void aSilenceOfMoreThanASecondAfterTheGoodbyeIsAFailsafeLatchAsAlways() {
    SimulatedRobot bench = atSpeed();
    goodbye(bench);
    bench.advance(1010);
    assertThat(bench.robot.latchKind()).isEqualTo(LatchKind.FAILSAFE);
  }

  @Test
  void aRobotThatStandsOrIsStoppedIsToldNothing() {
    SimulatedRobot standing = SimulatedRobot.driving();
    standing.advance(40);
    standing.drive(0, 0);
    assertToldNothing(standing);
    SimulatedRobot stopped = atSpeed();
    stopped.say(stopped.stop(77));
    stopped.write();
    assertToldNothing(stopped);
    SimulatedRobot lapsed = atSpeed();
    lapsed.advance(150);
    assertToldNothing(lapsed);
  }

  private static void assertToldNothing(SimulatedRobot bench) {
    List<Drive> before = List.copyOf(bench.board.executed);
    int refusals = bench.board.refusals.size();
    goodbye(bench);
    assertThat(bench.board.executed).isEqualTo(before);
    assertThat(bench.board.refusals).hasSize(refusals);
  }
}
