package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.session.FakeLink;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each command of an older client has exactly one answer (PROTOCOL.md §11). */
class AnswersTest {
  private static final long NOW_MS = 50_000;

  private final FakeLink link = new FakeLink(false);
  private final Answers answers = new Answers(link, () -> 1_800_000_000_500L);

  private Answers.Open open(int id) {
    return answers.open(Integer.toString(id), NOW_MS);
  }

  private Answers.Open sent(int id, int first, int last) {
    Answers.Open command = open(id);
    for (int number = first; number <= last; number++) {
      answers.onSent(command, new Sequence(number));
    }
    return command;
  }

  private void ack(int sequence, Reason reason, boolean again) {
    Ack ack = new Ack(reason, Numbered.NONE, new Sequence(sequence), new Stamp(0), 0, 1000, 0, 0);
    answers.onAck(ack, again);
  }

  /** "id ok" or "id code", in order. */
  private List<String> said() {
    return link.all(MotorResponse.class).stream()
        .map(each -> each.id() + " " + (each.ok() ? "ok" : each.code()))
        .toList();
  }

  @Test
  void anAckOfAnyNumberThatItWasSentUnderAnswersIt() {
    sent(1, 10, 12);
    Answers.Open second = sent(2, 13, 13);
    ack(9, Reason.ACCEPTED, false);
    ack(14, Reason.ACCEPTED, false);
    assertThat(said()).isEmpty();
    assertThat(second.isAnswered()).isFalse();
    ack(13, Reason.ACCEPTED, false);
    assertThat(said()).containsExactly("2 ok");
    assertThat(second.isAnswered()).isTrue();
    ack(12, Reason.ACCEPTED, false);
    ack(12, Reason.ACCEPTED, false);
    ack(10, Reason.STALE, false);
    assertThat(said()).as("once").containsExactly("2 ok", "1 ok");
  }

  @Test
  void theFirstOfItsNumbersCountsToo() {
    sent(1, 10, 12);
    ack(10, Reason.ACCEPTED, false);
    assertThat(said()).containsExactly("1 ok");
  }

  @Test
  void whatWasNeverSentHasNoAck() {
    open(1);
    ack(0, Reason.ACCEPTED, false);
    assertThat(said()).isEmpty();
  }

  @Test
  void anAnswerSaysWhenItWasGivenInSeconds() {
    sent(1, 1, 1);
    ack(1, Reason.ACCEPTED, false);
    MotorResponse response = link.last(MotorResponse.class);
    assertThat(response).isEqualTo(new MotorResponse("1", true, "OK", null, 1_800_000_000.5));
  }

  @Test
  void aRefusalIsAnsweredWithItsSentence() {
    sent(1, 1, 1);
    ack(1, Reason.ROBOT_REFUSED, false);
    MotorResponse response = link.last(MotorResponse.class);
    assertThat(response.code()).isEqualTo("robot_refused");
    assertThat(response.message()).isEqualTo("The robot refused it.");
  }

  @ParameterizedTest
  @EnumSource(names = {"WINDOW_FULL", "LINK_FULL", "SUPERSEDED"})
  void aRefusalThatMayPassIsNotTheLastWordUntilTheDeadline(Reason reason) {
    sent(1, 1, 1);
    ack(1, reason, false);
    answers.onTick(NOW_MS + 499);
    assertThat(said()).isEmpty();
    answers.onTick(NOW_MS + 500);
    assertThat(said()).containsExactly("1 " + reason.wireName());
  }

  @Test
  void aRefusalOfWhatIsSentAgainSoonIsNotTheLastWordEither() {
    sent(1, 1, 1);
    ack(1, Reason.LATCHED_FAILSAFE, true);
    assertThat(said()).isEmpty();
    ack(1, Reason.ACCEPTED, false);
    assertThat(said()).containsExactly("1 ok");
  }

  @Test
  void whatNobodyAnswersIsAnsweredAtItsDeadlineInOrder() {
    Answers.Open first = open(1);
    answers.open("2", NOW_MS + 1);
    answers.open("3", NOW_MS + 2);
    first.because("no_lease");
    answers.onTick(NOW_MS + 499);
    assertThat(said()).isEmpty();
    answers.onTick(NOW_MS + 501);
    assertThat(said()).containsExactly("1 no_lease", "2 unavailable");
  }

  @Test
  void whatIsReplacedBeforeItWasSentIsSuperseded() {
    Answers.Open waiting = open(1);
    Answers.Open sent = sent(2, 5, 5);
    answers.onReplaced(waiting);
    answers.onReplaced(sent);
    assertThat(said()).containsExactly("1 superseded");
    ack(5, Reason.ACCEPTED, false);
    assertThat(said()).containsExactly("1 superseded", "2 ok");
  }

  @Test
  void aCommandWithoutAnIdIsGivenOneOfItsOwn() {
    answers.open(null, NOW_MS);
    answers.open(null, NOW_MS);
    answers.refuseAll(Codes.HELD, "Ann drives.");
    assertThat(said()).containsExactly("\"relay-1\" held", "\"relay-2\" held");
    assertThat(link.last(MotorResponse.class).message()).isEqualTo("Ann drives.");
  }

  @Test
  void beyondTwoHundredFiftySixTheOldestIsRefused() {
    List<Answers.Open> all = new ArrayList<>();
    for (int id = 1; id <= 256; id++) {
      all.add(open(id));
    }
    assertThat(said()).isEmpty();
    open(257);
    assertThat(said()).containsExactly("1 window_full");
    assertThat(all.get(1).isAnswered()).isFalse();
  }

  @Test
  void whatWasAnsweredIsNotRefusedAfterwards() {
    Answers.Open command = sent(1, 1, 1);
    ack(1, Reason.ACCEPTED, false);
    answers.refuse(command, "stale");
    assertThat(said()).containsExactly("1 ok");
  }
}
