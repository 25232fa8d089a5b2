package org.havatar.transports.authority;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatchesTest {
  private final RobotFixture robot = new RobotFixture();

  @Test
  void aRobotStartsStoppedAndIdleNeutralsNeverReleaseIt() {
    robot.propose(Propose.Action.TAKE, RobotFixture.ANNA, 0);
    for (int i = 0; i < 100; i++) {
      robot.pass(20);
      assertThat(robot.send(0, 0).reason()).isEqualTo(Reason.LATCHED_STOP);
    }
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
  }

  @Test
  void afterTheReleaseANeutralMadeLaterIsWantedFirst() {
    robot.propose(Propose.Action.TAKE, RobotFixture.ANNA, 0);
    robot.pass(50);
    Drive neutralInFlight = robot.drive(0, 0);
    robot.pass(50);
    assertThat(robot.release(RobotFixture.ANNA)).isNull();
    assertThat(robot.reasonOf(neutralInFlight)).isEqualTo(Reason.LATCHED_FAILSAFE);
    robot.pass(1);
    assertThat(robot.send(500, 500).reason()).isEqualTo(Reason.LATCHED_FAILSAFE);
    assertThat(robot.send(0, 0).reason()).isEqualTo(Reason.ACCEPTED);
    assertThat(robot.send(500, 500).reason()).isEqualTo(Reason.ACCEPTED);
  }

  /** 24.8 days: half of what a stamp can tell apart. */
  @ParameterizedTest
  @ValueSource(longs = {0x7FFF_FFFFL, 0x8000_0000L, 0x8000_0001L, 0xFFFF_FFFFL, 0x1_0000_0000L})
  void noSleepIsTooLongToBeCounted(long sleptMs) {
    RobotFixture robot = new RobotFixture().armed();
    Drive before = robot.drive(500, 500);
    assertThat(robot.send(500, 500).reason()).isEqualTo(Reason.ACCEPTED);
    robot.pass(sleptMs);
    assertThat(robot.register.holdRemainingMs(robot.atMs())).isZero();
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.FAILSAFE);
    assertThat(robot.register.isHeld()).as("the lease was over long ago").isFalse();
    assertThat(robot.judge(before).reason()).isNotEqualTo(Reason.ACCEPTED);
  }

  @Test
  void aLapseWithinOneSecondResumes() {
    robot.armed().send(500, 500);
    robot.tick(1000);
    assertThat(robot.send(500, 500).reason()).isEqualTo(Reason.ACCEPTED);
    assertThat(robot.latched).isEmpty();
  }

  @Test
  void aSilenceOverOneSecondLatches() {
    robot.armed().send(500, 500);
    robot.tick(1001);
    assertThat(robot.latched).containsExactly(Stop.Cause.FAILSAFE);
    robot.pass(1);
    assertThat(robot.send(500, 500).reason()).isEqualTo(Reason.LATCHED_FAILSAFE);
  }

  @Test
  void aRobotThatWasFrozenLatchesBeforeItJudges() {
    robot.armed().send(500, 500);
    robot.pass(3000); // no tick: the process slept
    assertThat(robot.send(500, 500).reason()).isEqualTo(Reason.LATCHED_FAILSAFE);
  }

  @Test
  void aNeutralMadeBeforeTheFailsafeLatchDoesNotClearIt() {
    robot.armed().send(500, 500);
    robot.pass(990);
    Drive neutral = robot.drive(0, 0);
    robot.tick(11);
    assertThat(robot.reasonOf(neutral)).isEqualTo(Reason.LATCHED_FAILSAFE);
  }

  @Test
  void aLatchOlderThanTheStampsHalfCircleIsStillCleared() {
    robot.armed().send(500, 500);
    robot.tick(1001);
    for (int day = 0; day < 60; day++) {
      robot.tick(86_400_000);
    }
    robot.propose(Propose.Action.TAKE, RobotFixture.ANNA, 0);
    robot.pass(1);
    assertThat(robot.send(0, 0).reason()).isEqualTo(Reason.ACCEPTED);
  }

  @Test
  void anybodysStopHoldsWhoeverDrives() {
    robot.armed().send(500, 500);
    Stopped answer = robot.stop(99, 0);
    assertThat(answer.zeroOutput()).isFalse();
    assertThat(answer.latchKind()).isEqualTo(LatchKind.STOP);
    robot.pass(20);
    assertThat(robot.send(500, 500).reason()).isEqualTo(Reason.LATCHED_STOP);
    assertThat(robot.send(0, 0).reason()).isEqualTo(Reason.LATCHED_STOP);
    assertThat(robot.register.holdRemainingMs(robot.atMs())).isZero();
  }

  @Test
  void aStopIsTakenWithoutAnyLease() {
    robot.armed();
    robot.propose(Propose.Action.RELEASE, RobotFixture.ANNA, 0);
    assertThat(robot.stop(5, 0).latchKind()).isEqualTo(LatchKind.STOP);
  }

  @Test
  void eachStopIdLatchesOnceSoADuplicateOfAReleasedStopIsOnlyAnswered() {
    robot.armed();
    robot.stop(99, 0);
    robot.release(RobotFixture.ANNA);
    robot.pass(20).send(0, 0);
    robot.stop(99, 0);
    assertThat(robot.send(500, 500).reason()).isEqualTo(Reason.ACCEPTED);
  }

  @Test
  void aReleaseThatNamesAnOlderLatchReleasesNothing() {
    robot.armed();
    robot.stop(1, 0);
    ReleaseStop older = robot.releaseOf(RobotFixture.ANNA, 0);
    robot.stop(2, 0);
    assertCode(robot.register.releaseStop(older, robot.atMs()), Codes.LATCH_CHANGED);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
  }

  @Test
  void onlyTheHolderReleases() {
    robot.armed();
    robot.stop(1, 0);
    assertCode(robot.release(RobotFixture.BERT), "not_holder");
  }

  @Test
  void anOldReleaseIsRefused() {
    robot.armed();
    robot.stop(1, 0);
    ReleaseStop release = robot.releaseOf(RobotFixture.ANNA, 0);
    robot.pass(801);
    assertCode(robot.register.releaseStop(release, robot.atMs()), "stale");
  }

  @Test
  void aReleaseOfAnEarlierTermIsRefused() {
    robot.armed();
    robot.stop(1, 0);
    ReleaseStop release = robot.releaseOf(RobotFixture.ANNA, 0);
    robot.register.boardRestarted(robot.atMs());
    assertCode(robot.register.releaseStop(release, robot.atMs()), Codes.TERM_CHANGED);
  }

  @Test
  void thereIsNothingToReleaseWhileNothingIsStopped() {
    robot.armed();
    assertCode(robot.release(RobotFixture.ANNA), Codes.NOT_LATCHED);
  }

  @Test
  void anAdministratorsStopWantsAnAdministratorAndAWeakerStopDoesNotReplaceIt() {
    robot.armed();
    robot.stop(1, Stop.ADMINISTRATOR);
    robot.stop(2, 0);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.ADMINISTRATOR);
    assertCode(robot.release(RobotFixture.ANNA), Codes.HIGHER_RANK_NEEDED);
    ReleaseStop byAdministrator = robot.releaseOf(RobotFixture.ANNA, 3);
    assertThat(robot.register.releaseStop(byAdministrator, robot.atMs())).isNull();
  }

  @Test
  void aNewTermNeverClearsAStop() {
    robot.armed();
    robot.stop(1, 0);
    robot.propose(Propose.Action.RELEASE, RobotFixture.ANNA, 0);
    robot.propose(Propose.Action.TAKE, RobotFixture.BERT, 0);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
  }

  @Test
  void aNewTermWantsANeutralOfItsOwn() {
    robot.armed().send(500, 500);
    robot.propose(Propose.Action.RELEASE, RobotFixture.ANNA, 0);
    robot.propose(Propose.Action.TAKE, RobotFixture.BERT, 0);
    robot.pass(1);
    assertThat(robot.send(500, 500).reason()).isEqualTo(Reason.LATCHED_FAILSAFE);
  }

  @Test
  void aBoardThatRestartsStopsTheRobotAndBeginsATermOfTheSameHolder() {
    robot.armed();
    Numbered before = robot.register.term();
    robot.register.boardRestarted(robot.atMs());
    assertThat(robot.register.term()).isEqualTo(before.next());
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(robot.latched).containsExactly(Stop.Cause.ROBOT_START);
    assertThat(robot.leases.getLast().holder()).isEqualTo(RobotFixture.ANNA);
  }

  @Test
  void aStopIsConfirmedOnlyUnderItsOwnLatchNumber() {
    robot.armed();
    Numbered before = robot.register.latch();
    robot.stop(1, 0);
    robot.pass(30);
    robot.register.onBoardZero(before, robot.atMs());
    assertThat(robot.confirmed).isEmpty();
    robot.pass(10);
    robot.register.onBoardZero(robot.register.latch(), robot.atMs());
    assertThat(robot.confirmed).hasSize(1);
    assertThat(robot.confirmed.getFirst().zeroOutput()).isTrue();
    assertThat(robot.confirmed.getFirst().elapsedMs()).isEqualTo(40);
    assertThat(robot.pass(500).stop(1, 0).elapsedMs()).isEqualTo(40);
  }

  @Test
  void everybodyIsToldWhetherAPersonPressedTheStopThatStands() {
    assertThat(robot.beacon().has(Beacon.STOP_PRESSED)).isFalse(); // the start's own stop
    robot.propose(Propose.Action.TAKE, RobotFixture.ANNA, 0);
    robot.stop(1, 0);
    assertThat(robot.beacon().has(Beacon.STOP_PRESSED)).isTrue();
    robot.register.boardRestarted(robot.atMs()); // a later start doesn't hide the person's stop
    assertThat(robot.beacon().has(Beacon.STOP_PRESSED)).isTrue();
    assertThat(robot.release(RobotFixture.ANNA)).isNull();
    assertThat(robot.beacon().has(Beacon.STOP_PRESSED)).isFalse();
    robot.register.boardRestarted(robot.atMs());
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(robot.beacon().has(Beacon.STOP_PRESSED)).isFalse();
  }

  /** Every way in which the robot comes to a stop, and what must be released before it moves. */
  enum Halt {
    SILENCE(false),
    NEW_TERM(false),
    PERSON(true),
    BOARD_START(true);

    final boolean isStop;

    Halt(boolean isStop) {
      this.isStop = isStop;
    }

    void happen(RobotFixture robot) {
      switch (this) {
        case SILENCE -> robot.tick(1001);
        case NEW_TERM -> {
          robot.propose(Propose.Action.RELEASE, RobotFixture.ANNA, 0);
          robot.propose(Propose.Action.TAKE, RobotFixture.ANNA, 0);
        }
        case PERSON -> robot.stop(99, 0);
        case BOARD_START -> robot.register.boardRestarted(robot.atMs());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Halt.class)
  void afterEveryHaltAHeldControlNeverMovesTheRobotAgainByItself(Halt halt) {
    robot.armed().send(500, 500);
    halt.happen(robot);
    for (int i = 0; i < 100; i++) {
      robot.pass(20);
      assertThat(robot.send(500, 500).leftPermille()).isZero();
    }
    if (halt.isStop) {
      robot.pass(1);
      assertThat(robot.send(0, 0).reason()).isEqualTo(Reason.LATCHED_STOP);
      assertThat(robot.release(RobotFixture.ANNA)).isNull();
      robot.pass(1);
      assertThat(robot.send(500, 500).leftPermille()).isZero();
    }
    robot.pass(1);
    assertThat(robot.send(0, 0).reason()).isEqualTo(Reason.ACCEPTED);
    assertThat(robot.send(500, 500).leftPermille()).isEqualTo(500);
  }

  private static void assertCode(@Nullable Refused refused, String code) {
    assertThat(refused).extracting(Refused::code).isEqualTo(code);
  }
}
