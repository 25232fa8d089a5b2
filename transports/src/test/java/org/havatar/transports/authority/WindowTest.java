package org.havatar.transports.authority;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Sequence;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final Numbered TERM = new Numbered(1, 1);

  private final Window window = new Window();

  @Test
  void closesWhenTheOldestUnacknowledgedIsOlderThanTheFloor() {
    window.onSent(TERM, new Sequence(1), 1000);
    assertThat(window.isOpen(1150)).isTrue();
    assertThat(window.isOpen(1151)).isFalse();
  }

  @Test
  void aSlowPathWidensItToTwiceItsLeastRoundTrip() {
    window.onSent(TERM, new Sequence(1), 0);
    window.onAck(TERM, new Sequence(1), 200);
    window.onSent(TERM, new Sequence(2), 1000);
    assertThat(window.isOpen(1400)).isTrue();
    assertThat(window.isOpen(1401)).isFalse();
  }

  @Test
  void anAcknowledgementSettlesEveryEarlierSetpoint() {
    window.onSent(TERM, new Sequence(1), 0);
    window.onSent(TERM, new Sequence(2), 20);
    window.onAck(TERM, new Sequence(2), 40);
    assertThat(window.isOpen(10_000)).isTrue();
  }

  @Test
  void anAcknowledgementOfAnotherTermSettlesNothing() {
    window.onSent(TERM, new Sequence(1), 0);
    window.onAck(TERM.next(), new Sequence(1), 40);
    assertThat(window.isOpen(151)).isFalse();
  }

  @Test
  void neverMoreThanSixtyFourAreUnderWay() {
    for (int i = 0; i < 63; i++) {
      window.onSent(TERM, new Sequence(i), 0);
    }
    assertThat(window.isOpen(0)).isTrue();
    window.onSent(TERM, new Sequence(63), 0);
    assertThat(window.isOpen(0)).isFalse();
  }

  @Test
  void aPongSettlesWhatWentBeforeItsPingSoALostAcknowledgementDoesNotCloseItForEver() {
    window.onSent(TERM, new Sequence(1), 0);
    window.onSent(TERM, new Sequence(2), 100);
    window.onPong(100);
    assertThat(window.isOpen(250)).isTrue();
    assertThat(window.isOpen(251)).isFalse();
  }

  @Test
  void aNewConnectionBeginsWithNothingUnderWay() {
    window.onSent(TERM, new Sequence(1), 0);
    window.reset();
    assertThat(window.isOpen(10_000)).isTrue();
  }

  @Test
  void anAcknowledgementOfAnUnknownSequenceSettlesNothingAndSaysSo() {
    window.onSent(TERM, new Sequence(1), 0);
    assertThat(window.onAck(TERM, new Sequence(2), 40)).isFalse();
    assertThat(window.isOpen(151)).isFalse();
    assertThat(window.onAck(TERM, new Sequence(1), 152)).isTrue();
    assertThat(window.isOpen(152)).isTrue();
  }

  @Test
  void aQuickPathNeverNarrowsItBelowTheFloor() {
    window.onSent(TERM, new Sequence(1), 1000);
    window.onAck(TERM, new Sequence(1), 1010);
    window.onSent(TERM, new Sequence(2), 2000);
    assertThat(window.isOpen(2150)).isTrue();
    assertThat(window.isOpen(2151)).isFalse();
  }

  @Test
  void aSlowAcknowledgementAfterAQuickOneWidensNothing() {
    window.onSent(TERM, new Sequence(1), 1000);
    window.onAck(TERM, new Sequence(1), 1100);
    window.onSent(TERM, new Sequence(2), 2000);
    window.onAck(TERM, new Sequence(2), 2400);
    window.onSent(TERM, new Sequence(3), 3000);
    assertThat(window.isOpen(3200)).isTrue();
    assertThat(window.isOpen(3201)).isFalse();
  }

  @Test
  void aPongMayFindNothingUnderWay() {
    window.onSent(TERM, new Sequence(1), 0);
    window.onPong(1);
    window.onPong(2);
    assertThat(window.isOpen(10_000)).isTrue();
  }

  @Test
  void aNewConnectionKnowsNothingOfTheFormerOnesRoundTrip() {
    window.onSent(TERM, new Sequence(1), 0);
    window.onAck(TERM, new Sequence(1), 300);
    window.reset();
    window.onSent(TERM, new Sequence(2), 1000);
    assertThat(window.isOpen(1151)).isFalse();
    window.onAck(TERM, new Sequence(2), 1200);
    window.onSent(TERM, new Sequence(3), 2000);
    assertThat(window.isOpen(2400)).isTrue();
    assertThat(window.isOpen(2401)).isFalse();
  }
}
