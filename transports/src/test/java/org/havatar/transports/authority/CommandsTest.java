package org.havatar.transports.authority;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.junit.jupiter.api.Test;

class CommandsTest {
  private final RobotFixture robot = new RobotFixture();

  @Test
  void aFreshCommandOfTheHolderIsExecuted() {
    robot.armed();
    Ack ack = robot.send(600, -400);
    assertThat(ack.reason()).isEqualTo(Reason.ACCEPTED);
    assertThat(ack.leftPermille()).isEqualTo(600);
    assertThat(ack.rightPermille()).isEqualTo(-400);
  }

  @Test
  void nothingMovesWithoutALease() {
    assertThat(robot.reasonOf(robot.drive(500, 500))).isEqualTo(Reason.NO_LEASE);
  }

  @Test
  void anEarlierTermIsOldEvenWithANewerSequence() {
    Drive before = robot.armed().drive(500, 500);
    robot.propose(Propose.Action.RELEASE, RobotFixture.ANNA, 0);
    robot.propose(Propose.Action.TAKE, RobotFixture.BERT, 0);
    assertThat(robot.reasonOf(before)).isEqualTo(Reason.TERM_OLD);
  }

  @Test
  void aTermThatWasNeverAnnouncedIsUnknown() {
    Drive good = robot.armed().drive(500, 500);
    Drive ahead = with(good, good.term().next(), good.sequence());
    assertThat(robot.reasonOf(ahead)).isEqualTo(Reason.TERM_UNKNOWN);
  }

  @Test
  void aDuplicateAndAReorderedCommandAreOld() {
    robot.armed();
    Drive first = robot.drive(500, 500);
    Drive second = robot.drive(400, 400);
    assertThat(robot.reasonOf(second)).isEqualTo(Reason.ACCEPTED);
    assertThat(robot.reasonOf(second)).isEqualTo(Reason.SEQUENCE_OLD);
    assertThat(robot.reasonOf(first)).isEqualTo(Reason.SEQUENCE_OLD);
  }

  @Test
  void sequencesGoOnOverTheWrap() {
    robot.armed();
    Drive command = robot.drive(500, 500);
    assertThat(robot.reasonOf(with(command, command.term(), new Sequence(0x7FFF_FFF0))))
        .isEqualTo(Reason.ACCEPTED);
    assertThat(robot.reasonOf(with(command, command.term(), new Sequence(0xF000_0000))))
        .isEqualTo(Reason.ACCEPTED);
    assertThat(robot.reasonOf(with(command, command.term(), new Sequence(-1))))
        .isEqualTo(Reason.ACCEPTED);
    assertThat(robot.reasonOf(with(command, command.term(), new Sequence(0))))
        .isEqualTo(Reason.ACCEPTED);
    assertThat(robot.reasonOf(with(command, command.term(), new Sequence(-1))))
        .isEqualTo(Reason.SEQUENCE_OLD);
  }

  @Test
  void aNewTermBeginsASequenceOfItsOwn() {
    robot.armed();
    Drive high = robot.drive(500, 500);
    robot.judge(with(high, high.term(), new Sequence(5000)));
    robot.propose(Propose.Action.RELEASE, RobotFixture.ANNA, 0);
    robot.propose(Propose.Action.TAKE, RobotFixture.BERT, 0);
    robot.pass(1);
    Drive first = robot.drive(0, 0);
    assertThat(robot.reasonOf(with(first, first.term(), new Sequence(1))))
        .isEqualTo(Reason.ACCEPTED);
  }

  @Test
  void aFailsafeNeverResetsTheSequence() {
    robot.armed();
    Drive old = robot.drive(500, 500);
    robot.send(500, 500);
    robot.tick(700).tick(700);
    assertThat(robot.reasonOf(old)).isEqualTo(Reason.SEQUENCE_OLD);
  }

  @Test
  void aCommandIsExecutedAtItsTimeToLiveAndNotOneMillisecondLater() {
    robot.armed();
    assertThat(robot.reasonOf(robot.driveAged(299, 300))).isEqualTo(Reason.ACCEPTED);
    assertThat(robot.reasonOf(robot.driveAged(300, 300))).isEqualTo(Reason.ACCEPTED);
    assertThat(robot.reasonOf(robot.driveAged(301, 300))).isEqualTo(Reason.STALE);
  }

  @Test
  void theRobotsOwnLimitBoundsEveryTimeToLive() {
    RegisterOptions tight = new RegisterOptions(200, 100, 1000, 300, 10_000, 60_000, 1000);
    Register register = new Register(tight, robot, 7, robot.atMs());
    Propose take =
        new Propose(1, Propose.Action.TAKE, register.term(), 1, "A", 0, 60_000, robot.now());
    assertThat(register.propose(take, robot.atMs())).isNull();
    Drive old =
        new Drive(register.term(), new Sequence(1), robot.now().plusMs(-201), 800, 0, 100, 100);
    assertThat(register.judge(old, true, robot.atMs()).reason()).isEqualTo(Reason.STALE);
  }

  @Test
  void aStampFromTheFutureIsRefused() {
    robot.armed();
    assertThat(robot.reasonOf(robot.driveAged(-1, 800))).isEqualTo(Reason.STAMP_FUTURE);
  }

  @Test
  void aStaleCommandDoesNotSpoilTheSequenceOfALaterFreshOne() {
    robot.armed();
    Drive far = robot.driveAged(801, 800);
    assertThat(robot.reasonOf(with(far, far.term(), new Sequence(1000)))).isEqualTo(Reason.STALE);
    assertThat(robot.reasonOf(robot.drive(100, 100))).isEqualTo(Reason.ACCEPTED);
  }

  @Test
  void aCommandQueuedForThreeSecondsIsNeverExecuted() {
    Drive queued = robot.armed().drive(500, 500);
    robot.pass(3000);
    assertThat(robot.reasonOf(queued)).isEqualTo(Reason.STALE);
  }

  @Test
  void inputOlderThanItsLimitCountsAsNeutral() {
    Drive good = robot.armed().drive(500, 500);
    assertThat(robot.judge(withInputAge(good, 300)).leftPermille()).isEqualTo(500);
    Drive next = robot.drive(500, 500);
    Ack ack = robot.judge(withInputAge(next, 301));
    assertThat(ack.reason()).isEqualTo(Reason.ACCEPTED);
    assertThat(ack.leftPermille()).isZero();
    assertThat(ack.rightPermille()).isZero();
  }

  @Test
  void nothingIsAcceptedWhileTheBoardIsSilentNotEvenAnUnlatchingNeutral() {
    robot.propose(Propose.Action.TAKE, RobotFixture.ANNA, 0);
    robot.release(RobotFixture.ANNA);
    robot.pass(20);
    assertThat(robot.register.judge(robot.drive(0, 0), false, robot.atMs()).reason())
        .isEqualTo(Reason.BOARD_SILENT);
    assertThat(robot.reasonOf(robot.drive(500, 500))).isEqualTo(Reason.LATCHED_FAILSAFE);
  }

  @Test
  void theCapIsAppliedToBothTracksInProportion() {
    RegisterOptions half = new RegisterOptions(800, 100, 1000, 300, 10_000, 60_000, 500);
    Register register = new Register(half, robot, 7, robot.atMs());
    register.propose(
        new Propose(1, Propose.Action.TAKE, register.term(), 1, "A", 0, 60_000, robot.now()),
        robot.atMs());
    register.releaseStop(
        new org.havatar.transports.wire.ReleaseStop(
            register.term(), register.latch(), robot.now(), 800, 1L, 0),
        robot.atMs());
    robot.pass(10);
    register.judge(command(register.term(), 1, 0, 0), true, robot.atMs());
    Ack ack = register.judge(command(register.term(), 2, 1000, -400), true, robot.atMs());
    assertThat(ack.leftPermille()).isEqualTo(500);
    assertThat(ack.rightPermille()).isEqualTo(-200);
    assertThat(ack.capPermille()).isEqualTo(500);
  }

  @Test
  void theSetpointIsHeldForAHundredMillisecondsAndNoLonger() {
    robot.armed().send(500, 500);
    robot.pass(99);
    assertThat(robot.register.holdRemainingMs(robot.atMs())).isEqualTo(1);
    robot.pass(1);
    assertThat(robot.register.holdRemainingMs(robot.atMs())).isZero();
  }

  private Drive command(Numbered term, int sequence, int left, int right) {
    return new Drive(term, new Sequence(sequence), robot.now(), 800, 0, left, right);
  }

  private static Drive with(Drive d, Numbered term, Sequence sequence) {
    return new Drive(term, sequence, d.echo(), d.ttlMs(), 0, d.leftPermille(), d.rightPermille());
  }

  private static Drive withInputAge(Drive d, int inputAgeMs) {
    return new Drive(
        d.term(), d.sequence(), d.echo(), d.ttlMs(), inputAgeMs, d.leftPermille(), 500);
  }
}
