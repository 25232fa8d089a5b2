package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.StopPressed;
import org.junit.jupiter.api.Test;

/**
 * Who pressed is told at once, and nobody presses so often that others are told of nothing else.
 */
class PressedStopsTest {
  private final PressedStops stops = new PressedStops();

  private static StopPressed press(long id, long holder) {
    return new StopPressed("tank-1", id, holder, "x");
  }

  @Test
  void theFirstIsToldAtOnceAndThenTheNewestOncePerSecond() {
    assertThat(stops.isToldAtOnce(press(1, 7), 0)).isTrue();
    for (int id = 2; id <= 100; id++) {
      assertThat(stops.isToldAtOnce(press(id, 7), 10)).isFalse();
    }
    assertThat(stops.due(PressedStops.TELL_EVERY_MS - 1)).isEmpty();
    assertThat(stops.due(PressedStops.TELL_EVERY_MS)).containsExactly(press(100, 7));
    assertThat(stops.due(PressedStops.TELL_EVERY_MS + 1)).isEmpty();
    assertThat(stops.isToldAtOnce(press(101, 7), PressedStops.TELL_EVERY_MS + 1)).isFalse();
    assertThat(stops.isToldAtOnce(press(102, 7), 3 * PressedStops.TELL_EVERY_MS)).isTrue();
  }

  @Test
  void everyPresserHasATurnOfItsOwn() {
    stops.isToldAtOnce(press(1, 7), 0);
    assertThat(stops.isToldAtOnce(press(2, 8), 0)).isTrue();
    assertThat(stops.isToldAtOnce(press(3, 7), 0)).isFalse();
  }

  @Test
  void beyondTheBoundTheyShareOne() {
    for (int holder = 1; holder <= PressedStops.MOST_TOLD_APART; holder++) {
      assertThat(stops.isToldAtOnce(press(holder, holder), 0)).isTrue();
    }
    assertThat(stops.isToldAtOnce(press(101, 101), 0)).isTrue();
    assertThat(stops.isToldAtOnce(press(102, 102), 0)).isFalse();
    assertThat(stops.isToldAtOnce(press(103, 103), 0)).isFalse();
    assertThat(stops.due(PressedStops.TELL_EVERY_MS)).containsExactly(press(103, 103));
  }
}
