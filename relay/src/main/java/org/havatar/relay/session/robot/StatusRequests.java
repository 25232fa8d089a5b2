package org.havatar.relay.session.robot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.StatusResponse;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code get_status} (PROTOCOL.md §11): a robot that tells its state itself is asked, for
 * any other its newest beacon answers. All who ask meanwhile share one question.
 */
final class StatusRequests {
  /** In a robot's hello: it answers {@code get_status} itself. */
  static final String FEATURE = "get_status";

  static final long ANSWER_WITHIN_MS = 500;
  static final int MOST = 64;

  /** So young, an answer is good for whoever asks next: nobody makes a robot talk all the time. */
  static final long FRESH_MS = 200;

  private static final double MILLI = 1000;
  private static final int UNKNOWN_PERCENT = 255;

  /** Where the one who asked is told. */
  interface Answers {
    void answer(ClientAddress address, StatusResponse response);
  }

  private record Asker(ClientAddress address, @Nullable String id, @Nullable Beacon beacon) {}

  private final Link link;
  private final LongSupplier epochMs;
  private final Answers answers;
  private final List<Asker> askers = new ArrayList<>();
  private boolean asksRobot;
  private long asked;

  /** The one question that the robot has not answered yet. */
  private @Nullable String openId;

  private long deadlineMs;
  private @Nullable StatusResponse newest;
  private long newestMs;

  StatusRequests(Link link, LongSupplier epochMs, Answers answers) {
    this.link = link;
    this.epochMs = epochMs;
    this.answers = answers;
  }

  void onFeatures(List<String> features) {
    asksRobot = features.contains(FEATURE);
  }

  /**
   * @param beacon the robot's newest, null when there was none yet
   */
  void ask(ClientAddress from, GetStatus ask, @Nullable Beacon beacon, long nowMs) {
    StatusResponse known = newest;
    if (!asksRobot || askers.size() >= MOST) {
      answers.answer(from, ofBeacon(ask.id(), beacon));
    } else if (known != null && nowMs - newestMs < FRESH_MS) {
      answers.answer(from, new StatusResponse(ask.id(), known.data()));
    } else {
      askers.add(new Asker(from, ask.id(), beacon));
      askRobot(nowMs);
    }
  }

  private void askRobot(long nowMs) {
    if (openId == null) {
      String id = Long.toString(++asked);
      openId = id;
      deadlineMs = nowMs + ANSWER_WITHIN_MS;
      link.offer(new GetStatus(id));
    }
  }

  void onResponse(StatusResponse response, long nowMs) {
    if (openId != null && openId.equals(response.id())) {
      newest = response;
      newestMs = nowMs;
      settle(asker -> new StatusResponse(asker.id, response.data()));
    }
  }

  private void settle(Function<Asker, StatusResponse> answer) {
    openId = null;
    List<Asker> waiting = List.copyOf(askers);
    askers.clear();
    waiting.forEach(asker -> answers.answer(asker.address, answer.apply(asker)));
  }

  boolean isAsking() {
    return openId != null;
  }

  /** A robot that doesn't answer in time is answered for. */
  void onTick(long nowMs) {
    if (openId != null && nowMs - deadlineMs >= 0) {
      settle(asker -> ofBeacon(asker.id, asker.beacon));
    }
  }

  private StatusResponse ofBeacon(@Nullable String id, @Nullable Beacon beacon) {
    Map<String, Object> battery = new HashMap<>();
    if (beacon != null && beacon.batteryMv() != 0) {
      battery.put("voltage", beacon.batteryMv() / MILLI);
    }
    if (beacon != null && beacon.batteryPercent() != UNKNOWN_PERCENT) {
      battery.put("percentage", (long) beacon.batteryPercent());
    }
    return new StatusResponse(
        id,
        Map.of(
            "battery",
            battery,
            "camera_active",
            false,
            "streaming_active",
            false,
            "timestamp",
            epochMs.getAsLong() / MILLI));
  }
}
