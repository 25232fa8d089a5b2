package org.havatar.transports.authority;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A robot that slept, without a tick: what it held before has ended before anything is judged. */
class FrozenRobotTest {
  private static final int LEASE_MS = 1000;
  private static final int FROZEN_MS = 1500;

  private final RobotFixture robot = new RobotFixture();

  /** Every call that reaches a register. */
  enum Call {
    JUDGE,
    PROPOSE,
    STOP,
    BOARD_ZERO,
    RELEASE_STOP,
    JUDGE_RELEASE,
    COMPLETE_RELEASE,
    REMEMBER,
    BOARD_RESTARTED,
    TICK,
    HOLD,
    CURRENT,
    BEACON;

    void reach(RobotFixture robot) {
      Register register = robot.register;
      switch (this) {
        case JUDGE -> robot.send(500, 500);
        case PROPOSE -> robot.propose(Propose.Action.RELEASE, RobotFixture.BERT, 0);
        case STOP -> robot.stop(4, 0);
        case BOARD_ZERO -> register.onBoardZero(register.latch(), robot.atMs());
        case RELEASE_STOP -> robot.release(RobotFixture.BERT);
        case JUDGE_RELEASE ->
            assertThat(register.judgeRelease(robot.releaseOf(RobotFixture.BERT, 0), robot.atMs()))
                .isNotNull();
        case COMPLETE_RELEASE -> register.completeRelease(robot.atMs());
        case REMEMBER -> register.remember(StandingStop.NONE, robot.atMs());
        case BOARD_RESTARTED -> register.boardRestarted(robot.atMs());
        case TICK -> register.tick(robot.atMs());
        case HOLD -> assertThat(register.holdRemainingMs(robot.atMs())).isZero();
        case CURRENT -> assertThat(register.current(robot.atMs()).holder()).isZero();
        case BEACON -> assertThat(robot.beacon().holder()).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Call.class)
  void whateverComesFirstAfterTheSleepFindsTheLeaseOverAndTheRobotLatched(Call first) {
    heldForASecond();
    robot.send(500, 500);
    robot.pass(FROZEN_MS);
    first.reach(robot);
    assertThat(robot.register.isHeld()).isFalse();
    assertThat(robot.leases.getFirst().cause()).isEqualTo(Lease.Cause.EXPIRED);
    assertThat(robot.latched).startsWith(Stop.Cause.FAILSAFE, Stop.Cause.LEASE_ENDED);
  }

  @Test
  void anExtensionThatReachesAnExpiredHolderExtendsNothing() {
    heldForASecond();
    robot.pass(LEASE_MS - 100);
    Propose extension = robot.proposal(Propose.Action.TAKE, RobotFixture.ANNA, 0);
    robot.pass(100);
    assertThat(robot.register.propose(extension, robot.atMs()))
        .extracting(Refused::code)
        .isEqualTo(Codes.TERM_CHANGED);
    assertThat(robot.register.isHeld()).isFalse();
  }

  @Test
  void anExpiredHolderReleasesNoStop() {
    heldForASecond();
    robot.stop(1, 0);
    robot.pass(LEASE_MS - 100).send(0, 0);
    ReleaseStop release = robot.releaseOf(RobotFixture.ANNA, 3);
    robot.pass(100);
    assertThat(robot.register.releaseStop(release, robot.atMs()))
        .extracting(Refused::code)
        .isEqualTo("not_holder");
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
  }

  @Test
  void anExpiredHoldersSetpointIsOfAnOldTerm() {
    heldForASecond();
    robot.pass(LEASE_MS - 100);
    Drive drive = robot.drive(500, 500);
    robot.pass(100);
    assertThat(robot.reasonOf(drive)).isEqualTo(Reason.TERM_OLD);
  }

  @Test
  void aNeutralMadeBeforeTheFailsafeLatchNeverClearsItHoweverLateItArrives() {
    robot.armed().send(500, 500);
    robot.pass(800);
    Drive neutral = robot.drive(0, 0);
    robot.tick(201); // the latch falls here
    robot.pass(300);
    assertThat(robot.reasonOf(neutral)).isEqualTo(Reason.LATCHED_FAILSAFE);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.FAILSAFE);
  }

  @Test
  void aNeutralMadeInTheVeryMillisecondOfTheLatchDoesNotClearItAndOneMadeAfterDoes() {
    robot.armed().send(500, 500);
    robot.tick(1001);
    Drive atTheLatch = robot.drive(0, 0);
    robot.pass(1);
    Drive after = robot.drive(0, 0);
    robot.pass(300);
    assertThat(robot.reasonOf(atTheLatch)).isEqualTo(Reason.LATCHED_FAILSAFE);
    assertThat(robot.reasonOf(after)).isEqualTo(Reason.ACCEPTED);
  }

  @Test
  void aNeutralMadeBeforeTheReleaseOfAStopNeverClearsWhatRemainsHoweverLateItArrives() {
    robot.propose(Propose.Action.TAKE, RobotFixture.ANNA, 0);
    robot.pass(50);
    Drive neutral = robot.drive(0, 0);
    robot.pass(50);
    robot.release(RobotFixture.ANNA);
    robot.pass(300);
    assertThat(robot.reasonOf(neutral)).isEqualTo(Reason.LATCHED_FAILSAFE);
  }

  @Test
  void anExtensionCountsFromWhenItWasDecided() {
    robot.armed();
    Propose extension = robot.proposal(Propose.Action.TAKE, RobotFixture.ANNA, 0);
    robot.pass(500);
    assertThat(robot.register.propose(extension, robot.atMs())).isNull();
    assertThat(robot.register.current(robot.atMs()).remainingMs())
        .isEqualTo(RobotFixture.LEASE_MS - 500);
    assertThat(robot.leases)
        .singleElement()
        .satisfies(
            lease -> {
              assertThat(lease.cause()).isEqualTo(Lease.Cause.CURRENT);
              assertThat(lease.proposal()).isEqualTo(1L);
              assertThat(lease.remainingMs()).isEqualTo(RobotFixture.LEASE_MS - 500);
            });
  }

  @Test
  void aBoardThatRestartsDuringTheLeaseLeavesItsEndWhereItWas() {
    robot.armed();
    long untilMs = robot.register.current(robot.atMs()).remainingMs();
    robot.pass(700);
    robot.register.boardRestarted(robot.atMs());
    assertThat(robot.leases.getLast().remainingMs()).isEqualTo(untilMs - 700);
  }

  @Test
  void aClockThatGoesBackIsNoProgressAndTakesNothingBack() {
    robot.armed().send(500, 500);
    robot.tick(60);
    assertThat(robot.register.holdRemainingMs(robot.atMs() - 50)).isEqualTo(40);
    Beacon beacon = robot.register.beacon(null, 0, 0, 1, robot.atMs() - 50);
    assertThat(beacon.stamp()).isEqualTo(robot.now());
  }

  /** As {@link RobotFixture#armed}, with a lease that ends {@link #LEASE_MS} from now. */
  private void heldForASecond() {
    robot.armed();
    Numbered term = robot.register.term();
    Propose shorter =
        new Propose(
            1, Propose.Action.TAKE, term, RobotFixture.ANNA, "Anna", 0, LEASE_MS, robot.now());
    assertThat(robot.register.propose(shorter, robot.atMs())).isNull();
    robot.leases.clear();
  }
}
