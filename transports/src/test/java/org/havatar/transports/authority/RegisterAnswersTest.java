package org.havatar.transports.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the register tells: acknowledgements, refusals, announcements and beacons, word for word.
 */
class RegisterAnswersTest {
  private final RobotFixture robot = new RobotFixture();

  @Test
  void termsAndLatchesBeginAtOneWithEachBoot() {
    assertThat(robot.register.term()).isEqualTo(new Numbered(RobotFixture.BOOT, 1));
    assertThat(robot.register.latch()).isEqualTo(new Numbered(RobotFixture.BOOT, 1));
  }

  @Test
  void everyAcknowledgementNamesItsSetpointAndItsAge() {
    robot.armed();
    Drive drive = robot.drive(600, -400);
    robot.pass(40);
    assertThat(robot.judge(drive))
        .isEqualTo(
            new Ack(
                Reason.ACCEPTED, drive.term(), drive.sequence(), robot.now(), 40, 1000, 600, -400));
    robot.pass(20);
    assertThat(robot.judge(drive)).isEqualTo(refused(Reason.SEQUENCE_OLD, drive, 60));
  }

  @Test
  void anAgeThatCannotBeSaidIsShownAsZeroOrAsTheGreatest() {
    robot.armed();
    Drive ahead = robot.driveAged(-5, 800);
    assertThat(robot.judge(ahead)).isEqualTo(refused(Reason.STAMP_FUTURE, ahead, 0));
    Drive far = robot.driveAged(70_000, 800);
    assertThat(robot.judge(far).ageMs()).isEqualTo(0xFFFF);
  }

  @Test
  void aStoppedRobotSaysSoEvenWhileItsBoardIsSilent() {
    robot.armed();
    robot.stop(1, 0);
    robot.pass(1);
    assertThat(robot.register.judge(robot.drive(0, 0), false, robot.atMs()).reason())
        .isEqualTo(Reason.LATCHED_STOP);
  }

  @Test
  void aRefusedProposalIsAnsweredByItsNumberAndHolderAndNamesWhoDrives() {
    robot.propose(Action.TAKE, RobotFixture.ANNA, 1);
    Refused held = robot.register.propose(numbered(77, Action.TAKE, 0), robot.atMs());
    assertThat(held)
        .isEqualTo(new Refused("propose", Codes.HELD, "Anna drives.", 77L, RobotFixture.BERT));
    Refused equal = robot.register.propose(numbered(78, Action.TAKE_OVER, 1), robot.atMs());
    assertThat(equal)
        .isEqualTo(
            new Refused(
                "propose",
                Codes.HIGHER_RANK_NEEDED,
                "Anna has the same right to drive.",
                78L,
                RobotFixture.BERT));
  }

  @Test
  void aRefusedReleaseIsAnsweredByItsHolder() {
    robot.armed();
    assertThat(robot.release(RobotFixture.ANNA))
        .isEqualTo(
            new Refused(
                "release_stop",
                Codes.NOT_LATCHED,
                "The robot is not stopped.",
                null,
                RobotFixture.ANNA));
  }

  @ParameterizedTest
  @CsvSource({"99,out_of_range", "100,out_of_range", "101,"})
  void aLeaseThatWouldBeOverAtOnceIsRefused(long durationMs, String code) {
    Propose proposal =
        new Propose(1, Action.TAKE, robot.register.term(), 5, "Anna", 0, durationMs, robot.now());
    robot.pass(100);
    Refused refused = robot.register.propose(proposal, robot.atMs());
    assertThat(refused == null ? null : refused.code()).isEqualTo(code);
    assertThat(robot.register.isHeld()).isEqualTo(code == null);
  }

  @Test
  void nobodyIsNoHolder() {
    assertThat(robot.propose(Action.TAKE, 0, 3))
        .extracting(Refused::code)
        .isEqualTo("out_of_range");
    assertThat(robot.propose(Action.RELEASE, 0, 3))
        .extracting(Refused::code)
        .isEqualTo("not_holder");
    ReleaseStop release = robot.releaseOf(0, 3);
    assertThat(robot.register.releaseStop(release, robot.atMs()))
        .extracting(Refused::code)
        .isEqualTo("not_holder");
    assertThat(robot.register.releaseStop(releaseBy(null, 800), robot.atMs()))
        .extracting(Refused::code)
        .isEqualTo("not_holder");
    robot.propose(Action.TAKE, RobotFixture.ANNA, 0);
    assertThat(robot.register.releaseStop(releaseBy(null, 800), robot.atMs()))
        .extracting(Refused::code)
        .isEqualTo("not_holder");
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
  }

  @Test
  void aFreeLeaseIsTakenOverByAnyRank() {
    robot.propose(Action.TAKE, RobotFixture.ANNA, 3);
    robot.propose(Action.RELEASE, RobotFixture.ANNA, 3);
    assertThat(robot.propose(Action.TAKE_OVER, RobotFixture.BERT, 0)).isNull();
    assertThat(robot.leases.getLast().cause()).isEqualTo(Lease.Cause.TAKEN);
  }

  @Test
  void announcementsNameTheHolderTheProposalAndThenNobody() {
    robot.register.propose(numbered(9, Action.TAKE, 0), robot.atMs());
    Lease taken = robot.leases.getLast();
    assertThat(taken.holderName()).isEqualTo("Bert");
    assertThat(taken.proposal()).isEqualTo(9L);
    robot.register.propose(numbered(10, Action.RELEASE, 0), robot.atMs());
    Lease released = robot.leases.getLast();
    assertThat(released)
        .isEqualTo(new Lease(null, taken.term().next(), 0, null, 0, Lease.Cause.RELEASED, 10L));
    assertThat(robot.register.current(robot.atMs()).remainingMs()).isZero();
  }

  @Test
  void anEndedLeaseLatchesTheRobotInATermOfItsOwn() {
    robot.armed().send(500, 500);
    Numbered before = robot.register.latch();
    robot.propose(Action.RELEASE, RobotFixture.ANNA, 0);
    assertThat(robot.latched).containsExactly(Stop.Cause.LEASE_ENDED);
    assertThat(robot.latches).containsExactly(before.next());
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.FAILSAFE);
    assertThat(robot.register.holdRemainingMs(robot.atMs())).isZero();
  }

  @Test
  void onlyATimeThatIsUpLetsTheRobotRampDown() {
    robot.armed().send(500, 500);
    robot.pass(30);
    robot.propose(Action.RELEASE, RobotFixture.ANNA, 0);
    robot.armed();
    robot.propose(Action.TAKE_OVER, RobotFixture.BERT, 3);
    robot.tick(10_000); // silent
    assertThat(robot.leases.getLast().cause()).isEqualTo(Lease.Cause.SILENT);
    assertThat(robot.timesUp).isEmpty();
    robot.armed().send(500, 500);
    robot.pass(30);
    robot.propose(Action.REVOKE, RobotFixture.ANNA, 3);
    assertThat(robot.timesUp).containsExactly(70);
    Propose soon =
        new Propose(1, Action.TAKE, robot.register.term(), 5, "Anna", 0, 300, robot.now());
    robot.register.propose(soon, robot.atMs());
    robot.tick(300);
    assertThat(robot.timesUp).containsExactly(70, 0);
  }

  @ParameterizedTest
  @EnumSource(value = Stop.Cause.class, names = "PERSON", mode = EnumSource.Mode.EXCLUDE)
  void aStopThatNoPersonPressedIsAStopAndNotCalledPressed(Stop.Cause cause) {
    robot.armed();
    Stop stop = new Stop(cause, 0, 3, RobotFixture.BERT, Numbered.NONE);
    robot.register.stop(stop, robot.atMs());
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(robot.latched).containsExactly(cause);
    assertThat(robot.latches).containsExactly(robot.register.latch());
    assertThat(robot.beacon().has(Beacon.STOP_PRESSED)).isFalse();
  }

  @Test
  void anAdministratorsStopWithoutAPersonIsTheAdministratorsToo() {
    robot.armed();
    Stop stop =
        new Stop(Stop.Cause.SHUTDOWN, Stop.ADMINISTRATOR, 3, RobotFixture.BERT, Numbered.NONE);
    robot.register.stop(stop, robot.atMs());
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.ADMINISTRATOR);
  }

  @Test
  void theAnswerToAStopNamesItItsLatchTheTimeAndHowLongItHasWaited() {
    robot.armed();
    Numbered latch = robot.register.latch().next();
    Stopped first = robot.stop(99, 0);
    assertThat(first).isEqualTo(new Stopped(false, LatchKind.STOP, 99, latch, robot.now(), 0));
    robot.pass(30);
    assertThat(robot.stop(99, 0))
        .isEqualTo(new Stopped(false, LatchKind.STOP, 99, latch, robot.now(), 30));
    robot.pass(70_000);
    assertThat(robot.stop(99, 0).elapsedMs()).isEqualTo(0xFFFF);
  }

  @Test
  void aStopAtStandstillIsConfirmedAtOnceAndOnlyOnce() {
    robot.armed();
    robot.stop(99, 0);
    Numbered latch = robot.register.latch();
    robot.register.onBoardZero(latch, robot.atMs());
    robot.pass(20);
    robot.register.onBoardZero(latch, robot.atMs());
    assertThat(robot.confirmed).hasSize(1);
    assertThat(robot.stop(99, 0))
        .isEqualTo(new Stopped(true, LatchKind.STOP, 99, latch, robot.now(), 0));
  }

  @Test
  void theFirstBeaconKnowsOfNoSetpoint() {
    assertThat(robot.beacon())
        .isEqualTo(
            new Beacon(
                0,
                LatchKind.STOP,
                RobotFixture.BOOT,
                1,
                1,
                1,
                robot.now(),
                0,
                0,
                0,
                255,
                0,
                0,
                0,
                1000,
                0xFFFF,
                Sequence.ZERO));
  }

  @Test
  void aBeaconShowsTheBoardAndAddsTheRobotsOwnFlagsAndFaults() {
    robot.armed();
    Drive drive = robot.drive(300, 0);
    robot.pass(40);
    robot.judge(drive);
    Beacon beacon =
        robot.register.beacon(
            board(300, -200), Beacon.PRIMARY, Beacon.FAULT_SERIAL_UNHEALTHY, 3, robot.atMs());
    assertThat(beacon.flags()).isEqualTo(Beacon.PRIMARY | Beacon.BOARD_CONNECTED | Beacon.MOVING);
    assertThat(beacon.faults()).isEqualTo(Beacon.FAULT_SERIAL_UNHEALTHY | Beacon.FAULT_BATTERY_LOW);
    assertThat(List.of(beacon.batteryMv(), beacon.batteryPercent())).containsExactly(7400, 61);
    assertThat(List.of(beacon.leftPermille(), beacon.rightPermille())).containsExactly(300, -200);
    assertThat(beacon.latchKind()).isEqualTo(LatchKind.NONE);
    assertThat(beacon.loopAgeMs()).isEqualTo(40);
    assertThat(beacon.lastSequence()).isEqualTo(drive.sequence());
    assertThat(beacon.leaseRemainingMs())
        .isEqualTo(robot.register.current(robot.atMs()).remainingMs());
  }

  @ParameterizedTest
  @CsvSource({"0,0,false", "1,0,true", "0,-1,true"})
  void aRobotMovesWhileOneOfItsTracksDoes(int left, int right, boolean moves) {
    Beacon beacon = robot.register.beacon(board(left, right), 0, 0, 1, robot.atMs());
    assertThat(beacon.has(Beacon.MOVING)).isEqualTo(moves);
    assertThat(beacon.has(Beacon.BOARD_CONNECTED)).isTrue();
    assertThat(beacon.has(Beacon.PRIMARY)).isFalse();
  }

  @Test
  void whatIsToldBesidesNeverCallsASilentBoardConnected() {
    robot.armed();
    for (int i = 0; i < 20; i++) {
      robot.pass(20);
      robot.judge(robot.driveAged(700, 800));
    }
    assertThat(robot.beacon().flags()).isEqualTo(Beacon.GOVERNED);
    robot.stop(1, 0);
    robot.propose(Action.RELEASE, RobotFixture.ANNA, 0); // the next driver's loop isn't known yet
    assertThat(robot.beacon().flags()).isEqualTo(Beacon.STOP_PRESSED);
  }

  @Test
  void aLatchedRobotHasNoLoopAndANewTermNoSequence() {
    robot.armed().send(500, 500);
    robot.stop(1, 0);
    assertThat(robot.beacon().loopAgeMs()).isEqualTo(0xFFFF);
    assertThat(robot.beacon().lastSequence()).isNotEqualTo(Sequence.ZERO);
    robot.propose(Action.RELEASE, RobotFixture.ANNA, 0);
    assertThat(robot.beacon().lastSequence()).isEqualTo(Sequence.ZERO);
  }

  @Test
  void aSetpointIsNotHeldAMillisecondOverItsTimeHoweverLongTheSilence() {
    robot.armed().send(500, 500);
    robot.pass(500);
    assertThat(robot.register.holdRemainingMs(robot.atMs())).isZero();
  }

  private Ack refused(Reason reason, Drive drive, int ageMs) {
    return new Ack(reason, drive.term(), drive.sequence(), robot.now(), ageMs, 1000, 0, 0);
  }

  private Propose numbered(long proposal, Action action, int rank) {
    return new Propose(
        proposal,
        action,
        robot.register.term(),
        RobotFixture.BERT,
        "Bert",
        rank,
        RobotFixture.LEASE_MS,
        robot.now());
  }

  private ReleaseStop releaseBy(@Nullable Long holder, int ttlMs) {
    return new ReleaseStop(
        robot.register.term(), robot.register.latch(), robot.now(), ttlMs, holder, 3);
  }

  private static Board board(int left, int right) {
    return new Board(
        false,
        false,
        false,
        Beacon.FAULT_BATTERY_LOW,
        1,
        new Stamp(0),
        Numbered.NONE,
        Sequence.ZERO,
        Numbered.NONE,
        left,
        right,
        7400,
        61,
        Reason.ACCEPTED,
        0);
  }
}
