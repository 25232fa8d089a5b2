package org.havatar.transports.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FrameBudgetTest {
  private static final long NOW_MS = 1_000_000;
  private final FrameBudget budget = new FrameBudget(NOW_MS);

  private int takeAll(long nowMs) {
    int taken = 0;
    while (budget.take(nowMs)) {
      taken++;
    }
    return taken;
  }

  @Test
  void twoHundredAtOnceAndThenOneEveryHundredthOfASecond() {
    assertThat(takeAll(NOW_MS)).isEqualTo(FrameBudget.AT_ONCE);
    assertThat(budget.take(NOW_MS + 9)).isFalse();
    assertThat(budget.take(NOW_MS + 10)).isTrue();
    assertThat(budget.take(NOW_MS + 10)).isFalse();
    assertThat(takeAll(NOW_MS + 1010)).isEqualTo(FrameBudget.PER_SECOND);
  }

  @Test
  void aQuietTimeFillsItAndNoMore() {
    takeAll(NOW_MS);
    assertThat(takeAll(NOW_MS + 3_600_000)).isEqualTo(FrameBudget.AT_ONCE);
  }
}
