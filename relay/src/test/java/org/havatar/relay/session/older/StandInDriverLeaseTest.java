package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.TakeLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How an older client comes to drive, and to move a latched robot (PROTOCOL.md §11). */
class StandInDriverLeaseTest extends StandInDriverScene {
  private int asked() {
    return all(TakeLease.class).size();
  }

  private void refuseLease(String code) {
    driver.onRefused(new Refused("take_lease", code, "Ann drives.", null, null), nowMs);
  }

  @Test
  void whoWasNotWelcomedHoldsNothingAlsoWhenNobodyDrives() {
    select();
    beacon();
    assertThat(driver.isHolder()).isFalse();
    driver.onWelcome(SELF);
    assertThat(driver.isHolder()).isFalse();
    lease(OTHER, "Ann");
    assertThat(driver.isHolder()).isFalse();
    lease(SELF, "Olda");
    assertThat(driver.isHolder()).isTrue();
  }

  @Test
  void itsFirstCommandAsksForTheFreeLeaseEveryQuarterOfASecond() {
    meet();
    command(FULL);
    assertThat(asked()).isEqualTo(1);
    pass(240);
    assertThat(asked()).isEqualTo(1);
    pass(20);
    assertThat(asked()).isEqualTo(2);
    assertThat(drives()).isEmpty();
  }

  @Test
  void nothingIsAskedBeforeTheRobotSaidWhoDrivesNorWithoutACommand() {
    driver.onWelcome(SELF);
    select();
    prove();
    command(FULL);
    nowMs += 20;
    driver.onTick(nowMs);
    assertThat(asked()).isZero();
    nowMs += 600;
    driver.onTick(nowMs);
    beacon();
    nowMs += 20;
    driver.onTick(nowMs);
    assertThat(asked()).as("its hold is over").isZero();
  }

  @Test
  void whileItIsAskedForTheAnswerIsThatNobodyDrives() {
    meet();
    String id = command(FULL);
    pass(500);
    assertThat(answerTo(id)).isEqualTo("no_lease");
  }

  @Test
  void whoDrivesIsNotAskedAndTheClientIsToldByName() {
    meet();
    lease(OTHER, "Ann");
    beacon();
    String id = command(FULL);
    assertThat(asked()).isZero();
    assertThat(answerTo(id)).isEqualTo("held");
    assertThat(link.last(MotorResponse.class).message()).isEqualTo("Ann drives.");
    assertThat(driver.isBusy(nowMs)).as("holds nothing, wants nothing").isFalse();
    lease(0, "");
    beacon();
    nowMs += 20;
    String next = command(FULL);
    assertThat(asked()).as("that right is used up").isZero();
    assertThat(answerTo(next)).isEqualTo("no_lease");
  }

  @Test
  void whoHadTheLeaseNeedsASilenceToTakeItAgain() {
    lead();
    command(FULL);
    lease(0, "");
    beacon();
    nowMs += 20;
    String id = command(FULL);
    assertThat(asked()).isZero();
    assertThat(answerTo(id)).isEqualTo("no_lease");
    nowMs += 2000;
    prove();
    beacon();
    command(FULL);
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void theRightIsUsedUpByTheLeaseItself() {
    meet();
    command(FULL);
    assertThat(driver.isBusy(nowMs)).isTrue();
    lease(SELF, "Olda");
    lease(0, "");
    beacon();
    nowMs += 20;
    String id = command(FULL);
    assertThat(answerTo(id)).isEqualTo("no_lease");
  }

  @ParameterizedTest
  @ValueSource(strings = {"held", "not_permitted"})
  void aRefusalOfTheLeaseEndsTheWish(String code) {
    meet();
    String id = command(FULL);
    refuseLease(code);
    assertThat(answerTo(id)).isEqualTo(code);
    assertThat(link.last(MotorResponse.class).message()).isEqualTo("Ann drives.");
    assertThat(driver.isBusy(nowMs)).isFalse();
    pass(300);
    assertThat(asked()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unavailable", "term_changed"})
  void aRefusalThatMayPassDoesNot(String code) {
    meet();
    String id = command(FULL);
    refuseLease(code);
    pass(StandInDriver.ASK_AGAIN_MS - 10);
    assertThat(asked()).isEqualTo(1);
    pass(20);
    assertThat(asked()).as("soon, since it may pass").isEqualTo(2);
    pass(230);
    assertThat(asked()).isEqualTo(2);
    assertThat(answerTo(id)).isEqualTo("none");
  }

  @Test
  void aRefusalOfSomethingElseIsNone() {
    meet();
    String id = command(FULL);
    driver.onRefused(new Refused("release_stop", "stale", "", null, null), nowMs);
    assertThat(answerTo(id)).isEqualTo("none");
    pass(300);
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void itsNetworkIsWatchedCloselyWhileItDrivesOrIsAboutTo() {
    driver.onWelcome(SELF);
    select();
    assertThat(driver.isBusy(nowMs)).isFalse();
    command(0);
    assertThat(driver.isBusy(nowMs)).isTrue();
    driver.onSelected(new RobotSelected("x", "X", true, null), nowMs);
    assertThat(driver.isBusy(nowMs)).as("may take").isTrue();
    assertThat(driver.isBusy(nowMs + 2000)).isFalse();
    nowMs += 2000;
    command(0);
    assertThat(driver.isBusy(nowMs)).as("holds something").isTrue();
  }

  @Test
  void whileItDrivesItsNetworkIsWatchedClosely() {
    lead();
    assertThat(driver.isBusy(nowMs + 60_000)).isTrue();
  }

  @Test
  void aRobotsStartLatchIsReleasedInItsNameEveryQuarterOfASecond() {
    latch = LatchKind.STOP;
    lead();
    long provenMs = nowMs;
    String id = command(FULL);
    assertThat(all(ReleaseStop.class))
        .containsExactly(
            new ReleaseStop(
                new Numbered(7, 4), new Numbered(7, 5), echoOf(provenMs), 800, null, 0));
    assertThat(drives()).isEmpty();
    pass(240);
    assertThat(all(ReleaseStop.class)).hasSize(1);
    pass(20);
    assertThat(all(ReleaseStop.class)).hasSize(2);
    pass(300);
    assertThat(answerTo(id)).as("nobody has pressed").isEqualTo("unavailable");
  }

  @Test
  void withoutAStampNearEnoughNothingIsReleased() {
    latch = LatchKind.STOP;
    lead();
    nowMs += 3001;
    prove();
    command(FULL);
    assertThat(said).isEmpty();
  }

  @Test
  void aStopThatAPersonPressedIsNeverReleased() {
    latch = LatchKind.STOP;
    flags = Beacon.STOP_PRESSED;
    lead();
    String id = command(FULL);
    pass(100);
    assertThat(all(ReleaseStop.class)).isEmpty();
    ack(Reason.LATCHED_STOP, 0, 0);
    pass(500);
    assertThat(answerTo(id)).isEqualTo("latched_stop");
  }

  @Test
  void aFailsafeLatchIsClearedByANeutralThatIsNobodysCommand() {
    latch = LatchKind.FAILSAFE;
    lead();
    String id = command(FULL);
    assertThat(lastDrive().isNeutral()).isTrue();
    assertThat(lastDrive().echo()).isEqualTo(echoOf(nowMs));
    assertThat(lastDrive().inputAgeMs()).isZero();
    ack(Reason.ACCEPTED, 0, 0);
    assertThat(answerTo(id)).as("it was not executed").isEqualTo("none");
    latch = LatchKind.NONE;
    pass(20);
    assertThat(lastDrive().leftPermille()).isEqualTo(FULL);
    ack(Reason.ACCEPTED, FULL, FULL);
    assertThat(answerTo(id)).isEqualTo("ok");
  }

  @Test
  void whileItIsBeingClearedNobodyIsToldToLetGo() {
    latch = LatchKind.FAILSAFE;
    lead();
    String id = command(FULL);
    pass(500);
    assertThat(answerTo(id)).isEqualTo("unavailable");
  }

  @ParameterizedTest
  @CsvSource({"1000, 0", "0, 1000", "1000, 1000"})
  void oneLetGoReArmsOnceOnly(int left, int right) {
    lead();
    command(FULL);
    ack(Reason.ACCEPTED, left, right);
    latch = LatchKind.FAILSAFE;
    pass(20);
    assertThat(lastDrive().isNeutral()).as("its right is used up: the robot refuses it").isFalse();
    String id = command(FULL);
    pass(20);
    ack(Reason.LATCHED_FAILSAFE, 0, 0);
    assertThat(answerTo(id)).isEqualTo("latched_failsafe");
  }

  @Test
  void aNeutralThatTheRobotAcceptsUsesNothingUp() {
    latch = LatchKind.FAILSAFE;
    lead();
    command(FULL);
    ack(Reason.ACCEPTED, 0, 0);
    pass(20);
    assertThat(lastDrive().isNeutral()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"LATCHED_FAILSAFE, none", "LATCHED_STOP, none", "TERM_OLD, term_old"})
  void whileItMayReArmALatchIsNotTheLastWord(Reason reason, String answer) {
    lead();
    String id = command(FULL);
    ack(reason, 0, 0);
    assertThat(answerTo(id)).isEqualTo(answer);
  }

  @Test
  void aRefusalThatMovedSomethingUsesNothingUp() {
    lead();
    command(FULL);
    ack(Reason.STALE, FULL, FULL);
    latch = LatchKind.FAILSAFE;
    pass(20);
    assertThat(lastDrive().isNeutral()).as("re-arms").isTrue();
  }

  @ParameterizedTest
  @CsvSource({"255, false", "0, true"})
  void aCommandThatWasTooOldIsNoSilenceUnlessItIsANeutral(int speed, boolean mayTake) {
    lead();
    command(FULL);
    lease(0, "");
    beacon();
    nowMs += 1990;
    driver.onStale(new MotorControl("9", null, speed, speed, null), nowMs);
    nowMs += 10;
    prove();
    beacon();
    command(FULL);
    assertThat(asked() > 0).isEqualTo(mayTake);
  }

  @Test
  void noSetpointGoesWhileSomebodyElseDrives() {
    lead();
    command(FULL);
    int before = drives().size();
    lease(OTHER, "Ann");
    pass(1000);
    assertThat(drives()).hasSize(before);
    assertThat(drives()).allMatch(each -> each.term().equals(new Numbered(7, 4)));
    assertThat(all(Drive.class)).isNotEmpty();
  }

  @Test
  void aLeaseThatIsStillFreeUsesNothingUp() {
    meet();
    command(FULL);
    lease(0, "");
    pass(260);
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void aStartLatchIsNotReleasedByAStreamThatRunsOn() {
    lead();
    command(FULL);
    ack(Reason.ACCEPTED, FULL, FULL);
    latch = LatchKind.STOP;
    pass(300);
    assertThat(all(ReleaseStop.class)).isEmpty();
    assertThat(lastDrive().leftPermille()).as("the robot refuses it").isEqualTo(FULL);
  }
}
