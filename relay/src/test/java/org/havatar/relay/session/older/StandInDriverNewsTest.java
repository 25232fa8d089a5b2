package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.TakeLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes before its time: after news of a latch or the lease, and after a pong. */
class StandInDriverNewsTest extends StandInDriverScene {
  private void latched(LatchKind kind) {
    latch = kind;
    latchCounter++;
    beacon();
  }

  private int pings() {
    return link.probes.size();
  }

  private void tickAt(long atMs) {
    nowMs = atMs;
    driver.onTick(nowMs);
  }

  /** Holder of a robot in failsafe, which was just told to rest because a command came. */
  private long rearming() {
    lead();
    latched(LatchKind.FAILSAFE);
    command(FULL);
    assertThat(lastDrive().isNeutral()).isTrue();
    return nowMs;
  }

  @Test
  void whatIsHeldGoesEightMillisecondsAfterTheNeutralThatReArmedTheRobotAndThenInItsRhythm() {
    long sentMs = rearming();
    nowMs += 2;
    latch = LatchKind.NONE;
    beacon();
    tickAt(sentMs + 7);
    assertThat(drives()).hasSize(1);
    tickAt(sentMs + 8);
    assertThat(drives()).hasSize(2);
    assertThat(lastDrive().leftPermille()).isEqualTo(FULL);
    tickAt(sentMs + 27);
    assertThat(drives()).hasSize(2);
    tickAt(sentMs + 28);
    assertThat(drives()).hasSize(3);
  }

  @Test
  void soDoesItAfterANewTermOfItsOwn() {
    lead();
    command(FULL);
    long sentMs = nowMs;
    nowMs += 2;
    lease(SELF, "Olda");
    beacon();
    tickAt(sentMs + 7);
    assertThat(drives()).hasSize(1);
    tickAt(sentMs + 8);
    assertThat(drives()).hasSize(2);
    assertThat(lastDrive().term()).isEqualTo(new Numbered(boot, term));
  }

  @Test
  void whoHoldsNothingKeepsTheRhythm() {
    lead();
    driver.onTick(nowMs);
    long sentMs = nowMs;
    latched(LatchKind.NONE);
    tickAt(sentMs + 19);
    assertThat(drives()).hasSize(1);
    tickAt(sentMs + 20);
    assertThat(drives()).hasSize(2);
  }

  @Test
  void eachNewLatchIsAskedAboutOnceWhileAPressWaitsForIt() {
    lead();
    command(FULL);
    int before = pings();
    latched(LatchKind.FAILSAFE);
    assertThat(pings()).isEqualTo(before + 1);
    beacon();
    assertThat(pings()).as("no news").isEqualTo(before + 1);
    latched(LatchKind.FAILSAFE);
    assertThat(pings()).as("another one").isEqualTo(before + 2);
    latch = LatchKind.STOP;
    beacon();
    assertThat(pings()).as("a stronger one").isEqualTo(before + 3);
    latch = LatchKind.NONE;
    beacon();
    assertThat(pings()).as("it is over").isEqualTo(before + 3);
  }

  /** A press, and it may re-arm for a while; what is held when the latch comes is another thing. */
  private enum Held {
    NOTHING,
    A_NEUTRAL,
    A_STREAM_THAT_MOVED_IT
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsAskedWhenNoPressWaits(Held held) {
    lead();
    command(FULL);
    switch (held) {
      case NOTHING -> driver.rest(nowMs);
      case A_NEUTRAL -> command(0);
      case A_STREAM_THAT_MOVED_IT -> ack(Reason.ACCEPTED, FULL, FULL);
    }
    int before = pings();
    latched(LatchKind.FAILSAFE);
    assertThat(pings()).isEqualTo(before);
  }

  @Test
  void aPongHurriesNothingWhenTheRobotIsNotLatched() {
    lead();
    command(FULL);
    nowMs += 3;
    prove();
    driver.onProven(nowMs);
    assertThat(drives()).hasSize(1);
  }

  @Test
  void norWhenNothingIsHeld() {
    lead();
    latched(LatchKind.FAILSAFE);
    prove();
    driver.onProven(nowMs);
    assertThat(drives()).isEmpty();
  }

  @Test
  void norForANeutral() {
    lead();
    latched(LatchKind.FAILSAFE);
    command(0);
    assertThat(drives()).hasSize(1);
    nowMs += 3;
    prove();
    driver.onProven(nowMs);
    assertThat(drives()).hasSize(1);
  }

  @Test
  void norBeforeTheRobotHasSaidAnything() {
    driver.onWelcome(SELF);
    select();
    command(FULL);
    prove();
    driver.onProven(nowMs);
    assertThat(said).isEmpty();
  }

  @Test
  void norTheQuestionForALease() {
    meet();
    latched(LatchKind.FAILSAFE);
    command(FULL);
    nowMs += StandInDriver.ASK_EVERY_MS;
    prove();
    driver.onProven(nowMs);
    assertThat(all(TakeLease.class)).hasSize(1);
  }

  @Test
  void aNeutralNeedsNoneOfTheQuickOnes() {
    lead();
    for (int i = 0; i <= StandInDriver.QUICK_ONES; i++) {
      command(FULL);
    }
    command(0);
    assertThat(lastDrive().isNeutral()).isTrue();
    assertThat(drives()).hasSize(StandInDriver.QUICK_ONES + 1);
  }

  /** The budget of quick ones is used up; what was sent last was sent long enough ago. */
  @Test
  void aCommandEightMillisecondsAfterTheLastSetpointIsJudgedAtOnce() {
    lead();
    for (int i = 0; i < StandInDriver.QUICK_ONES; i++) {
      command(FULL);
    }
    lease(OTHER, "Ben");
    beacon();
    nowMs += StandInDriver.LEAST_PERIOD_MS;
    String quick = command(FULL);
    String next = command(FULL);
    assertThat(answerTo(quick)).isEqualTo("held");
    assertThat(answerTo(next)).isEqualTo("held");
  }

  @Test
  void aFirstPressAtARobotThatHasJustStartedIsUnprovenTooWithoutAPong() {
    assertThat(answerToAFirstPressWithoutAPong(LatchKind.STOP)).isEqualTo("unproven");
  }

  @Test
  void whatWasProvenInTheMillisecondOfTheLatchIsProven() {
    lead();
    latched(LatchKind.FAILSAFE);
    prove();
    String id = command(FULL);
    nowMs += 500;
    answers.onTick(nowMs);
    assertThat(answerTo(id)).isEqualTo("unavailable");
  }
}
