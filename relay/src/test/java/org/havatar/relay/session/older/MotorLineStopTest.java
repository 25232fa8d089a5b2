package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Reason;
import org.junit.jupiter.api.Test;

/** A stop for an older robot goes past everything, until it is answered (PROTOCOL.md §8, §11). */
class MotorLineStopTest extends MotorLineScene {
  @Test
  void itGoesAtOnceAndWhatWaitedIsVoid() {
    set(200);
    set(400);
    stop();
    assertThat(written()).containsExactly(200, 0);
    assertThat(outcomes).containsExactly("2 LATCHED_STOP");
    answers(true);
    passTicking(90);
    assertThat(written()).as("not written after it").containsExactly(200, 0);
    assertThat(line.isMoving()).isFalse();
  }

  @Test
  void whatWasUnderWayWasOvertaken() {
    set(200);
    stop();
    answers(true);
    assertThat(outcomes).containsExactly("1 BOARD_SILENT", "stopped 9");
    set(400);
    assertThat(written()).as("nothing is under way any more").containsExactly(200, 0, 400);
    pong();
    assertThat(outcomes).hasSize(2);
  }

  @Test
  void anAnswerToAnOlderSetpointDoesNotConfirmIt() {
    set(200);
    stop();
    assertThat(answersTo(1, true)).isFalse();
    assertThat(outcomes).containsExactly("1 executed");
    assertThat(answersTo(2, true)).isFalse();
    assertThat(outcomes).containsExactly("1 executed", "stopped 9");
  }

  @Test
  void aRefusalOfAnOlderSetpointIsNoneOfTheStop() {
    set(200);
    stop();
    assertThat(answersTo(1, false)).isTrue();
    assertThat(outcomes).containsExactly("1 ROBOT_REFUSED");
  }

  @Test
  void itIsRepeatedAfterTwentyAndFortyThenEveryHundredMillisecondsUntilItIsAnswered() {
    stop();
    passTicking(10);
    assertThat(written()).hasSize(1);
    passTicking(10);
    assertThat(written()).hasSize(2);
    passTicking(20);
    assertThat(written()).hasSize(3);
    passTicking(90);
    assertThat(written()).hasSize(3);
    passTicking(10);
    assertThat(written()).hasSize(4);
    passTicking(100);
    assertThat(written()).hasSize(5).allMatch(each -> each == 0);
    answersTo(2, true);
    assertThat(outcomes).containsExactly("stopped 9");
    passTicking(1000);
    assertThat(written()).hasSize(5);
  }

  @Test
  void untilItIsAnsweredNoSetpointGoesAndThenTheNewestDoes() {
    stop();
    set(200);
    assertThat(written()).containsExactly(0);
    nowMs += 60;
    answers(true);
    assertThat(written()).containsExactly(0, 200);
  }

  @Test
  void thePongOfAPingThatWentWithItConfirmsItAtARobotThatNeverAnswers() {
    probes.probe(nowMs);
    stop();
    pong(1);
    assertThat(outcomes).isEmpty();
    passTicking(40); // repeated meanwhile
    pong(2);
    assertThat(outcomes).containsExactly("stopped 9");
  }

  @Test
  void atARobotThatAnswersNoPongConfirmsIt() {
    set(200);
    answers(true);
    stop();
    pong();
    passTicking(5000);
    assertThat(outcomes).containsExactly("1 executed");
  }

  @Test
  void aRobotThatRefusesTenTimesIsLetBeUnconfirmed() {
    stop();
    passTicking(1500);
    for (int number = 1; number < 10; number++) {
      assertThat(answersTo(number, false)).isFalse();
    }
    int before = written().size();
    passTicking(100);
    assertThat(written()).hasSize(before + 1);
    answersTo(10, false);
    passTicking(500);
    assertThat(written()).hasSize(before + 1);
    assertThat(outcomes).isEmpty();
  }

  @Test
  void refusalsOfAnEarlierStopDoNotCount() {
    stop();
    passTicking(1500);
    for (int number = 1; number < 10; number++) {
      answersTo(number, false);
    }
    stop();
    answers(false);
    int before = written().size();
    passTicking(20);
    assertThat(written()).hasSize(before + 1);
    answers(true);
    assertThat(outcomes).containsExactly("stopped 9");
  }

  @Test
  void anAnswerOwedForTooLongIsToldWhateverWasRepeatedMeanwhile() {
    stop();
    passTicking(150);
    assertThat(line.isStuck(nowMs)).isFalse();
    assertThat(line.isStuck(nowMs + 1)).isTrue();
    passTicking(10);
    answers(true);
    assertThat(line.isStuck(nowMs)).isFalse();
  }

  @Test
  void theWayOfItsNewestRepetitionIsATripToo() {
    stop();
    passTicking(40);
    nowMs += 90;
    answers(true);
    set(200);
    assertThat(line.isStuck(nowMs + 180)).isFalse();
    assertThat(line.isStuck(nowMs + 181)).isTrue();
  }

  @Test
  void theLastWordOfAConnectionIsAStop() {
    set(200);
    line.sayStop(nowMs);
    assertThat(written()).containsExactly(200, 0);
    assertThat(line.isMoving()).isFalse();
  }

  @Test
  void whenTheConnectionIsGoneItIsNotRepeated() {
    stop();
    line.close();
    passTicking(1000);
    assertThat(written()).hasSize(1);
    assertThat(line.isStuck(nowMs)).isFalse();
    assertThat(outcomes).isEmpty();
  }

  @Test
  void itTellsWhyWhatWaitedIsVoid() {
    set(200);
    set(400);
    line.stop(LATCH, Reason.LATCHED_FAILSAFE, nowMs);
    assertThat(outcomes).containsExactly("2 LATCHED_FAILSAFE");
  }
}
