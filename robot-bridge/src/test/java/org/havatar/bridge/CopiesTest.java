package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.Test;

class CopiesTest {
  private static final Numbered FORMER = new Numbered(5, 2);
  private static final Numbered TERM = new Numbered(5, 3);

  private final Copies copies = new Copies();

  private static Drive drive(Numbered term, int sequence) {
    return new Drive(term, new Sequence(sequence), new Stamp(1), 800, 0, 500, 500);
  }

  private static Ack ack(Numbered term, int sequence) {
    return new Ack(Reason.ACCEPTED, term, new Sequence(sequence), new Stamp(2), 1, 1000, 500, 500);
  }

  @Test
  void theNewestSixtyFourAreKnownAlsoWhereTheNumbersWrap() {
    for (int i = -40; i < Copies.KEPT - 39; i++) {
      copies.onAnswered(ack(TERM, i), TERM);
    }
    assertThat(copies.answerTo(drive(TERM, -40), TERM)).isNull();
    assertThat(copies.answerTo(drive(TERM, -39), TERM)).isEqualTo(ack(TERM, -39));
    assertThat(copies.answerTo(drive(TERM, 24), TERM)).isEqualTo(ack(TERM, 24));
    assertThat(copies.answerTo(drive(TERM, 25), TERM)).isNull();
  }

  @Test
  void theSameNumberInAnotherTermIsAnotherSetpoint() {
    copies.onAnswered(ack(FORMER, 7), FORMER);
    assertThat(copies.answerTo(drive(TERM, 7), TERM)).isNull();
    assertThat(copies.answerTo(drive(FORMER, 7), TERM)).isNull();
    copies.onAnswered(ack(TERM, 7), TERM);
    assertThat(copies.answerTo(drive(FORMER, 7), TERM)).isNull();
  }

  @Test
  void whatCameBeforeItsTermBeganIsJudgedWhenItComesInIt() {
    copies.onAnswered(ack(TERM, 7), FORMER);
    assertThat(copies.answerTo(drive(TERM, 7), TERM)).isNull();
  }
}
