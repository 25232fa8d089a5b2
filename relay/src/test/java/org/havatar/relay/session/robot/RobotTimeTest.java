package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.session.connection.ClockLeaps;
import org.junit.jupiter.api.Test;

class RobotTimeTest {
  private final ClockLeaps leaps = new ClockLeaps();
  private final RobotTime time = new RobotTime(leaps);

  private long told() {
    return leaps.newest().number();
  }

  @Test
  void itsOwnLaneIsBlindAtEachLeapAndTheOthersAtMostOnceAMinute() {
    assertThat(time.isLeap(0, 0)).isFalse();
    assertThat(time.isLeap(3000, 9999)).isTrue();
    assertThat(told()).as("its first stamps may have been slow").isZero();
    assertThat(time.isLeap(3000, 10_000)).isTrue();
    assertThat(leaps.newest()).isEqualTo(new ClockLeaps.Leap(1, 3000));
    assertThat(time.isLeap(200, 69_999)).isTrue();
    assertThat(told()).isEqualTo(1);
    assertThat(time.isLeap(200, 70_000)).isTrue();
    assertThat(told()).isEqualTo(2);
  }

  @Test
  void stampsThatTheNodeMakesItselfShowNothing() {
    time.onHello(true);
    assertThat(time.isLeap(0, 0)).isFalse();
    assertThat(time.isLeap(3000, 20_000)).isFalse();
    assertThat(told()).isZero();
    time.onHello(false);
    assertThat(time.isLeap(3000, 30_000)).isTrue();
    assertThat(told()).isEqualTo(1);
  }

  @Test
  void aClockMayShowMomentsBeforeItsZero() {
    assertThat(time.isLeap(0, -30_000)).isFalse();
    assertThat(time.isLeap(3000, -20_001)).isTrue();
    assertThat(told()).isZero();
    assertThat(time.isLeap(3000, -20_000)).isTrue();
    assertThat(told()).isEqualTo(1);
  }
}
