package org.havatar.transports.authority;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.Test;

class RobotClockTest {
  private final RobotClock clock = new RobotClock();

  @Test
  void anEchoIsAtLeastAsOldAsTheTimeSinceItsStampCame() {
    clock.onStamp(new Stamp(-10), 5000);
    assertThat(clock.leastAgeMs(new Stamp(-10), 5000)).isZero();
    assertThat(clock.leastAgeMs(new Stamp(-10), 5300)).isEqualTo(300);
    assertThat(clock.leastAgeMs(new Stamp(-30), 5300)).isEqualTo(320);
  }

  @Test
  void anOlderStampThatComesLateChangesNothing() {
    clock.onStamp(new Stamp(100), 0);
    clock.onStamp(new Stamp(50), 400);
    assertThat(clock.leastAgeMs(new Stamp(100), 400)).isEqualTo(400);
    assertThat(clock.newest()).isEqualTo(new Stamp(100));
  }

  @Test
  void nothingIsProvenBeforeAStampOrAfterForgetting() {
    assertThat(clock.leastAgeMs(new Stamp(0), 0)).isEqualTo(Integer.MIN_VALUE);
    clock.onStamp(new Stamp(100), 0);
    clock.forget();
    assertThat(clock.leastAgeMs(new Stamp(0), 0)).isEqualTo(Integer.MIN_VALUE);
    assertThat(clock.newest()).isNull();
  }

  @Test
  void stampsThatWaitedInAQueueDoNotMakeOldEchoesYoung() {
    Stamp atStart = new Stamp(Integer.MAX_VALUE - 1000);
    clock.onStamp(atStart, 10_000); // came at once
    for (int i = 1; i <= 150; i++) {
      clock.onStamp(atStart.plusMs(i * 20), 13_000 + i); // three seconds of them, in a burst
    }
    assertThat(clock.leastAgeMs(atStart.plusMs(3000), 13_150)).isEqualTo(150);
    assertThat(clock.leastAgeMs(atStart.plusMs(1000), 13_150)).isEqualTo(2150);
    assertThat(clock.newest()).isEqualTo(atStart.plusMs(3000));
  }

  @Test
  void aPathThatHasBecomeSlowerIsBelievedAfterAWhile() {
    Stamp atStart = new Stamp(5);
    clock.onStamp(atStart, 0);
    for (int ms = 100; ms <= 3 * RobotClock.WINDOW_MS; ms += 100) {
      clock.onStamp(atStart.plusMs(ms - 80), ms); // 80 ms slower, or the clocks drift
    }
    int ms = 3 * (int) RobotClock.WINDOW_MS;
    assertThat(clock.leastAgeMs(atStart.plusMs(ms - 80), ms)).isZero();
  }

  @Test
  void aStampThatIsAheadOfAllBeforeShowsThatOurClockStoodStill() {
    Stamp atStart = new Stamp(Integer.MAX_VALUE - 50);
    assertThat(clock.onStamp(atStart, 1000)).isZero();
    assertThat(clock.onStamp(atStart.plusMs(120), 1020)).as("100 ms ahead").isZero();
    assertThat(clock.onStamp(atStart.plusMs(241), 1040)).as("101 ms more").isEqualTo(101);
    assertThat(clock.onStamp(atStart.plusMs(261), 1060)).as("told once").isZero();
    assertThat(clock.onStamp(atStart.plusMs(281), 1900)).as("late").isZero();
    assertThat(clock.onStamp(atStart.plusMs(1121), 1920)).as("and prompt again").isZero();
  }

  @Test
  void driftExcusesAMillisecondASecond() {
    clock.onStamp(new Stamp(0), 0);
    assertThat(clock.onStamp(new Stamp(20_120), 20_000)).isZero();
    clock.forget();
    clock.onStamp(new Stamp(0), 0);
    assertThat(clock.onStamp(new Stamp(20_121), 20_000)).isEqualTo(121);
    clock.forget();
    assertThat(clock.onStamp(new Stamp(90_000), 20_001)).as("another clock").isZero();
  }

  @Test
  void aNetworkThatWasSlowForAMinuteAndIsQuickAgainIsNoLeap() {
    clock.onStamp(new Stamp(0), 0);
    for (int ms = 100; ms < RobotClock.LEAP_WINDOW_MS; ms += 100) {
      assertThat(clock.onStamp(new Stamp(ms - 300), ms)).isZero();
    }
    assertThat(clock.onStamp(new Stamp(60_000), 60_000)).isZero();
  }

  @Test
  void theBestBoundOfTheFormerWindowCountsToItsEndAndNoLonger() {
    clock.onStamp(new Stamp(0), 0); // came at once
    clock.onStamp(new Stamp(4999 - 80), 4999); // 80 ms slower from here on
    clock.onStamp(new Stamp(5000 - 80), 5000);
    assertThat(clock.leastAgeMs(new Stamp(5000), 5000)).isZero();
    clock.onStamp(new Stamp(9999 - 80), 9999);
    assertThat(clock.leastAgeMs(new Stamp(9999), 9999)).isZero();
    clock.onStamp(new Stamp(10_000 - 80), 10_000);
    assertThat(clock.leastAgeMs(new Stamp(10_000 - 80), 10_000)).isZero();
  }

  @Test
  void theFormerWindowsBoundCountsWhereverOurClockBegan() {
    clock.onStamp(new Stamp(0), 1_000_000);
    clock.onStamp(new Stamp(5000 - 80), 1_005_000);
    assertThat(clock.leastAgeMs(new Stamp(5000), 1_005_000)).isZero();
  }

  @Test
  void driftIsExcusedSinceTheNewestOfEqualBounds() {
    clock.onStamp(new Stamp(0), 0);
    clock.onStamp(new Stamp(10_000), 10_000);
    assertThat(clock.onStamp(new Stamp(20_110), 20_000)).isZero();
    clock.forget();
    clock.onStamp(new Stamp(0), 0);
    clock.onStamp(new Stamp(10_000), 10_000);
    assertThat(clock.onStamp(new Stamp(20_111), 20_000)).isEqualTo(111);
  }

  @Test
  void aPromptStampIsALeapTwoMinutesAfterTheLastPromptOne() {
    clock.onStamp(new Stamp(0), 0);
    clock.onStamp(new Stamp(60_000 - 300), 60_000);
    assertThat(clock.onStamp(new Stamp(119_999), 119_999)).isZero();
    clock.forget();
    clock.onStamp(new Stamp(0), 180_000);
    clock.onStamp(new Stamp(60_000 - 300), 240_000);
    clock.onStamp(new Stamp(120_000 - 300), 300_000);
    assertThat(clock.onStamp(new Stamp(120_020), 300_020)).isEqualTo(300);
  }

  @Test
  void aBetterBoundOfTheNewWindowCountsAtOnce() {
    clock.onStamp(new Stamp(-80), 0);
    clock.onStamp(new Stamp(5000), 5000);
    assertThat(clock.leastAgeMs(new Stamp(5000), 5000)).isZero();
    clock.onStamp(new Stamp(5100 - 80), 5100);
    assertThat(clock.leastAgeMs(new Stamp(5100), 5100)).isZero();
  }

  @Test
  void theWindowEndsAtItsEnd() {
    clock.onStamp(new Stamp(0), 0);
    clock.onStamp(new Stamp(4999 - 80), 4999);
    clock.onStamp(new Stamp(9998 - 80), 9998); // a new window, and the former one's bound
    assertThat(clock.leastAgeMs(new Stamp(9998), 9998)).isZero();
    clock.onStamp(new Stamp(14_998 - 80), 14_998); // five seconds later: another one
    assertThat(clock.leastAgeMs(new Stamp(14_998 - 80), 14_998)).isZero();
  }

  @Test
  void aWindowLongAgoSaysNothing() {
    clock.onStamp(new Stamp(0), 0);
    clock.onStamp(new Stamp(10_000 - 80), 10_000);
    assertThat(clock.leastAgeMs(new Stamp(10_000 - 80), 10_000)).isZero();
  }

  @Test
  void aWindowThatEndedAMomentBeforeThatSaysMuch() {
    clock.onStamp(new Stamp(0), 0);
    clock.onStamp(new Stamp(9999 - 80), 9999);
    assertThat(clock.leastAgeMs(new Stamp(9999), 9999)).isZero();
  }

  @Test
  void forgettingTakesTheFormerWindowToo() {
    clock.onStamp(new Stamp(0), 0);
    clock.onStamp(new Stamp(5000), 5000);
    clock.forget();
    clock.onStamp(new Stamp(70), 5100);
    assertThat(clock.leastAgeMs(new Stamp(70), 5100)).isZero();
  }

  @Test
  void theBetterOfTwoBoundsIsTheLaterOneAlsoWhereTheClocksWrap() {
    int start = Integer.MAX_VALUE - 10;
    clock.onStamp(new Stamp(start), 0);
    clock.onStamp(new Stamp(start + 30), 10); // came 20 ms sooner, and beyond the wrap
    clock.onStamp(new Stamp(start + 15), 20);
    assertThat(clock.leastAgeMs(new Stamp(start), 20)).isEqualTo(40);
  }
}
