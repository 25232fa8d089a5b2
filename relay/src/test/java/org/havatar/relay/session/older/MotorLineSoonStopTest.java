package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.junit.jupiter.api.Test;

/** A stop right after another: the robot stops already, and still its latch is confirmed. */
class MotorLineSoonStopTest extends MotorLineScene {
  private void another(long afterMs) {
    stop();
    nowMs += afterMs;
    line.stop(new Numbered(3, 10), Reason.LATCHED_STOP, nowMs);
  }

  private void tickAfter(long ms) {
    nowMs += ms;
    line.onTick(nowMs);
  }

  @Test
  void tenMillisecondsAfterTheOneBeforeItGoesAtOnce() {
    another(10);
    assertThat(written()).containsExactly(0, 0);
    answers(true);
    assertThat(outcomes).containsExactly("stopped 10");
  }

  @Test
  void soonerItGoesWithTheFirstTickThatIsTenMillisecondsAfter() {
    another(5);
    assertThat(written()).containsExactly(0);
    tickAfter(4);
    assertThat(written()).containsExactly(0);
    tickAfter(1);
    assertThat(written()).containsExactly(0, 0);
    tickAfter(10);
    assertThat(written()).as("said once, then in the rhythm").containsExactly(0, 0);
    tickAfter(10);
    assertThat(written()).containsExactly(0, 0, 0);
  }

  @Test
  void itIsConfirmedByAnAnswerToItselfAlone() {
    another(5);
    answers(true);
    assertThat(outcomes).containsExactly("stopped 9");
    tickAfter(5);
    answers(true);
    assertThat(outcomes).containsExactly("stopped 9", "stopped 10");
  }

  @Test
  void noSetpointGoesBeforeItThoughTheOneBeforeIsAnswered() {
    another(5);
    answers(true);
    set(200);
    assertThat(written()).containsExactly(0);
    tickAfter(5);
    assertThat(written()).containsExactly(0, 0);
    answers(true);
    assertThat(written()).containsExactly(0, 0, 200);
  }

  @Test
  void whenTheConnectionIsGoneItIsNotSaidAnyMore() {
    another(5);
    line.close();
    tickAfter(5);
    assertThat(written()).containsExactly(0);
  }
}
