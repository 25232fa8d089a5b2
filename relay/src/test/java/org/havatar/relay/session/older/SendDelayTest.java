package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;
import static org.havatar.relay.session.older.SendDelay.Verdict.CLOCK_STEP;
import static org.havatar.relay.session.older.SendDelay.Verdict.FRESH;
import static org.havatar.relay.session.older.SendDelay.Verdict.LATE;

import org.junit.jupiter.api.Test;

class SendDelayTest {
  private static final double CLOCK = 1_800_000_000_000.0;

  private final SendDelay delay = new SendDelay();
  private long nowMs = 50_000;

  /** A command that was under way for so long. */
  private SendDelay.Verdict judge(double underWayMs) {
    return delay.judge(CLOCK + nowMs - underWayMs, nowMs);
  }

  @Test
  void whatIsEightHundredMillisecondsSlowerThanTheQuickestIsStillFresh() {
    assertThat(judge(30)).isEqualTo(FRESH);
    assertThat(judge(830)).isEqualTo(FRESH);
    assertThat(judge(830.5)).isEqualTo(LATE);
    assertThat(judge(10)).isEqualTo(FRESH);
    assertThat(judge(811)).isEqualTo(LATE);
  }

  @Test
  void theQuickestIsForgottenAfterThirtySeconds() {
    assertThat(judge(0)).isEqualTo(FRESH);
    for (int i = 0; i < 29; i++) {
      nowMs += 1000;
      assertThat(judge(2000)).isEqualTo(LATE);
    }
    nowMs += 1000;
    assertThat(judge(2000)).isEqualTo(FRESH);
  }

  @Test
  void aJumpOfMoreThanFiveSecondsIsAClockStepOnceEitherWay() {
    assertThat(judge(0)).isEqualTo(FRESH);
    assertThat(judge(5000)).isEqualTo(LATE);
    assertThat(judge(0)).isEqualTo(FRESH);
    assertThat(judge(5001)).isEqualTo(CLOCK_STEP);
    nowMs += SendDelay.SETTLED_AFTER_MS - 1;
    assertThat(judge(5001)).isEqualTo(LATE);
    nowMs += 1;
    assertThat(judge(5001)).isEqualTo(FRESH);
    assertThat(judge(-1)).isEqualTo(CLOCK_STEP);
    assertThat(judge(-1)).isEqualTo(FRESH);
  }

  @Test
  void whatWaitedInItsSendersProgramIsLateToTheLastThoughItBeginsLikeAClockStep() {
    assertThat(judge(0)).isEqualTo(FRESH);
    nowMs += 8000;
    assertThat(judge(8000)).isEqualTo(CLOCK_STEP);
    for (int delayMs = 7900; delayMs > 0; delayMs -= 100) {
      assertThat(judge(delayMs)).isEqualTo(LATE);
    }
    nowMs += SendDelay.SETTLED_AFTER_MS;
    assertThat(judge(0)).isEqualTo(FRESH);
  }

  @Test
  void aBacklogThatIsSentOffSlowlyIsLateToTheLastToo() {
    assertThat(judge(0)).isEqualTo(FRESH);
    nowMs += 8000;
    assertThat(judge(8000)).isEqualTo(CLOCK_STEP);
    for (int delayMs = 7900; delayMs > 0; delayMs -= 100) {
      nowMs += 20; // for longer than a delay needs to settle
      assertThat(judge(delayMs)).isEqualTo(LATE);
    }
  }

  @Test
  void aClockThatMakesNoSenseMovesNothingTwice() {
    assertThat(judge(0)).isEqualTo(FRESH);
    assertThat(judge(1e300)).isEqualTo(CLOCK_STEP);
    assertThat(judge(-1e300)).isEqualTo(CLOCK_STEP);
    assertThat(judge(1e300)).isEqualTo(CLOCK_STEP);
  }

  @Test
  void afterThirtySecondsOfSilenceTheMeasureBeginsAnew() {
    assertThat(judge(0)).isEqualTo(FRESH);
    nowMs += SendDelay.WITHIN_MS;
    assertThat(judge(7000)).isEqualTo(FRESH);
  }
}
