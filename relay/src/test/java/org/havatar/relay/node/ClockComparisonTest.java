package org.havatar.relay.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClockComparisonTest {
  private final ClockComparison clock = new ClockComparison();

  @ParameterizedTest
  @CsvSource({
    "1000, 0", "1020, 0", "1040, 0", // anywhere between question and answer
    "999, 1", "500, 500", "499, 501", // ours is ahead
    "1041, -1", "1540, -500", "1541, -501" // ours is behind
  })
  void onlyWhatLiesOutsideOfQuestionAndAnswerIsOff(long sharedMs, long aheadMs) {
    clock.onTold(sharedMs, 1000, 1040);
    assertThat(clock.aheadMs()).isEqualTo(aheadMs);
    assertThat(clock.fault().isPresent()).isEqualTo(Math.abs(aheadMs) > 500);
  }

  @Test
  void theFaultTellsHowFarAndWhatToDoAndGoesWhenTheClockIsSet() {
    clock.onTold(10_000, 11_000, 11_002);
    assertThat(clock.fault())
        .contains("This node's clock is 1000 ms ahead of that of the store. Set it by NTP.");
    clock.onTold(10_000, 9_000, 9_001);
    assertThat(clock.fault())
        .hasValueSatisfying(text -> assertThat(text).contains("999 ms behind"));
    clock.onTold(10_000, 10_000, 10_001);
    assertThat(clock.fault()).isEmpty();
  }

  @Test
  void aClockThatIsSetBackWhileTheAnswerIsOnItsWayCountsFromTheQuestion() {
    clock.onTold(10_000, 10_000, 4_000);
    assertThat(clock.aheadMs()).isZero();
  }
}
