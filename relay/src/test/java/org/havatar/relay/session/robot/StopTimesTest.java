package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.session.ObservedMetrics;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;

/** Every stop that was offered to a robot is confirmed in time or counts as not confirmed. */
class StopTimesTest {
  private final ObservedMetrics seen = new ObservedMetrics();
  private final StopTimes times = new StopTimes(seen);

  private void confirmed(long stopId, long atMs) {
    times.onStopped(
        new Stopped(true, LatchKind.STOP, stopId, new Numbered(7, 1), new Stamp(1), 0), atMs);
  }

  private int unconfirmed() {
    return seen.figures("stop unconfirmed").size();
  }

  @Test
  void theLastMillisecondIsInTimeAndTheNextIsNot() {
    times.onOffered(1, 1000);
    times.onOffered(2, 1000);
    confirmed(1, 1500);
    assertThat(unconfirmed()).isZero();
    confirmed(2, 1501);
    assertThat(unconfirmed()).isEqualTo(1);
    assertThat(seen.figures("stop confirmed")).containsExactly(500L, 501L);
  }

  @Test
  void whenTheRobotGoesWhatIsOpenIsNotConfirmed() {
    times.onOffered(1, 1000);
    times.onOffered(2, 1000);
    times.onOffered(3, 1000);
    confirmed(2, 1100);
    times.close();
    assertThat(unconfirmed()).isEqualTo(2);
    times.close();
    times.onTick(9000);
    assertThat(unconfirmed()).as("each once").isEqualTo(2);
  }

  @Test
  void moreThanSixtyFourAtOnceAreNotMeasured() {
    for (int id = 1; id <= StopTimes.MOST + 1; id++) {
      times.onOffered(id, 1000);
    }
    times.onTick(1501);
    assertThat(unconfirmed()).isEqualTo(StopTimes.MOST);
  }
}
