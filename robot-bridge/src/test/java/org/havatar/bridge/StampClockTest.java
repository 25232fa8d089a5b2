package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StampClockTest {
  @Test
  void theStampIsTheLow32Bits() {
    assertThat(StampClock.stampAt(0x1_0000_0005L).millis()).isEqualTo(5);
  }

  @Test
  void itStartsWhereItIsToldAndNeverStepsBack() {
    StampClock clock = StampClock.ofThisMachine(42);
    long first = clock.getAsLong();
    assertThat(first).isBetween(42L, 60_042L);
    assertThat(clock.getAsLong()).isGreaterThanOrEqualTo(first);
  }
}
