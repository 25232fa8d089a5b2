package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BeaconsTest {
  @Test
  void theFirstIsDueAtOnceWhateverTheClockReads() {
    for (long nowMs : new long[] {-5000, 0, 5000}) {
      assertThat(new Beacons(nowMs).isDue(nowMs)).isTrue();
    }
  }

  @Test
  void theNextOneFollowsAfterAPeriodAndNotBefore() {
    Beacons beacons = new Beacons(1000);
    beacons.onSent(true, 1000);
    assertThat(beacons.isDue(1000 + Beacons.DRIVEN_MS - 1)).isFalse();
    assertThat(beacons.isDue(1000 + Beacons.DRIVEN_MS)).isTrue();
    beacons.onSent(false, 1020);
    assertThat(beacons.isDue(1020 + Beacons.IDLE_MS - 1)).isFalse();
    assertThat(beacons.isDue(1020 + Beacons.IDLE_MS)).isTrue();
  }

  @Test
  void aLateOneKeepsTheRhythmAndNothingIsMadeUpFor() {
    Beacons beacons = new Beacons(1000);
    beacons.onSent(true, 1005);
    assertThat(beacons.isDue(1019)).isFalse();
    assertThat(beacons.isDue(1020)).isTrue();
    beacons.onSent(true, 1500);
    assertThat(beacons.isDue(1509)).isFalse();
    assertThat(beacons.isDue(1510)).isTrue();
  }
}
