package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Setpoints for an older robot: one under way, one that waits (PROTOCOL.md §11). */
class MotorLineTest extends MotorLineScene {
  @Test
  void oneIsUnderWayTheNewestWaitsAndGoesWhenTheFirstIsAnswered() {
    set(200);
    set(400);
    set(600);
    assertThat(written()).containsExactly(200);
    assertThat(outcomes).containsExactly("2 SUPERSEDED");
    assertThat(answers(true)).isFalse();
    assertThat(written()).containsExactly(200, 600);
    assertThat(outcomes).containsExactly("2 SUPERSEDED", "1 executed");
    answers(true);
    assertThat(written()).hasSize(2);
    assertThat(outcomes).endsWith("3 executed");
  }

  @Test
  void whatItIsToldIsWhatItIsKnownToDo() {
    assertThat(line.isMoving()).isFalse();
    set(200, -400);
    assertThat(line.leftPermille()).isEqualTo(200);
    assertThat(line.rightPermille()).isEqualTo(-400);
    MotorControl told = link.last(MotorControl.class);
    assertThat(told.id()).isEqualTo("\"1\"");
    assertThat(told.rightPermille()).isEqualTo(-400);
    assertThat(told.timestampMs()).isEqualTo(1.8e12);
  }

  @ParameterizedTest
  @CsvSource({"200, 0, true", "0, 200, true", "0, 0, false"})
  void itMovesWithOneTrackToo(int left, int right, boolean moves) {
    set(left, right);
    assertThat(line.isMoving()).isEqualTo(moves);
  }

  @ParameterizedTest
  @CsvSource({"99, true", "100, false"})
  void whatHasWaitedForItsHoldIsNotWrittenAnyMore(long waitedMs, boolean isWritten) {
    set(200);
    set(400);
    nowMs += waitedMs;
    answers(true);
    assertThat(written().contains(400)).isEqualTo(isWritten);
    assertThat(outcomes.contains("2 BOARD_SILENT")).isEqualTo(!isWritten);
  }

  @Test
  void whatWaitsIsJudgedAgainEvenWhileItCannotGo() {
    set(200);
    set(400);
    refusal = Reason.TERM_OLD;
    line.onTick(nowMs);
    assertThat(outcomes).containsExactly("2 TERM_OLD");
    refusal = null;
    answers(true);
    assertThat(written()).containsExactly(200);
  }

  @ParameterizedTest
  @CsvSource({"200, 49, false", "200, 50, true", "0, 999, false", "0, 1000, true"})
  void theSameIsWrittenAgainWhenItIsAWhileAgo(int permille, long agoMs, boolean isWritten) {
    set(permille);
    answers(true);
    nowMs += agoMs;
    set(permille);
    assertThat(written()).hasSize(isWritten ? 2 : 1);
    assertThat(outcomes.contains("2 executed")).isEqualTo(!isWritten);
  }

  @ParameterizedTest
  @CsvSource({"200, 400", "400, 200", "0, 0"})
  void whatDiffersInOneTrackIsAnother(int left, int right) {
    set(200, 200);
    answers(true);
    set(left, right);
    assertThat(written()).hasSize(2);
  }

  @Test
  void aRobotThatWasToldNothingYetIsToldThatItRests() {
    set(0);
    assertThat(written()).containsExactly(0);
  }

  @Test
  void aRobotThatNeverAnswersHasWhatAPongOfALaterPingProves() {
    probes.probe(nowMs);
    set(200);
    set(400);
    pong(1);
    assertThat(outcomes).isEmpty();
    pong(2);
    assertThat(outcomes).containsExactly("1 executed");
    assertThat(written()).containsExactly(200, 400);
  }

  @Test
  void aRobotThatAnswersOthersOwesAnAnswerForHalfASecondWhateverItsPongsSay() {
    set(200);
    answers(true);
    set(400);
    nowMs += 100;
    pong();
    nowMs += 399;
    line.onTick(nowMs);
    assertThat(outcomes).containsExactly("1 executed");
    nowMs++;
    line.onTick(nowMs);
    assertThat(outcomes).containsExactly("1 executed", "2 executed");
  }

  @Test
  void withoutAPongNothingIsSettledByTimeAlone() {
    set(200);
    answers(true);
    set(400);
    passTicking(5000);
    assertThat(outcomes).containsExactly("1 executed");
    assertThat(written()).containsExactly(200, 400);
  }

  @Test
  void aRefusalIsToldAndMeansThatItGoesOnWithSomethingElse() {
    set(200);
    set(400);
    assertThat(answersTo(1, false)).isTrue();
    assertThat(outcomes).containsExactly("1 ROBOT_REFUSED");
    nowMs += 10;
    line.onTick(nowMs);
    assertThat(written()).as("nothing is under way any more").containsExactly(200, 400);
  }

  @Test
  void aRefusalOfWhatWasTakenForExecutedMeansItToo() {
    set(200);
    pong();
    assertThat(outcomes).containsExactly("1 executed");
    assertThat(answersTo(1, true)).isFalse();
    assertThat(answersTo(1, false)).isTrue();
    set(400);
    answers(true);
    assertThat(answersTo(1, false)).as("long ago").isFalse();
  }

  @Test
  void anAnswerToAnOlderSetpointSettlesNothing() {
    set(200);
    pong();
    set(400);
    assertThat(answersTo(1, true)).isFalse();
    assertThat(outcomes).containsExactly("1 executed");
  }

  @Test
  void anAnswerWithoutTheQuotesCountsToo() {
    set(200);
    says("1", true);
    assertThat(outcomes).containsExactly("1 executed");
  }

  /** Such a robot is still one that never answers: its pongs go on counting. */
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"\"2\"", "\"0\"", "\"-1\"", "\"forward\"", ""})
  void anAnswerToWhatWasNeverSaidMeansNothing(String id) {
    set(200);
    assertThat(says(id, false)).isFalse();
    assertThat(outcomes).isEmpty();
    pong();
    assertThat(outcomes).containsExactly("1 executed");
  }

  @Test
  void itIsStuckWhenAnAnswerIsOwedForLongerThanTwiceTheQuickest() {
    set(200);
    assertStuckAfter(150);
    nowMs += 90;
    answers(true); // in 90 ms
    set(400);
    assertStuckAfter(180);
    nowMs += 300;
    answers(true);
    set(600);
    assertStuckAfter(180);
    nowMs += 80;
    answers(true);
    set(200);
    assertStuckAfter(160);
  }

  @Test
  void itIsWaitedForALittleHoweverQuickAndNotForLongHoweverSlowItWasBefore() {
    set(200);
    nowMs += 500;
    answers(true);
    set(400);
    assertStuckAfter(800);
    nowMs += 20;
    answers(true);
    set(600);
    assertStuckAfter(150);
  }

  private void assertStuckAfter(long ms) {
    assertThat(line.isStuck(nowMs + ms)).isFalse();
    assertThat(line.isStuck(nowMs + ms + 1)).isTrue();
  }

  @Test
  void aLineWithNothingUnderWayIsNeverStuck() {
    assertThat(line.isStuck(nowMs + 10_000)).isFalse();
    set(200);
    answers(true);
    assertThat(line.isStuck(nowMs + 10_000)).isFalse();
  }

  @Test
  void whenTheConnectionIsGoneNothingIsWrittenAnyMore() {
    set(200);
    set(400);
    line.close();
    pong();
    passTicking(1000);
    assertThat(written()).containsExactly(200);
    assertThat(outcomes).isEmpty();
    assertThat(line.isStuck(nowMs)).isFalse();
  }

  /** The node's clock may show anything, also a moment shortly after its beginning. */
  @Test
  void whatItWasNeverToldIsNotTakenForKnownHoweverYoungTheClockIs() {
    nowMs = 10;
    set(0);
    assertThat(written()).containsExactly(0);
  }

  @Test
  void whatTheRegisterSaysIsToldAlsoWhenTheHoldIsOver() {
    set(200);
    set(400);
    nowMs += 500;
    refusal = Reason.TERM_OLD;
    line.onTick(nowMs);
    assertThat(outcomes).containsExactly("2 TERM_OLD");
  }
}
