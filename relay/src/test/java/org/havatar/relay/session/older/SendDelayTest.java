package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;
import static org.havatar.relay.session.older.SendDelay.Verdict.EARLY;
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
  void aDelayThatGrewNeverBecomesTheMeasureHoweverLongItStays() {
    assertThat(judge(0)).isEqualTo(FRESH);
    for (int i = 0; i < 3600; i++) {
      nowMs += 1000;
      assertThat(judge(3000)).isEqualTo(LATE);
    }
    assertThat(judge(0)).as("the former delay opens again").isEqualTo(FRESH);
    assertThat(judge(800)).isEqualTo(FRESH);
    assertThat(judge(801)).isEqualTo(LATE);
  }

  @Test
  void aProgramThatStalledForEightSecondsAndGoesOnOneInOneOutIsLateForEver() {
    assertThat(judge(0)).isEqualTo(FRESH);
    nowMs += 8000;
    assertThat(judge(8000)).isEqualTo(LATE);
    for (int i = 0; i < 6000; i++) {
      nowMs += 100;
      assertThat(judge(8000)).isEqualTo(LATE);
    }
  }

  @Test
  void aQueueThatGrowsSlowlyIsNoticed() {
    double waitedMs = 0;
    while (judge(waitedMs) == FRESH) {
      nowMs += 100;
      waitedMs += 2.5; // 25 ms a second
    }
    assertThat(waitedMs).isBetween(800.0, 840.0);
    nowMs += 100;
    assertThat(judge(waitedMs)).isEqualTo(LATE);
  }

  @Test
  void twoClocksThatDriftAsFastAsClocksMayStayTogether() {
    for (int s = 0; s < 7200; s++) {
      assertThat(judge(s * 0.99)).isEqualTo(FRESH);
      nowMs += 1000;
    }
    assertThat(judge(7200 * 0.99 + 801)).isEqualTo(LATE);
  }

  @Test
  void aLongSilenceExcusesABoundedDrift() {
    assertThat(judge(0)).isEqualTo(FRESH);
    nowMs += 100_000;
    assertThat(judge(900)).isEqualTo(FRESH);
    assertThat(judge(901)).isEqualTo(LATE);
    nowMs += 24 * 3_600_000L;
    assertThat(judge(1600)).isEqualTo(FRESH);
    assertThat(judge(1601)).isEqualTo(LATE);
  }

  @Test
  void whatIsMuchQuickerThanAllBeforeShowsThatThoseWereOlder() {
    assertThat(judge(0)).isEqualTo(FRESH);
    assertThat(judge(-100)).isEqualTo(FRESH);
    assertThat(judge(-200.5)).isEqualTo(EARLY);
    assertThat(judge(-200.5)).isEqualTo(FRESH);
    assertThat(judge(-3_600_000)).as("the sender's clock was set forward").isEqualTo(EARLY);
    assertThat(judge(-3_600_000)).isEqualTo(FRESH);
    assertThat(judge(-3_600_000 + 801)).isEqualTo(LATE);
  }

  @Test
  void whatGetsQuickerBitByBitWithinASecondShowsItToo() {
    assertThat(judge(0)).isEqualTo(FRESH);
    assertThat(judge(-60)).isEqualTo(FRESH);
    nowMs += 999;
    assertThat(judge(-101)).isEqualTo(EARLY);
    nowMs += 1000;
    assertThat(judge(-160)).isEqualTo(FRESH);
    nowMs += 1000;
    assertThat(judge(-220)).as("over more than a second it is luck, or drift").isEqualTo(FRESH);
  }

  @Test
  void aClockThatIsSetForwardWhileCommandsWaitHidesHowLongSoNothingMoreCounts() {
    assertThat(judge(0)).isEqualTo(FRESH);
    assertThat(judge(8000)).isEqualTo(LATE);
    assertThat(judge(8000 - 3_600_000)).isEqualTo(LATE);
    for (double delayMs : new double[] {8000 - 3_600_000, 0, -3_600_000, 8000}) {
      nowMs += 1000;
      assertThat(judge(delayMs)).isEqualTo(LATE);
    }
  }

  @Test
  void whatWaitedInItsSendersProgramIsLateUntilTheFormerDelayIsBack() {
    assertThat(judge(0)).isEqualTo(FRESH);
    nowMs += 8000;
    assertThat(judge(8000)).isEqualTo(LATE);
    for (int delayMs = 7900; delayMs > 800; delayMs -= 100) {
      nowMs += 20;
      assertThat(judge(delayMs)).isEqualTo(LATE);
    }
    assertThat(judge(0)).isEqualTo(FRESH);
  }

  @Test
  void aClockThatIsSetForwardALittleWhileCommandsWaitHidesItToo() {
    assertThat(judge(0)).isEqualTo(FRESH);
    assertThat(judge(4000)).isEqualTo(LATE);
    assertThat(judge(-2000)).as("4 s old still, on a clock that is 6 s ahead now").isEqualTo(LATE);
    nowMs += 1000;
    assertThat(judge(-2000)).isEqualTo(LATE);
  }

  @Test
  void whatWaitsWhileOurOwnClockStandsStillIsNoQuickerAfterIt() {
    assertThat(judge(0)).isEqualTo(FRESH);
    delay.onLeap(3000);
    assertThat(judge(0)).as("by our clock as quick as before: 3 s late").isEqualTo(LATE);
    assertThat(judge(-3000)).isEqualTo(FRESH);
  }

  @Test
  void aStampThatStandsStillGrowsOld() {
    double sentMs = CLOCK + nowMs;
    assertThat(delay.judge(sentMs, nowMs)).isEqualTo(FRESH);
    nowMs += 800;
    assertThat(delay.judge(sentMs, nowMs)).isEqualTo(FRESH);
    nowMs += 2;
    assertThat(delay.judge(sentMs, nowMs)).isEqualTo(LATE);
  }

  @Test
  void aClockThatMakesNoSenseMovesNothingTwice() {
    assertThat(judge(0)).isEqualTo(FRESH);
    assertThat(judge(1e300)).isEqualTo(LATE);
    assertThat(judge(-1e300)).isEqualTo(LATE);
    assertThat(judge(1e300)).isEqualTo(LATE);
    assertThat(judge(0)).isEqualTo(LATE);
    assertThat(new SendDelay().judge(Double.NaN, nowMs)).isEqualTo(LATE);
    assertThat(new SendDelay().judge(Double.POSITIVE_INFINITY, nowMs)).isEqualTo(LATE);
  }

  @Test
  void aCommandWithoutAStampIsAsLateAsTheLastThatHadOne() {
    assertThat(delay.judgeUnstamped()).isEqualTo(FRESH);
    judge(0);
    assertThat(delay.judgeUnstamped()).isEqualTo(FRESH);
    judge(801);
    assertThat(delay.judgeUnstamped()).isEqualTo(LATE);
    judge(0);
    assertThat(delay.judgeUnstamped()).isEqualTo(FRESH);
  }

  @Test
  void onceNothingMoreCountsNothingWithoutAStampCountsEither() {
    judge(0);
    judge(8000);
    judge(-3_600_000);
    assertThat(delay.judgeUnstamped()).isEqualTo(LATE);
    judge(0);
    assertThat(delay.judgeUnstamped()).isEqualTo(LATE);
  }

  @Test
  void aHundredMillisecondsQuickerThanTheFormerDelayIsItsReturn() {
    judge(0);
    judge(4000);
    assertThat(judge(-100)).isEqualTo(FRESH);
    assertThat(judge(0)).isEqualTo(FRESH);
  }

  @Test
  void afterASecondTheLeastOfThenCounts() {
    judge(0);
    nowMs += 10;
    judge(-60);
    nowMs += 990;
    assertThat(judge(-120)).isEqualTo(FRESH);
  }

  @Test
  void withinEachFurtherSecondWhatGetsQuickerBitByBitShowsItToo() {
    judge(0);
    nowMs += 1000;
    judge(0);
    nowMs += 10;
    assertThat(judge(-60)).isEqualTo(FRESH);
    nowMs += 10;
    assertThat(judge(-120)).isEqualTo(EARLY);
  }

  @Test
  void whatIsSlowerByJustTheDriftIsTheNewMeasure() {
    judge(0);
    nowMs += 800_000;
    assertThat(judge(800)).isEqualTo(FRESH);
    nowMs += 800_000;
    assertThat(judge(2400)).isEqualTo(FRESH);
    assertThat(judge(2400.5)).isEqualTo(LATE);
  }
}
