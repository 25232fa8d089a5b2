package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.StatusResponse;
import org.junit.jupiter.api.Test;

/** However many ask for a robot's state, it is asked once at a time, and each of them is told. */
class StatusFloodTest {
  private final FakeLink link = new FakeLink();
  private final List<StatusResponse> told = new ArrayList<>();
  private final StatusRequests requests =
      new StatusRequests(link, () -> 1000, (address, response) -> told.add(response));

  StatusFloodTest() {
    requests.onFeatures(List.of(StatusRequests.FEATURE));
  }

  private void ask(int number, long nowMs) {
    ClientAddress address = new ClientAddress("a", "a." + number, number);
    requests.ask(address, new GetStatus(Integer.toString(number)), null, nowMs);
  }

  private void answer(long nowMs) {
    String id = link.last(GetStatus.class).id();
    requests.onResponse(new StatusResponse(id, Map.of("battery", 7)), nowMs);
  }

  @Test
  void allWhoAskMeanwhileShareOneQuestionAndHearTheAnswerUnderTheirOwnId() {
    for (int i = 1; i <= 50; i++) {
      ask(i, 10);
    }
    assertThat(link.all(GetStatus.class)).hasSize(1);
    answer(20);
    assertThat(told).hasSize(50).allMatch(each -> each.data().containsKey("battery"));
    assertThat(told).extracting(StatusResponse::id).contains("1", "50").doesNotHaveDuplicates();
  }

  @Test
  void whoAsksRightAfterAnAnswerIsToldThatOne() {
    ask(1, 10);
    answer(20);
    ask(2, 20 + StatusRequests.FRESH_MS - 1);
    assertThat(link.all(GetStatus.class)).hasSize(1);
    assertThat(told).hasSize(2).allMatch(each -> each.data().equals(Map.of("battery", 7)));
    ask(3, 20 + StatusRequests.FRESH_MS);
    assertThat(link.all(GetStatus.class)).hasSize(2);
  }

  @Test
  void aRobotThatDoesNotAnswerIsAnsweredForAndAskedAnewByTheNext() {
    ask(1, 10);
    requests.onTick(10 + StatusRequests.ANSWER_WITHIN_MS - 1);
    assertThat(told).isEmpty();
    requests.onTick(10 + StatusRequests.ANSWER_WITHIN_MS);
    assertThat(told).hasSize(1).allMatch(each -> each.data().containsKey("camera_active"));
    String late = link.last(GetStatus.class).id();
    ask(2, 600);
    requests.onResponse(new StatusResponse(late, Map.of("old", 1)), 610);
    assertThat(told).hasSize(1);
    answer(620);
    assertThat(told).hasSize(2);
  }

  @Test
  void whoAskBeyondTheBoundAreAnsweredAtOnce() {
    for (int i = 1; i <= StatusRequests.MOST + 5; i++) {
      ask(i, 10);
    }
    assertThat(told).hasSize(5);
    assertThat(link.all(GetStatus.class)).hasSize(1);
  }
}
