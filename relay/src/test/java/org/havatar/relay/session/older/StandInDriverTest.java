package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.TakeLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the robot of an older client is sent, and how old it looks (PROTOCOL.md §11). */
class StandInDriverTest extends StandInDriverScene {
  @Test
  void aCommandGoesWithTheTermAndTheStampOfItsOwnProof() {
    lead();
    long provenMs = nowMs;
    nowMs += 30;
    beacon();
    command(FULL, -FULL);
    Drive first = lastDrive();
    assertThat(first)
        .isEqualTo(
            new Drive(new Numbered(7, 4), first.sequence(), echoOf(provenMs), 800, 0, FULL, -FULL));
    nowMs += 20;
    prove();
    driver.onTick(nowMs);
    assertThat(drives()).hasSize(2);
    assertThat(lastDrive().echo()).as("however long it is held").isEqualTo(first.echo());
    assertThat(lastDrive().sequence()).isEqualTo(first.sequence().next());
  }

  @Test
  void aNewCommandWaitsForNoRepetition() {
    lead();
    command(FULL);
    nowMs += 20;
    driver.onTick(nowMs); // the repetition
    nowMs += 1;
    command(-FULL);
    assertThat(drives()).hasSize(3);
    assertThat(lastDrive().leftPermille()).isEqualTo(-FULL);
  }

  @Test
  void commandsThatGoOnComingQuickerReplaceEachOtherAndTheNewestGoesSoon() {
    lead();
    int many = 2000;
    for (int i = 0; i < many; i++) {
      nowMs += 1;
      command(i % 2 == 0 ? FULL : -FULL, i % 1000);
      if (i % 10 == 0) {
        prove();
        beacon();
        driver.onTick(nowMs);
      }
    }
    long most = many / StandInDriver.LEAST_PERIOD_MS + StandInDriver.QUICK_ONES;
    assertThat(drives()).hasSizeBetween(many / 20, (int) most + 1);
    nowMs += StandInDriver.LEAST_PERIOD_MS;
    driver.onTick(nowMs);
    assertThat(lastDrive().leftPermille()).isEqualTo(-FULL);
    assertThat(lastDrive().rightPermille()).as("the newest").isGreaterThan(990);
  }

  /**
   * What happens one after the other when the first command comes with the handshake: nothing of it
   * waits for a tick of ours that the other side doesn't need.
   */
  @Test
  void theFirstPressIsReArmedAsSoonAsAPongComesAfterTheLatch() {
    driver.onWelcome(SELF);
    prove();
    String id = command(FULL);
    nowMs += 300; // a relay that has just started looks up who may drive what
    select();
    beacon();
    driver.onTick(nowMs);
    assertThat(all(TakeLease.class)).hasSize(1);
    nowMs += 20;
    latch = LatchKind.FAILSAFE;
    latchCounter++;
    lease(SELF, "Olda");
    int pings = link.probes.size();
    beacon();
    assertThat(link.probes).as("asked at once how old it is").hasSize(pings + 1);
    driver.onTick(nowMs + 9);
    nowMs += 60;
    probes.onProbed(link.probes.get(pings), nowMs);
    int before = drives().size();
    driver.onProven(nowMs);
    assertThat(drives()).as("let go in its name").hasSize(before + 1);
    assertThat(lastDrive().isNeutral()).isTrue();
    nowMs += 20;
    latch = LatchKind.NONE;
    beacon();
    driver.onTick(nowMs + StandInDriver.LEAST_PERIOD_MS);
    assertThat(lastDrive().leftPermille()).isEqualTo(FULL);
    assertThat(lastDrive().echo()).as("no younger than it is").isEqualTo(echoOf(startMs()));
    ack(Reason.ACCEPTED, FULL, FULL);
    assertThat(answerTo(id)).isEqualTo("ok");
  }

  @Test
  void aFirstPressThatNoPongProvesIsSaidToBeUnproven() {
    assertThat(answerToAFirstPressWithoutAPong(LatchKind.FAILSAFE)).isEqualTo("unproven");
  }

  @Test
  void aNeutralGoesAtOnceHoweverQuick() {
    lead();
    command(FULL);
    nowMs += 1;
    command(0);
    assertThat(drives()).hasSize(2);
    assertThat(lastDrive().isNeutral()).isTrue();
  }

  @Test
  void itIsSentEveryTwentyMilliseconds() {
    lead();
    command(FULL);
    driver.onTick(nowMs + 19);
    assertThat(drives()).hasSize(1);
    driver.onTick(nowMs + 20);
    assertThat(drives()).hasSize(2);
    driver.onTick(nowMs + 39);
    assertThat(drives()).hasSize(2);
  }

  @Test
  void itIsHeldForItsTimeFromItsArrivalAndThenANeutralFollows() {
    lead();
    String id = command(FULL);
    driver.onTick(nowMs + 499);
    assertThat(lastDrive().leftPermille()).isEqualTo(FULL);
    nowMs += 520;
    driver.onTick(nowMs);
    assertThat(lastDrive().isNeutral()).isTrue();
    assertThat(lastDrive().inputAgeMs()).isZero();
    answers.onTick(nowMs);
    assertThat(answerTo(id)).as("nobody said anything").isEqualTo("unavailable");
  }

  @ParameterizedTest
  @CsvSource({"800, false", "801, true"})
  void itIsHeldForNoLongerThanItMayLive(long ageMs, boolean isOver) {
    holdMs = 1000;
    lead();
    nowMs += 400; // since the proof
    beacon();
    String id = command(FULL);
    nowMs += ageMs - 400;
    driver.onTick(nowMs);
    assertThat(lastDrive().isNeutral()).isEqualTo(isOver);
    nowMs += 200;
    answers.onTick(nowMs);
    assertThat(answerTo(id)).isEqualTo(isOver ? "stale" : "unavailable");
  }

  @Test
  void theAgeOfTheInputCountsFromTheLetGo() {
    lead();
    command(FULL);
    nowMs += 100;
    command(0);
    assertThat(lastDrive().inputAgeMs()).isZero();
    nowMs += 100;
    command(0);
    assertThat(lastDrive().inputAgeMs()).as("an idle joystick is no input").isEqualTo(100);
    pass(100);
    assertThat(lastDrive().inputAgeMs()).isEqualTo(200);
    pass(65_600);
    assertThat(lastDrive().inputAgeMs()).isEqualTo(0xFFFF);
    command(FULL);
    nowMs += 10;
    command(0);
    assertThat(lastDrive().inputAgeMs()).isZero();
  }

  @Test
  void aHoldThatEndsIsTheLetGo() {
    lead();
    command(FULL);
    pass(700);
    assertThat(lastDrive().inputAgeMs()).isEqualTo(200);
  }

  @Test
  void whoBecomesHolderWithNothingHeldBeginsWithFreshInput() {
    meet();
    pass(5000);
    lease(SELF, "Olda");
    pass(20);
    assertThat(lastDrive().inputAgeMs()).isZero();
    pass(100);
    assertThat(lastDrive().inputAgeMs()).isEqualTo(100);
  }

  @Test
  void whenWhatIsHeldIsVoidANeutralGoesAtOnce() {
    lead();
    String id = command(FULL);
    nowMs += 5;
    driver.rest(nowMs);
    assertThat(drives()).hasSize(2);
    assertThat(lastDrive().isNeutral()).isTrue();
    assertThat(lastDrive().inputAgeMs()).isZero();
    assertThat(answerTo(id)).isEqualTo("stale");
    driver.rest(nowMs);
    assertThat(drives()).hasSize(2);
  }

  @Test
  void aNeutralThatIsHeldIsNotVoid() {
    lead();
    String id = command(0);
    driver.rest(nowMs);
    assertThat(drives()).hasSize(1);
    assertThat(answerTo(id)).isEqualTo("none");
  }

  @Test
  void aCommandIsAnsweredByTheAckOfItsSetpoint() {
    lead();
    String id = command(FULL);
    pass(40);
    ack(Reason.ACCEPTED, FULL, FULL);
    assertThat(answerTo(id)).isEqualTo("ok");
    String next = command(0);
    ack(Reason.ACCEPTED, 0, 0);
    assertThat(answerTo(next)).isEqualTo("ok");
  }

  @Test
  void whatIsReplacedBeforeItWentIsAnswered() {
    lead();
    for (int i = 0; i < StandInDriver.QUICK_ONES; i++) {
      command(FULL);
    }
    nowMs += 5;
    String replaced = command(-FULL);
    nowMs += 1;
    command(FULL);
    assertThat(answerTo(replaced)).isEqualTo("superseded");
  }

  @Test
  void withoutAStampNearEnoughNothingGoesAndTheAnswerSaysWhy() {
    meet();
    lease(SELF, "Olda");
    beacon();
    nowMs += 3001;
    prove();
    String id = command(FULL);
    assertThat(drives()).isEmpty();
    nowMs += 500;
    answers.onTick(nowMs);
    assertThat(answerTo(id)).isEqualTo("stale");
  }

  @Test
  void afterANewStartOfTheRobotNothingThatIsNotProvenSinceGoes() {
    lead();
    String held = command(FULL);
    nowMs += 20;
    boot++;
    term = 0;
    holder = 0;
    aheadMs = -40_000;
    beacon();
    assertThat(answerTo(held)).isEqualTo("term_old");
    lease(SELF, "Olda");
    beacon();
    int before = drives().size();
    String early = command(FULL);
    nowMs += 20;
    driver.onTick(nowMs);
    assertThat(drives()).hasSize(before);
    command(0);
    assertThat(drives()).hasSize(before);
    prove();
    command(FULL);
    assertThat(drives()).hasSize(before + 1);
    assertThat(lastDrive().echo()).as("by the clock of this start").isEqualTo(echoOf(nowMs));
    assertThat(answerTo(early)).isEqualTo("superseded");
  }

  @Test
  void whenTheRobotGoesWhatIsHeldIsRefused() {
    lead();
    String held = command(FULL);
    driver.onSelected(new RobotSelected("tank-1", "Tank", false, null), nowMs);
    assertThat(answerTo(held)).isEqualTo("no_robot");
    nowMs += 20;
    String later = command(FULL);
    assertThat(answerTo(later)).isEqualTo("no_robot");
  }

  @Test
  void whenAnotherRobotIsChosenWhatIsHeldIsNoneOfIts() {
    lead();
    String held = command(FULL);
    driver.onSelected(new RobotSelected("tank-2", "Two", true, null), nowMs);
    assertThat(answerTo(held)).isEqualTo("term_old");
    assertThat(driver.isHolder()).isFalse();
  }

  @Test
  void whileItsNewestBeaconIsOfAFormerTermNothingGoes() {
    lead();
    lease(SELF, "Olda");
    command(FULL);
    assertThat(drives()).isEmpty();
    beacon();
    nowMs += 20;
    driver.onTick(nowMs);
    assertThat(drives()).hasSize(1);
  }

  @Test
  void againstAFailsafeLatchNoNeutralGoesWhileTheKeyIsHeld() {
    lead();
    command(FULL);
    ack(Reason.ACCEPTED, FULL, FULL);
    latch = LatchKind.FAILSAFE;
    pass(490);
    int before = drives().size();
    pass(300); // the hold is over; its neutrals would clear the latch
    assertThat(drives().subList(before, drives().size())).noneMatch(Drive::isNeutral);
    pass(300); // a second of silence: the person rests
    assertThat(lastDrive().isNeutral()).isTrue();
  }

  @Test
  void aNeutralThatWasSaidGoesEvenAgainstALatch() {
    lead();
    command(FULL);
    ack(Reason.ACCEPTED, FULL, FULL);
    latch = LatchKind.FAILSAFE;
    beacon();
    String id = command(0);
    assertThat(lastDrive().isNeutral()).isTrue();
    ack(Reason.ACCEPTED, 0, 0);
    assertThat(answerTo(id)).isEqualTo("ok");
  }

  @Test
  void whatIsProvenInTheVeryMillisecondOfTheNewStartGoes() {
    lead();
    boot++;
    beacon();
    lease(SELF, "Olda");
    beacon();
    prove();
    command(FULL);
    command(0);
    assertThat(drives()).hasSize(2);
  }

  @Test
  void whatWasHeldWhenTheRobotBeganAnewWasInput() {
    lead();
    pass(1000);
    command(FULL);
    boot++;
    beacon();
    lease(SELF, "Olda");
    pass(20);
    assertThat(lastDrive().inputAgeMs()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({"1000, 0", "0, -1000"})
  void oneTrackIsEnoughToMove(int left, int right) {
    lead();
    command(left, right);
    assertThat(lastDrive().leftPermille()).isEqualTo(left);
    assertThat(lastDrive().rightPermille()).isEqualTo(right);
  }

  @Test
  void aNeutralBeforeTheLeaseIsNoInput() {
    meet();
    pass(100);
    command(0);
    lease(SELF, "Olda");
    pass(20);
    assertThat(lastDrive().inputAgeMs()).isEqualTo(110);
  }

  @Test
  void whoBecomesHolderAgainBeginsWithFreshInputToo() {
    lead();
    pass(100);
    lease(OTHER, "Ann");
    pass(5000);
    lease(SELF, "Olda");
    pass(20);
    assertThat(lastDrive().inputAgeMs()).isZero();
  }

  @Test
  void theRobotThatIsSelectedAnewIsTheSame() {
    assertThat(driver.isSelected()).isFalse();
    lead();
    assertThat(driver.isSelected()).isTrue();
    String held = command(FULL);
    select();
    assertThat(answerTo(held)).isEqualTo("none");
    pass(20);
    assertThat(lastDrive().leftPermille()).isEqualTo(FULL);
  }

  @Test
  void withNothingHeldARobotMayGoAndAStampMayBeMissing() {
    lead();
    nowMs += 3001;
    prove();
    driver.onTick(nowMs);
    assertThat(drives()).isEmpty();
    driver.onSelected(new RobotSelected("tank-1", "Tank", false, null), nowMs);
    assertThat(link.sent).isEmpty();
  }

  @Test
  void aNeutralGoesAgainstALatchUntilItIsAnsweredAndNotAfterAStreamGoesOn() {
    lead();
    command(0);
    latch = LatchKind.FAILSAFE;
    driver.onStale(new MotorControl("9", null, 255, 255, null), nowMs);
    pass(20);
    assertThat(drives()).hasSize(2);
    ack(Reason.ACCEPTED, 0, 0);
    pass(100);
    assertThat(drives()).hasSize(2);
  }
}
