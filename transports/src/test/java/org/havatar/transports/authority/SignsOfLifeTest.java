package org.havatar.transports.authority;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.Test;

/** What of a driver counts as a sign of life, from when on, and for how long it moves the robot. */
class SignsOfLifeTest {
  private final RobotFixture robot = new RobotFixture();

  @Test
  void setpointsThatASilentBoardCannotTakeProlongNothing() {
    robot.armed().send(500, 500);
    robot.pass(60);
    assertThat(reasonWithASilentBoard(robot.drive(500, 500))).isEqualTo(Reason.BOARD_SILENT);
    assertThat(robot.register.holdRemainingMs(robot.atMs())).isEqualTo(40);
    robot.pass(941);
    assertThat(reasonWithASilentBoard(robot.drive(500, 500))).isEqualTo(Reason.LATCHED_FAILSAFE);
  }

  @Test
  void aSetpointIsHeldFromItsArrivalHoweverOldItIs() {
    robot.armed().judge(robot.driveAged(700, 800));
    robot.pass(60);
    assertThat(robot.register.holdRemainingMs(robot.atMs())).isEqualTo(40);
  }

  @Test
  void aSetpointIsASignOfLifeWhenItArrivesHoweverOldItIs() {
    robot.armed().judge(robot.driveAged(700, 800));
    robot.tick(9999);
    assertThat(robot.register.isHeld()).isTrue();
    robot.tick(1);
    assertThat(robot.leases.getLast().cause()).isEqualTo(Lease.Cause.SILENT);
  }

  @Test
  void aFreshSetpointThatCannotBeExecutedIsNeverExecutedLater() {
    robot.armed();
    Drive whileTheBoardIsSilent = robot.drive(500, 500);
    assertThat(reasonWithASilentBoard(whileTheBoardIsSilent)).isEqualTo(Reason.BOARD_SILENT);
    assertThat(robot.reasonOf(whileTheBoardIsSilent)).isEqualTo(Reason.SEQUENCE_OLD);
    robot.stop(1, 0);
    Drive whileStopped = robot.drive(500, 500);
    assertThat(robot.reasonOf(whileStopped)).isEqualTo(Reason.LATCHED_STOP);
    assertThat(robot.reasonOf(whileStopped)).isEqualTo(Reason.SEQUENCE_OLD);
  }

  @Test
  void aSetpointWithoutAHandIsANeutralAlsoForALatch() {
    robot.armed().send(500, 500);
    robot.tick(1001);
    robot.pass(1);
    Drive held = robot.drive(500, 500);
    Drive letGo = new Drive(held.term(), held.sequence(), held.echo(), held.ttlMs(), 301, 500, 500);
    assertThat(robot.judge(letGo).leftPermille()).isZero();
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.NONE);
  }

  @Test
  void anExtensionIsNoSignOfLifeAndClearsNothing() {
    robot.armed().send(500, 500);
    robot.tick(1001);
    assertThat(robot.propose(Propose.Action.TAKE, RobotFixture.ANNA, 0)).isNull();
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.FAILSAFE);
    robot.tick(8998);
    assertThat(robot.register.isHeld()).isTrue();
    robot.tick(1);
    assertThat(robot.leases.getLast().cause()).isEqualTo(Lease.Cause.SILENT);
  }

  @Test
  void aLeaseThatIsOverHasExpiredEvenIfItsHolderWasSilentToo() {
    robot.armed();
    Propose extension =
        new Propose(
            1,
            Propose.Action.TAKE,
            robot.register.term(),
            RobotFixture.ANNA,
            "Anna",
            0,
            1000,
            robot.now());
    assertThat(robot.register.propose(extension, robot.atMs())).isNull();
    robot.leases.clear();
    robot.tick(10_000);
    assertThat(robot.leases)
        .singleElement()
        .extracting(Lease::cause)
        .isEqualTo(Lease.Cause.EXPIRED);
    assertThat(robot.timesUp).hasSize(1);
  }

  @Test
  void aClockThatBeginsBelowZeroCountsAsAnyOther() {
    RobotFixture below = new RobotFixture(-5000).armed();
    below.send(500, 500);
    below.pass(60);
    assertThat(below.register.holdRemainingMs(below.atMs())).isEqualTo(40);
    assertThat(below.beacon().stamp()).isEqualTo(below.now());
    below.tick(941);
    assertThat(below.latched).containsExactly(Stop.Cause.FAILSAFE);
  }

  private Reason reasonWithASilentBoard(Drive drive) {
    return robot.register.judge(drive, false, robot.atMs()).reason();
  }
}
