package org.havatar.transports.authority;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private final RobotFixture robot = new RobotFixture();

  @Test
  void takingAFreeLeaseBeginsATermThatTheRobotNumbers() {
    Numbered before = robot.register.term();
    assertThat(robot.propose(Action.TAKE, RobotFixture.ANNA, 0)).isNull();
    Lease lease = robot.leases.getLast();
    assertThat(lease.term()).isEqualTo(before.next());
    assertThat(lease.holder()).isEqualTo(RobotFixture.ANNA);
    assertThat(lease.cause()).isEqualTo(Lease.Cause.TAKEN);
    assertThat(lease.remainingMs()).isEqualTo(RobotFixture.LEASE_MS);
    assertThat(lease.proposal()).isEqualTo(1L);
  }

  @Test
  void aHeldLeaseIsNotTaken() {
    robot.propose(Action.TAKE, RobotFixture.ANNA, 0);
    assertCode(robot.propose(Action.TAKE, RobotFixture.BERT, 3), Codes.HELD);
    assertThat(robot.beacon().holder()).isEqualTo(RobotFixture.ANNA);
  }

  @Test
  void theHolderExtendsWithoutANewTerm() {
    robot.armed();
    Numbered term = robot.register.term();
    robot.pass(5000).send(0, 0);
    robot.propose(Action.TAKE, RobotFixture.ANNA, 0);
    assertThat(robot.register.term()).isEqualTo(term);
    assertThat(robot.register.current(robot.atMs()).remainingMs()).isEqualTo(RobotFixture.LEASE_MS);
    assertThat(robot.latched).containsOnly(org.havatar.transports.wire.Stop.Cause.FAILSAFE);
  }

  @Test
  void aHigherRankTakesOverAndTheSameRankDoesNot() {
    robot.propose(Action.TAKE, RobotFixture.ANNA, 1);
    assertCode(robot.propose(Action.TAKE_OVER, RobotFixture.BERT, 1), Codes.HIGHER_RANK_NEEDED);
    assertThat(robot.propose(Action.TAKE_OVER, RobotFixture.BERT, 2)).isNull();
    assertThat(robot.leases.getLast().cause()).isEqualTo(Lease.Cause.TAKEN_OVER);
  }

  @Test
  void aHandOverNeedsNoRankButTheVeryTermThatTheHolderConsentedIn() {
    robot.propose(Propose.Action.TAKE, RobotFixture.ANNA, 3);
    Propose consented = robot.proposal(Propose.Action.HAND_OVER, RobotFixture.BERT, 0);
    assertThat(robot.register.propose(consented, robot.atMs())).isNull();
    Lease lease = robot.leases.get(robot.leases.size() - 1);
    assertThat(lease.cause()).isEqualTo(Lease.Cause.HANDED_OVER);
    assertThat(lease.holder()).isEqualTo(RobotFixture.BERT);
    assertCode(robot.register.propose(consented, robot.atMs()), Codes.TERM_CHANGED);
  }

  @Test
  void theNewDriverAfterAHandOverMustBeginWithANeutral() {
    robot.armed().send(500, 500);
    robot.propose(Propose.Action.HAND_OVER, RobotFixture.BERT, 0);
    robot.pass(1);
    assertThat(robot.send(500, 500).reason()).isEqualTo(Reason.LATCHED_FAILSAFE);
    assertThat(robot.send(0, 0).reason()).isEqualTo(Reason.ACCEPTED);
    assertThat(robot.send(500, 500).reason()).isEqualTo(Reason.ACCEPTED);
  }

  @Test
  void onlyTheHoldersLeaseIsReleasedOrRevoked() {
    robot.propose(Action.TAKE, RobotFixture.ANNA, 0);
    assertCode(robot.propose(Action.RELEASE, RobotFixture.BERT, 0), "not_holder");
    assertCode(robot.propose(Action.REVOKE, RobotFixture.BERT, 3), "not_holder");
    assertThat(robot.propose(Action.REVOKE, RobotFixture.ANNA, 3)).isNull();
    assertThat(robot.leases.getLast().cause()).isEqualTo(Lease.Cause.REVOKED);
    assertThat(robot.register.isHeld()).isFalse();
  }

  @Test
  void aProposalForAnotherTermIsRefused() {
    Propose decidedBefore = robot.proposal(Action.TAKE, RobotFixture.BERT, 0);
    robot.propose(Action.TAKE, RobotFixture.ANNA, 0);
    robot.propose(Action.RELEASE, RobotFixture.ANNA, 0);
    assertCode(robot.register.propose(decidedBefore, robot.atMs()), Codes.TERM_CHANGED);
  }

  @Test
  void aProposalForATermThatWasNeverAnnouncedIsRefused() {
    robot.armed();
    Propose now = robot.proposal(Action.RELEASE, RobotFixture.ANNA, 0);
    Propose ahead =
        new Propose(
            now.proposal(),
            now.action(),
            now.term().next(),
            now.holder(),
            now.holderName(),
            now.rank(),
            now.durationMs(),
            now.echo());
    assertCode(robot.register.propose(ahead, robot.atMs()), Codes.TERM_CHANGED);
    assertThat(robot.register.isHeld()).isTrue();
  }

  @Test
  void aProposalDecidedOverTwoSecondsAgoIsStale() {
    Propose proposal = robot.proposal(Action.TAKE, RobotFixture.ANNA, 0);
    robot.pass(2001);
    assertCode(robot.register.propose(proposal, robot.atMs()), "stale");
  }

  @Test
  void aProposalDecidedTwoSecondsAgoIsTakenAndItsEndCountsFromThen() {
    Propose proposal = robot.proposal(Action.TAKE, RobotFixture.ANNA, 0);
    robot.pass(2000);
    assertThat(robot.register.propose(proposal, robot.atMs())).isNull();
    assertThat(robot.leases.getLast().remainingMs()).isEqualTo(RobotFixture.LEASE_MS - 2000);
  }

  @Test
  void aProposalFromTheFutureIsRefused() {
    robot.pass(1);
    Propose proposal = robot.proposal(Action.TAKE, RobotFixture.ANNA, 0);
    robot.pass(-1);
    robot.register.tick(robot.atMs());
    assertCode(robot.register.propose(proposal, robot.atMs()), "stamp_future");
  }

  @Test
  void aLeaseEndsAtItsEndOnTheRobotsClock() {
    Propose oneSecond =
        new Propose(
            1, Action.TAKE, robot.register.term(), RobotFixture.ANNA, "A", 0, 1000, robot.now());
    robot.register.propose(oneSecond, robot.atMs());
    robot.tick(999);
    assertThat(robot.register.isHeld()).isTrue();
    robot.tick(1);
    assertThat(robot.register.isHeld()).isFalse();
    assertThat(robot.leases.getLast().cause()).isEqualTo(Lease.Cause.EXPIRED);
  }

  @Test
  void aSilentHolderLosesTheLeaseAfterTenSeconds() {
    robot.armed().send(0, 0);
    robot.tick(9999);
    assertThat(robot.register.isHeld()).isTrue();
    robot.tick(1);
    assertThat(robot.leases.getLast().cause()).isEqualTo(Lease.Cause.SILENT);
  }

  @Test
  void aHolderWhoWaitsAtAStopKeepsTheLeaseByHisNeutrals() {
    robot.armed();
    robot.stop(1, 0);
    for (int i = 0; i < 100; i++) {
      robot.pass(200).send(0, 0);
    }
    assertThat(robot.register.isHeld()).isTrue();
  }

  @Test
  void aLeaseEndsAfterAMinuteWithoutHumanInput() {
    robot.armed();
    for (int ageMs = 0; ageMs < 60_000; ageMs += 500) {
      robot.judge(idle(ageMs));
      robot.tick(499);
      assertThat(robot.register.isHeld()).isTrue();
      robot.pass(1);
    }
    robot.judge(idle(60_000));
    robot.tick(0);
    assertThat(robot.leases.getLast().cause()).isEqualTo(Lease.Cause.IDLE);
  }

  @Test
  void theBeaconRepeatsTheRegister() {
    robot.armed().send(500, 500);
    var beacon = robot.beacon();
    assertThat(beacon.term()).isEqualTo(robot.register.term());
    assertThat(beacon.latch()).isEqualTo(robot.register.latch());
    assertThat(beacon.holder()).isEqualTo(RobotFixture.ANNA);
    assertThat(beacon.lastSequence().value()).isPositive();
    assertThat(beacon.loopAgeMs()).isZero();
    assertThat(beacon.has(Beacon.BOARD_CONNECTED)).isFalse();
  }

  private Drive idle(int inputAgeMs) {
    Drive d = robot.drive(0, 0);
    return new Drive(d.term(), d.sequence(), d.echo(), d.ttlMs(), inputAgeMs, 0, 0);
  }

  private static void assertCode(@Nullable Refused refused, String code) {
    assertThat(refused).extracting(Refused::code).isEqualTo(code);
  }
}
