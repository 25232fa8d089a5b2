package org.havatar.transports.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.havatar.transports.wire.Numbered;
import org.junit.jupiter.api.Test;

class StopMemoryTest {
  private static final Numbered FIRST = new Numbered(7, 1);

  private final StopMemory stops = new StopMemory();

  @Test
  void theOldestIsForgottenOnlyWhenThereIsNoRoomForTheNewest() {
    for (long id = 1; id <= RegisterOptions.REMEMBERED_STOPS; id++) {
      stops.remember(id, FIRST, 0);
    }
    assertThat(stops.knows(1)).isTrue();
    stops.remember(5000, FIRST, 0);
    assertThat(stops.knows(1)).isFalse();
    assertThat(stops.knows(2)).isTrue();
    assertThat(stops.knows(5000)).isTrue();
  }

  @Test
  void aThousandAndTwentyFourAreRemembered() {
    assertThat(RegisterOptions.REMEMBERED_STOPS).isEqualTo(1024);
  }

  @Test
  void whoAsksForAStopThatIsNotRememberedHasErred() {
    assertThatThrownBy(() -> stops.get(3)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void zeroOutputSettlesEveryStopUpToItsLatchOnce() {
    stops.remember(1, FIRST, 100);
    stops.remember(2, FIRST.next(), 110);
    stops.remember(3, FIRST.next().next(), 120);
    assertThat(stops.confirm(FIRST.next(), 140))
        .containsExactly(
            new StopMemory.Seen(1, FIRST, 100, 40), new StopMemory.Seen(2, FIRST.next(), 110, 30));
    assertThat(stops.confirm(FIRST.next(), 150)).isEmpty();
    assertThat(stops.get(2).isConfirmed()).isTrue();
    assertThat(stops.get(3).isConfirmed()).isFalse();
  }

  @Test
  void aVeryLateConfirmationIsShownAsTheGreatestTime() {
    stops.remember(1, FIRST, 0);
    assertThat(stops.confirm(FIRST, 70_000))
        .containsExactly(new StopMemory.Seen(1, FIRST, 0, 0xFFFF));
  }
}
