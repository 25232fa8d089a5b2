package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromotionTest {
  private static final long NOW_MS = 100_000;

  private final Promotion promotion = new Promotion();

  private boolean isDue(long primaryAgeMs, long standbyAgeMs, long nowMs) {
    return promotion.isDue(way(nowMs - primaryAgeMs), way(nowMs - standbyAgeMs), true, nowMs);
  }

  private static Promotion.Way way(long echoedMs) {
    return new Promotion.Way(true, echoedMs);
  }

  private static Promotion.Way gone() {
    return new Promotion.Way(false, NOW_MS);
  }

  /** Ages of the newest echoes, in milliseconds. */
  @ParameterizedTest
  @CsvSource({
    "true, 0, 0, false",
    "true, 249, 0, false",
    "true, 250, 0, true",
    "true, 349, 100, false",
    "true, 350, 100, true",
    "true, 450, 251, false",
    "true, 5000, 251, false",
    "true, 5000, 250, true",
    "true, 100, 0, false",
    "true, 0, 500, false",
    "false, 2499, 0, false",
    "false, 2500, 0, true",
    "false, 2999, 1000, false",
  })
  void theStandbyMustBeFresherByTheMarginAndGood(
      boolean driven, long primaryAgeMs, long standbyAgeMs, boolean due) {
    Promotion.Way primary = way(NOW_MS - primaryAgeMs);
    Promotion.Way standby = way(NOW_MS - standbyAgeMs);
    assertThat(promotion.isDue(primary, standby, driven, NOW_MS)).isEqualTo(due);
  }

  @Test
  void aPrimaryThatIsGoneOrLeavesIsLeftAtOnceAlsoForOneThatIsNotProved() {
    promotion.onPromoted();
    assertThat(promotion.isDue(gone(), way(NOW_MS), true, NOW_MS)).isTrue();
    assertThat(promotion.isDue(gone(), way(NOW_MS - 400), true, NOW_MS)).isTrue();
  }

  @Test
  void withoutAStandbyNothingIsDue() {
    assertThat(promotion.isDue(gone(), gone(), true, NOW_MS)).isFalse();
    assertThat(promotion.isDue(way(0), gone(), true, NOW_MS)).isFalse();
  }

  @Test
  void whatWasLeftMustHaveBeenGoodForTwoSecondsBeforeFreshnessLeadsBack() {
    promotion.onPromoted();
    for (int ms = 0; ms < Promotion.PROVED_MS; ms += 5) {
      assertThat(isDue(300, 0, NOW_MS + ms)).isFalse();
    }
    assertThat(isDue(300, 0, NOW_MS + Promotion.PROVED_MS)).isTrue();
  }

  @Test
  void aBadMomentBeginsTheTwoSecondsAnew() {
    promotion.onPromoted();
    isDue(0, 0, NOW_MS);
    isDue(0, 251, NOW_MS + 1500);
    isDue(0, 0, NOW_MS + 1505);
    assertThat(isDue(300, 0, NOW_MS + 2500)).isFalse();
    assertThat(isDue(300, 0, NOW_MS + 3505)).isTrue();
  }
}
