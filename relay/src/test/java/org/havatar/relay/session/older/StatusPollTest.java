package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.havatar.relay.session.FakeLink;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.StatusResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an older robot is asked for itself and for others. */
class StatusPollTest {
  private static final long NOW_MS = 1000;

  private final FakeLink link = new FakeLink(false);
  private final StatusPoll poll = new StatusPoll(link, NOW_MS);

  private static StatusResponse response(
      @Nullable String id, @Nullable Object voltage, @Nullable Object percentage) {
    Map<String, Object> battery = new HashMap<>();
    if (voltage != null) {
      battery.put("voltage", voltage);
    }
    if (percentage != null) {
      battery.put("percentage", percentage);
    }
    return new StatusResponse(id, Map.of("battery", battery));
  }

  @Test
  void theBatteryIsAskedForAtOnceAndEveryFiveSeconds() {
    poll.onTick(NOW_MS);
    assertThat(link.sent).hasSize(1);
    poll.onTick(NOW_MS + 4999);
    assertThat(link.all(GetStatus.class)).containsExactly(new GetStatus("\"relay\""));
    poll.onTick(NOW_MS + 5000);
    poll.onTick(NOW_MS + 9999);
    assertThat(link.sent).hasSize(2);
  }

  @Test
  void untilItAnsweredNothingIsKnownOfTheBattery() {
    assertThat(poll.batteryMv()).isZero();
    assertThat(poll.batteryPercent()).isEqualTo(255);
    assertThat(poll.onResponse(response("\"relay\"", null, null))).isNull();
    assertThat(poll.batteryMv()).isZero();
    assertThat(poll.batteryPercent()).isEqualTo(255);
  }

  @ParameterizedTest
  @CsvSource({"11.5, 61, 11500, 61", "-1, -5, 0, 0", "100, 130, 65535, 100"})
  void whatItSaysOfTheBatteryIsKeptInBounds(double volt, double percent, int mv, int kept) {
    poll.onResponse(response("\"relay\"", volt, percent));
    assertThat(poll.batteryMv()).isEqualTo(mv);
    assertThat(poll.batteryPercent()).isEqualTo(kept);
  }

  @Test
  void theAnswerToItsOwnQuestionIsNobodysEvenWhenOthersWait() {
    poll.forward(new GetStatus("7"));
    assertThat(poll.onResponse(response("\"relay\"", 11.5, null))).isNull();
    assertThat(poll.onResponse(response("7", 11.5, null))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"7", "'\"7\"'"})
  void anAnswerGoesBackUnderTheIdOfItsQuestionOnce(String id) {
    poll.forward(new GetStatus("7"));
    assertThat(link.all(GetStatus.class)).containsExactly(new GetStatus("7"));
    StatusResponse answer = poll.onResponse(response(id, 11.5, null));
    assertThat(answer).isNotNull();
    assertThat(answer.id()).isEqualTo("7");
    assertThat(answer.data()).containsKey("battery");
    assertThat(poll.onResponse(response(id, 11.5, null))).isNull();
  }

  @Test
  void anAnswerWithoutAnIdIsForTheOldestQuestion() {
    assertThat(poll.onResponse(response(null, 11.5, null))).isNull();
    poll.forward(new GetStatus("7"));
    poll.forward(new GetStatus("8"));
    StatusResponse answer = poll.onResponse(response(null, 11.5, null));
    assertThat(answer).isNotNull();
    assertThat(answer.id()).isEqualTo("7");
  }

  @Test
  void anAnswerThatNobodyAskedForIsNobodys() {
    poll.forward(new GetStatus("7"));
    assertThat(poll.onResponse(response("8", 11.5, null))).isNull();
  }

  @Test
  void aQuestionWithoutAnIdIsNotPassedOn() {
    poll.forward(new GetStatus(null));
    assertThat(link.sent).isEmpty();
  }

  @Test
  void ofQuestionsThatNobodyAnswersTheNewestSixtyFourAreRemembered() {
    for (int id = 1; id <= 65; id++) {
      poll.forward(new GetStatus(Integer.toString(id)));
    }
    assertThat(poll.onResponse(response("1", null, null))).isNull();
    assertThat(poll.onResponse(response("2", null, null))).isNotNull();
  }
}
