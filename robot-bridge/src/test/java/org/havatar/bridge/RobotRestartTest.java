package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.authority.StopKeeper;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.Test;

/** A stop that a person pressed is one after every restart, whatever the disk does. */
class RobotRestartTest {
  private static final StandingStop PRESSED = new StandingStop(LatchKind.STOP, true, 77, 9);
  private static final StandingStop LOCK = new StandingStop(LatchKind.ADMINISTRATOR, true, 78, 9);

  private static Beacon beacon(SimulatedRobot bench) {
    bench.latch();
    return bench.link().last(Beacon.class);
  }

  private static boolean isPressed(SimulatedRobot bench) {
    return beacon(bench).has(Beacon.STOP_PRESSED);
  }

  /** The process is killed and starts with what is on its disk. */
  private static SimulatedRobot restarted(SimulatedRobot bench) {
    return SimulatedRobot.ready(bench.stopRecord.content);
  }

  private static void tellRelease(SimulatedRobot bench, int rank) {
    bench.say(
        new ReleaseStop(
            bench.term(), bench.latch(), bench.clock.stamp(), 800, SimulatedRobot.ANN, rank));
  }

  @Test
  void aPressedStopIsPressedAfterTheRestartAndItsReleaseIsToo() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.say(bench.stop(77));
    SimulatedRobot next = restarted(bench);
    assertThat(isPressed(next)).isTrue();
    assertThat(beacon(next).latchKind()).isEqualTo(LatchKind.STOP);
    next.take();
    assertThat(next.drive(0, 0).reason()).isEqualTo(Reason.LATCHED_STOP);
    next.release();
    assertThat(next.drive(0, 0).reason()).isEqualTo(Reason.ACCEPTED);
    assertThat(isPressed(restarted(next))).isFalse();
  }

  @Test
  void anAdministratorsStopIsOneAfterTheRestart() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.say(new Stop(Stop.Cause.PERSON, Stop.ADMINISTRATOR, 78, 9, Numbered.NONE));
    SimulatedRobot next = restarted(bench);
    assertThat(next.robot.latchKind()).isEqualTo(LatchKind.ADMINISTRATOR);
    next.take();
    tellRelease(next, 2);
    assertThat(next.link().last(Refused.class).code()).isEqualTo(Codes.HIGHER_RANK_NEEDED);
    tellRelease(next, 3);
    assertThat(next.robot.latchKind()).isEqualTo(LatchKind.FAILSAFE);
  }

  @Test
  void theBoardHasTheStopBeforeTheDisk() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.stopRecord.isSlow = true;
    bench.drive(800, 800);
    bench.say(bench.stop(77));
    bench.write();
    assertThat(bench.board.left()).isZero();
    assertThat(bench.stopRecord.content).isEqualTo(StandingStop.NONE);
    bench.stopRecord.finish();
    assertThat(bench.stopRecord.content).isEqualTo(PRESSED);
  }

  @Test
  void aDrivingRobotWritesNothing() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(5000, 400, 400);
    bench.advance(3000);
    bench.drive(0, 0);
    assertThat(bench.stopRecord.asked).isEmpty();
  }

  @Test
  void aFullDiskBlocksNoStopAndItIsSavedWhenThereIsRoom() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.stopRecord.isFull = true;
    bench.drive(800, 800);
    bench.say(bench.stop(77));
    bench.write();
    assertThat(bench.board.left()).isZero();
    bench.advance(3000);
    assertThat(bench.robot.isSaved()).isFalse();
    bench.stopRecord.isFull = false;
    bench.advance((int) StopKeeper.AGAIN_MS + SimulatedRobot.TICK_MS);
    assertThat(bench.stopRecord.content).isEqualTo(PRESSED);
    assertThat(bench.robot.isSaved()).isTrue();
  }

  @Test
  void theLatchStandsUntilItsReleaseIsSaved() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.say(bench.stop(77));
    bench.stopRecord.isSlow = true;
    tellRelease(bench, 1);
    bench.advance(200);
    assertThat(bench.drive(0, 0).reason()).isEqualTo(Reason.LATCHED_STOP);
    assertThat(isPressed(restarted(bench))).isTrue();
    bench.stopRecord.finish();
    assertThat(isPressed(restarted(bench))).isFalse();
    bench.advance(20);
    assertThat(bench.drive(0, 0).reason()).isEqualTo(Reason.ACCEPTED);
  }

  @Test
  void aReleaseThatCantBeSavedIsRefusedWithWhatToDoAndTheStopStands() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.say(bench.stop(77));
    bench.stopRecord.isFull = true;
    tellRelease(bench, 1);
    Refused refused = bench.link().last(Refused.class);
    assertThat(refused.code()).isEqualTo(Codes.UNAVAILABLE);
    assertThat(refused.message()).contains("no space left", "release again");
    bench.advance(100);
    assertThat(bench.drive(0, 0).reason()).isEqualTo(Reason.LATCHED_STOP);
    assertThat(isPressed(restarted(bench))).isTrue();
  }

  @Test
  void aPressDuringTheSaveOfAReleaseStands() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.say(bench.stop(77));
    bench.stopRecord.isSlow = true;
    tellRelease(bench, 1);
    bench.say(bench.stop(79));
    assertThat(bench.link().last(Refused.class).code()).isEqualTo(Codes.LATCH_CHANGED);
    bench.stopRecord.finish();
    bench.stopRecord.finish();
    bench.advance(20);
    assertThat(bench.drive(0, 0).reason()).isEqualTo(Reason.LATCHED_STOP);
    assertThat(isPressed(restarted(bench))).isTrue();
  }

  @Test
  void anAdoptedBootNumberCarriesTheStop() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.say(new Stop(Stop.Cause.PERSON, Stop.ADMINISTRATOR, 78, 9, Numbered.NONE));
    bench.robot.onBootConflict(41);
    assertThat(bench.adopted).containsExactly(41L);
    assertThat(bench.robot.latchKind()).isEqualTo(LatchKind.ADMINISTRATOR);
    assertThat(bench.stopRecord.content).isEqualTo(LOCK);
    assertThat(restarted(bench).robot.latchKind()).isEqualTo(LatchKind.ADMINISTRATOR);
  }

  @Test
  void aReleaseUnderWayDoesNotReleaseTheStopOfAnAdoptedBoot() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.say(bench.stop(77));
    bench.stopRecord.isSlow = true;
    tellRelease(bench, 1);
    bench.robot.onBootConflict(41);
    bench.stopRecord.finish();
    bench.stopRecord.finish();
    assertThat(bench.robot.latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(bench.stopRecord.content).isEqualTo(PRESSED);
  }

  @Test
  void aBoardThatRestartsUnderAPressedStopLeavesItPressed() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.say(bench.stop(77));
    bench.robot.onBoardRestarted();
    assertThat(isPressed(bench)).isTrue();
    assertThat(isPressed(restarted(bench))).isTrue();
  }

  @Test
  void theEndOfTheProcessPressesNothingAndKeepsWhatIsPressed() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.robot.shutDown(5);
    assertThat(isPressed(restarted(bench))).isFalse();
    bench = SimulatedRobot.driving();
    bench.say(bench.stop(77));
    bench.robot.shutDown(5);
    assertThat(isPressed(restarted(bench))).isTrue();
  }

  @Test
  void whatCantBeReadIsReleasedByItsHolderLikeAnyStop() {
    SimulatedRobot bench = SimulatedRobot.ready(StandingStop.UNREADABLE);
    assertThat(isPressed(bench)).isTrue();
    bench.take();
    bench.release();
    Ack ack = bench.drive(0, 0);
    assertThat(ack.reason()).isEqualTo(Reason.ACCEPTED);
    assertThat(bench.stopRecord.content).isEqualTo(StandingStop.NONE);
  }
}
