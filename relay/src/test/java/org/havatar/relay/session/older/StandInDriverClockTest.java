package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.TakeLease;
import org.junit.jupiter.api.Test;

/** The node's clock may show anything, also moments around its zero. */
class StandInDriverClockTest extends StandInDriverScene {
  @Override
  long startMs() {
    return -5;
  }

  @Test
  void theFirstCommandGoesAtOnce() {
    lead();
    command(FULL);
    assertThat(drives()).hasSize(1);
  }

  @Test
  void theLeaseIsAskedForAtOnce() {
    meet();
    command(FULL);
    assertThat(all(TakeLease.class)).hasSize(1);
  }

  @Test
  void soDoesANeutralOfWhoDrivesWithNothingHeld() {
    lead();
    driver.onTick(nowMs);
    assertThat(drives()).hasSize(1);
  }

  @Test
  void theStartLatchIsReleasedAtOnce() {
    latch = LatchKind.STOP;
    lead();
    command(FULL);
    assertThat(all(ReleaseStop.class)).hasSize(1);
  }
}
