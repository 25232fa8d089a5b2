package org.havatar.transports.clock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BootTimeClockTest {
  private long nanos = 5_000_000_000L;
  private long uptimeMs = 70_000;

  private BootTimeClock clock() {
    return new BootTimeClock(() -> nanos, () -> uptimeMs, 1000);
  }

  private void awake(long ms) {
    nanos += ms * 1_000_000;
    uptimeMs += ms;
  }

  @Test
  void itStartsWhereItIsTold() {
    assertThat(clock().getAsLong()).isEqualTo(1000);
  }

  @Test
  void itFollowsTheMonotonicClockToTheMillisecond() {
    BootTimeClock clock = clock();
    awake(7);
    assertThat(clock.getAsLong()).isEqualTo(1007);
  }

  @Test
  void aSuspendCountsAtTheFirstReadingAfterIt() {
    BootTimeClock clock = clock();
    awake(10);
    uptimeMs += 60_000;
    assertThat(clock.getAsLong()).isEqualTo(61_010);
    awake(5);
    assertThat(clock.getAsLong()).isEqualTo(61_015);
  }

  @Test
  void twoSuspendsAddUp() {
    BootTimeClock clock = clock();
    uptimeMs += 500;
    assertThat(clock.getAsLong()).isEqualTo(1500);
    uptimeMs += 700;
    assertThat(clock.getAsLong()).isEqualTo(2200);
  }

  @Test
  void theCoarseStepsOfUptimeAddNothing() {
    BootTimeClock clock = clock();
    uptimeMs += BootTimeClock.JITTER_MS;
    assertThat(clock.getAsLong()).isEqualTo(1000);
    uptimeMs += 1;
    assertThat(clock.getAsLong()).isEqualTo(1000 + BootTimeClock.JITTER_MS + 1);
  }

  @Test
  void itNeverGoesBackWhenUptimeDoes() {
    BootTimeClock clock = clock();
    uptimeMs += 500;
    clock.getAsLong();
    uptimeMs -= 300;
    assertThat(clock.getAsLong()).isEqualTo(1500);
  }

  @Test
  void withoutUptimeItStillTellsTheTime() {
    uptimeMs = -1;
    BootTimeClock clock = clock();
    nanos += 20_000_000;
    assertThat(clock.getAsLong()).isEqualTo(1020);
  }

  @Test
  void thisMachinesClockCanBeRead() {
    BootTimeClock clock = BootTimeClock.ofThisMachine(42);
    assertThat(clock.getAsLong()).isBetween(42L, 60_000L);
  }
}
