package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.FakeStoreReach;
import org.havatar.relay.session.client.Capability.Moment;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.Rights;
import org.havatar.relay.session.port.Accounts.RobotProfile;
import org.havatar.relay.session.port.Accounts.Window;
import org.junit.jupiter.api.Test;

class CapabilityTest {
  private static final long EPOCH_MS = 1_800_000_000_000L;
  private static final long NOW_MS = 7_000;
  private static final RobotProfile TANK = new RobotProfile("Tank", 60);
  private final FakeStoreReach reach = new FakeStoreReach();
  private long stepMs;
  private long nowMs = NOW_MS;

  private Capability capability(Right outside, Window... windows) {
    Rights rights = new Rights(TANK, Right.DRIVE, 0, outside, List.of(windows));
    return new Capability(this::wallMs, reach, rights, new Moment(nowMs, wallMs(), nowMs));
  }

  private long wallMs() {
    return EPOCH_MS + (nowMs - NOW_MS) + stepMs;
  }

  private static Window window(long fromMs, long untilMs) {
    return new Window(EPOCH_MS + fromMs, EPOCH_MS + untilMs, 1);
  }

  private void at(long ms) {
    nowMs = NOW_MS + ms;
  }

  @Test
  void itOpensAndClosesToTheMillisecond() {
    Capability mine = capability(Right.NONE, window(1000, 3000));
    at(999);
    assertThat(mine.mayDrive(nowMs)).isFalse();
    assertThat(mine.right(nowMs)).isEqualTo(Right.NONE);
    at(1000);
    assertThat(mine.mayDrive(nowMs)).isTrue();
    assertThat(mine.rank(nowMs)).isEqualTo(1);
    at(2999);
    assertThat(mine.mayDrive(nowMs)).isTrue();
    assertThat(mine.remainingMs(nowMs)).isEqualTo(1);
    at(3000);
    assertThat(mine.mayDrive(nowMs)).isFalse();
    assertThat(mine.remainingMs(nowMs)).isZero();
    assertThat(mine.rank(nowMs)).isZero();
  }

  @Test
  void ofTwoWhoseWindowsTouchExactlyOneMayDriveAtEachMillisecond() {
    Capability first = capability(Right.WATCH, window(0, 500));
    Capability second = capability(Right.WATCH, window(500, 900));
    for (long ms = 0; ms < 900; ms++) {
      at(ms);
      assertThat(first.mayDrive(nowMs)).isEqualTo(ms < 500);
      assertThat(second.mayDrive(nowMs)).isEqualTo(ms >= 500);
    }
  }

  @Test
  void aClockThatIsSetBackKeepsNothingOpenAndOneThatIsSetForwardOpensNothing() {
    Capability mine = capability(Right.NONE, window(0, 3000), window(4000, 6000));
    at(2999);
    stepMs = -60_000;
    assertThat(mine.mayDrive(nowMs)).isFalse(); // by the wall it has not begun
    at(3000);
    stepMs = -2000;
    assertThat(mine.mayDrive(nowMs)).isFalse(); // by the wall it would go on
    stepMs = 1500;
    assertThat(mine.mayDrive(nowMs)).isFalse(); // by the wall the next has begun
    stepMs = 0;
    at(4000);
    assertThat(mine.mayDrive(nowMs)).isTrue();
  }

  @Test
  void whatIsNoStepChangesNothing() {
    Capability mine = capability(Right.NONE, window(0, 3000));
    stepMs = -Capability.STEP_MS;
    at(3000 + Capability.STEP_MS - 1);
    assertThat(mine.mayDrive(nowMs)).isTrue();
    at(3000 + Capability.STEP_MS);
    assertThat(mine.mayDrive(nowMs)).isFalse();
  }

  @Test
  void afterTheNextConfirmationTheClockCountsAsItIs() {
    Capability mine = capability(Right.NONE, window(0, 3000));
    stepMs = -2000;
    at(3000);
    assertThat(mine.mayDrive(nowMs)).isFalse();
    mine.confirm(mine.rights(), new Moment(nowMs, wallMs(), nowMs));
    assertThat(mine.mayDrive(nowMs)).isTrue();
    at(4999);
    assertThat(mine.mayDrive(nowMs)).isTrue();
    at(5000);
    assertThat(mine.mayDrive(nowMs)).isFalse();
  }

  @Test
  void turnsThatFollowAtOnceAreOneDrive() {
    Capability mine =
        capability(Right.NONE, window(0, 1000), window(1000, 2000), window(2001, 3000));
    at(999);
    assertThat(mine.remainingMs(nowMs)).isEqualTo(1001);
    at(1000);
    assertThat(mine.mayDrive(nowMs)).isTrue();
    assertThat(mine.nextFromMs(nowMs)).isEqualTo(EPOCH_MS + 2001);
  }

  @Test
  void itIsConfirmedAtEachEdgeAndOnceInAWhile() {
    Capability mine = capability(Right.NONE, window(1000, 2000));
    at(999);
    assertThat(mine.isConfirmationDue(nowMs)).isFalse();
    at(1000);
    assertThat(mine.isConfirmationDue(nowMs)).isTrue();
    mine.confirm(mine.rights(), new Moment(nowMs, wallMs(), nowMs));
    assertThat(mine.isConfirmationDue(nowMs)).isFalse();
    at(2000);
    assertThat(mine.isConfirmationDue(nowMs)).isTrue();
    mine.confirm(mine.rights(), new Moment(nowMs, wallMs(), nowMs));
    at(2000 + Capability.CONFIRM_EVERY_MS - 1);
    assertThat(mine.isConfirmationDue(nowMs)).isFalse();
    at(2000 + Capability.CONFIRM_EVERY_MS);
    assertThat(mine.isConfirmationDue(nowMs)).isTrue();
  }

  @Test
  void whatNobodyConfirmsEndsDrivingAfterItsGraceToTheMillisecond() {
    Capability mine = capability(Right.NONE, window(0, 60_000));
    at(FakeStoreReach.GRACE_MS - 1);
    assertThat(mine.mayDrive(nowMs)).isTrue();
    assertThat(mine.provenMs(nowMs)).isEqualTo(1);
    at(FakeStoreReach.GRACE_MS);
    assertThat(mine.mayDrive(nowMs)).isFalse();
    assertThat(mine.provenMs(nowMs)).isZero();
  }

  @Test
  void nobodysGraceIsShorterThanTheRhythmOfConfirmations() {
    reach.graceMs = 0;
    reach.outageMs = 0;
    Capability mine = capability(Right.NONE, Window.ALWAYS);
    at(Capability.OVERDUE_MS - 1);
    assertThat(mine.mayDrive(nowMs)).isTrue();
    at(Capability.OVERDUE_MS);
    assertThat(mine.mayDrive(nowMs)).isFalse();
  }

  @Test
  void aKnownWindowEndsInsideTheGraceToTheMillisecond() {
    Capability mine = capability(Right.NONE, window(0, 12_000));
    at(11_999);
    assertThat(mine.mayDrive(nowMs)).isTrue();
    at(12_000);
    assertThat(mine.mayDrive(nowMs)).isFalse();
  }

  /** Nobody reaches the store from {@code fromMs} on, until {@code untilMs} at the latest. */
  private void atWithoutAnybody(long ms, long fromMs, long untilMs) {
    at(ms);
    reach.isCut = ms >= fromMs;
    reach.isCutEverywhere = ms >= fromMs && ms < untilMs;
    reach.shelteredMs = Math.clamp(ms - fromMs, 0, untilMs - fromMs);
  }

  @Test
  void whileNobodyReachesTheStoreRightsHoldForTheOutageAndNotAMillisecondMore() {
    Capability mine = capability(Right.NONE, Window.ALWAYS);
    atWithoutAnybody(6000, 6000, 1_000_000);
    assertThat(mine.provenMs(nowMs)).isEqualTo(FakeStoreReach.OUTAGE_MS - 6000);
    atWithoutAnybody(FakeStoreReach.OUTAGE_MS - 1, 6000, 1_000_000);
    assertThat(mine.mayDrive(nowMs)).isTrue();
    atWithoutAnybody(FakeStoreReach.OUTAGE_MS, 6000, 1_000_000);
    assertThat(mine.mayDrive(nowMs)).isFalse();
  }

  @Test
  void whoReachesItAgainFirstDoesNotEndTheDrivesOfOthersAtOnce() {
    Capability mine = capability(Right.NONE, Window.ALWAYS);
    atWithoutAnybody(100_000, 6000, 100_000); // somebody else is back
    assertThat(mine.provenMs(nowMs)).isEqualTo(FakeStoreReach.GRACE_MS - 6000);
    atWithoutAnybody(100_000 + FakeStoreReach.GRACE_MS - 6001, 6000, 100_000);
    assertThat(mine.mayDrive(nowMs)).isTrue();
    atWithoutAnybody(100_000 + FakeStoreReach.GRACE_MS - 6000, 6000, 100_000);
    assertThat(mine.mayDrive(nowMs)).isFalse();
  }

  @Test
  void aCutThatBeginsAfterTheGraceIsOverBringsNothingBack() {
    Capability mine = capability(Right.NONE, Window.ALWAYS);
    atWithoutAnybody(FakeStoreReach.GRACE_MS + 5000, FakeStoreReach.GRACE_MS, 1_000_000);
    assertThat(mine.mayDrive(nowMs)).isFalse();
    assertThat(mine.provenMs(nowMs)).isZero();
  }

  @Test
  void onAnOldWordNobodyBegins() {
    Capability mine = capability(Right.NONE, Window.ALWAYS);
    at(Capability.OVERDUE_MS - 1);
    assertThat(mine.mayBegin(nowMs)).isTrue();
    reach.isCut = true;
    assertThat(mine.mayBegin(nowMs)).isFalse();
    reach.isCut = false;
    at(Capability.OVERDUE_MS);
    assertThat(mine.mayBegin(nowMs)).isFalse();
    assertThat(mine.mayDrive(nowMs)).isTrue();
  }

  @Test
  void aChangeThatNobodyCanLookUpEndsDrivingWithinASecond() {
    Capability mine = capability(Right.NONE, Window.ALWAYS);
    at(2000);
    mine.doubt(nowMs);
    at(2900);
    mine.doubt(nowMs); // another one gives no more time
    at(2999);
    assertThat(mine.mayDrive(nowMs)).isTrue();
    at(3000);
    assertThat(mine.mayDrive(nowMs)).isFalse();
    mine.confirm(mine.rights(), new Moment(nowMs, wallMs(), nowMs));
    assertThat(mine.mayDrive(nowMs)).as("the answer may be older than the change").isFalse();
    mine.trust();
    assertThat(mine.mayDrive(nowMs)).isTrue();
  }

  @Test
  void aWallClockThatIsNoStepAheadOpensByItself() {
    Capability mine = capability(Right.NONE, window(1000, 3000));
    stepMs = Capability.STEP_MS;
    at(1000 - Capability.STEP_MS - 1);
    assertThat(mine.mayDrive(nowMs)).isFalse();
    at(1000 - Capability.STEP_MS);
    assertThat(mine.mayDrive(nowMs)).isTrue();
    stepMs++;
    assertThat(mine.mayDrive(nowMs)).as("a step").isFalse();
  }

  @Test
  void aWallClockThatIsAStepBehindClosesByTheTimeThatWentBy() {
    Capability mine = capability(Right.NONE, window(0, 3000));
    stepMs = -Capability.STEP_MS - 1;
    at(2999);
    assertThat(mine.mayDrive(nowMs)).isTrue();
    assertThat(mine.remainingMs(nowMs)).isEqualTo(1);
    at(3000);
    assertThat(mine.mayDrive(nowMs)).isFalse();
  }

  @Test
  void windowsAreForDrivingOnly() {
    Rights rights = new Rights(TANK, Right.WATCH, 0, Right.NONE, List.of(window(1000, 2000)));
    Capability mine =
        new Capability(this::wallMs, reach, rights, new Moment(nowMs, wallMs(), nowMs));
    assertThat(mine.right(nowMs)).isEqualTo(Right.WATCH);
  }

  @Test
  void whoMayAlwaysDriveSeesNoEndAndNoNextTurn() {
    Capability mine = capability(Right.NONE, Window.ALWAYS);
    assertThat(mine.mayDrive(nowMs)).isTrue();
    assertThat(mine.isBooked(nowMs)).isFalse();
    assertThat(mine.remainingMs(nowMs)).isEqualTo(Capability.NEVER);
    assertThat(mine.nextFromMs(nowMs)).isEqualTo(Capability.NEVER);
  }
}
