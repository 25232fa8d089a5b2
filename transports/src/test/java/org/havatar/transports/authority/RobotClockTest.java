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
    assertThat(clock.silentMs(400)).isEqualTo(400);
    assertThat(clock.newest()).isEqualTo(new Stamp(100));
  }

  @Test
  void nothingIsProvenBeforeAStampOrAfterForgetting() {
    assertThat(clock.leastAgeMs(new Stamp(0), 0)).isEqualTo(Integer.MIN_VALUE);
    clock.onStamp(new Stamp(100), 0);
    clock.forget();
    assertThat(clock.silentMs(0)).isEqualTo(Integer.MAX_VALUE);
  }
}
