package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.StatusResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose word the answer about a robot's state is: its own, or its newest beacon's. */
class StatusAnswerTest {
  private static final ClientAddress SEAT = new ClientAddress("a", "a.1", 4711);
  private static final int UNKNOWN_PERCENT = 255;

  private final FakeLink link = new FakeLink();
  private final List<StatusResponse> told = new ArrayList<>();
  private final List<ClientAddress> addresses = new ArrayList<>();
  private final StatusRequests requests =
      new StatusRequests(
          link,
          () -> 2500,
          (address, response) -> {
            addresses.add(address);
            told.add(response);
          });

  private static Beacon beacon(int batteryMv, int batteryPercent) {
    SimulatedNode bench = new SimulatedNode();
    Beacon b = TestRobot.live(bench, "a").beaconOf(new Numbered(7, 1), 0);
    return new Beacon(
        b.flags(),
        b.latchKind(),
        b.boot(),
        b.termCounter(),
        b.latchCounter(),
        b.routeCounter(),
        b.stamp(),
        b.holder(),
        b.leaseRemainingMs(),
        batteryMv,
        batteryPercent,
        b.faults(),
        b.leftPermille(),
        b.rightPermille(),
        b.capPermille(),
        b.loopAgeMs(),
        b.lastSequence());
  }

  private void ask(@Nullable Beacon beacon, long nowMs) {
    requests.ask(SEAT, new GetStatus("s"), beacon, nowMs);
  }

  private void robotAnswersItself() {
    requests.onFeatures(List.of("other", StatusRequests.FEATURE));
  }

  private static StatusResponse withBattery(Map<String, Object> battery) {
    return new StatusResponse(
        "s",
        Map.of(
            "battery",
            battery,
            "camera_active",
            false,
            "streaming_active",
            false,
            "timestamp",
            2.5));
  }

  @Test
  void forARobotThatTellsNothingItselfItsBeaconAnswersAtOnce() {
    requests.onFeatures(List.of("other"));
    ask(beacon(11_300, 87), 10);
    assertThat(link.sent).isEmpty();
    assertThat(addresses).containsExactly(SEAT);
    assertThat(told).containsExactly(withBattery(Map.of("voltage", 11.3, "percentage", 87L)));
  }

  @Test
  void whatABeaconDoesNotKnowIsLeftOut() {
    ask(beacon(0, 87), 10);
    ask(beacon(11_300, UNKNOWN_PERCENT), 10);
    ask(null, 10);
    assertThat(told)
        .containsExactly(
            withBattery(Map.of("percentage", 87L)),
            withBattery(Map.of("voltage", 11.3)),
            withBattery(Map.of()));
  }

  @Test
  void aRobotThatKeepsSilentIsAnsweredForByTheBeaconOfWhenItWasAsked() {
    robotAnswersItself();
    ask(beacon(11_300, 87), 10);
    requests.onTick(10 + StatusRequests.ANSWER_WITHIN_MS);
    assertThat(addresses).containsExactly(SEAT);
    assertThat(told).containsExactly(withBattery(Map.of("voltage", 11.3, "percentage", 87L)));
  }

  @Test
  void eachQuestionHasItsOwnNumber() {
    robotAnswersItself();
    ask(null, 10);
    requests.onTick(10 + StatusRequests.ANSWER_WITHIN_MS);
    ask(null, 600);
    assertThat(link.sent).containsExactly(new GetStatus("1"), new GetStatus("2"));
  }

  @Test
  void whatNobodyAskedForAnswersNobody() {
    robotAnswersItself();
    requests.onResponse(new StatusResponse("1", Map.of("old", 1)), 10);
    ask(null, 10);
    requests.onResponse(new StatusResponse(null, Map.of("old", 2)), 20);
    requests.onResponse(new StatusResponse("7", Map.of("old", 3)), 20);
    assertThat(told).isEmpty();
    requests.onResponse(new StatusResponse("1", Map.of("new", 1)), 30);
    assertThat(told).containsExactly(new StatusResponse("s", Map.of("new", 1)));
  }
}
