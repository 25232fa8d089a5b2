package org.havatar.relay.session.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RhythmTest {
  private final Rhythm rhythm = new Rhythm(1000, 1300);

  @Test
  void itIsDueAtItsTimeOnceAndNotAMillisecondEarlier() {
    assertThat(rhythm.isDue(1299)).isFalse();
    assertThat(rhythm.isDue(1300)).isTrue();
    assertThat(rhythm.isDue(1300)).isFalse();
    assertThat(rhythm.isDue(2299)).isFalse();
    assertThat(rhythm.isDue(2300)).isTrue();
  }

  @Test
  void aLateTurnPutsItOffOnceAndDoesNotMoveItsPhase() {
    assertThat(rhythm.isDue(1300)).isTrue();
    assertThat(rhythm.isDue(2750)).isTrue();
    assertThat(rhythm.isDue(3299)).isFalse();
    assertThat(rhythm.isDue(3300)).isTrue();
  }

  @Test
  void missedBeatsAreNotMadeUpFor() {
    assertThat(rhythm.isDue(9999)).isTrue();
    assertThat(rhythm.isDue(10_000)).isFalse();
    assertThat(rhythm.isDue(10_300)).isTrue();
  }
}
