package org.havatar.relay.session;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.StatusResponse;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code get_status} (PROTOCOL.md §11): a robot that tells its state itself is asked, for
 * any other its newest beacon answers.
 */
final class StatusRequests {
  /** In a robot's hello: it answers {@code get_status} itself. */
  static final String FEATURE = "get_status";

  static final long ANSWER_WITHIN_MS = 500;
  static final int MOST = 64;

  private static final double MILLI = 1000;
  private static final int UNKNOWN_PERCENT = 255;

  /** Where the one who asked is told. */
  interface Answers {
    void answer(Seat seat, StatusResponse response);
  }

  private record Pending(
      Seat seat, @Nullable String id, @Nullable Beacon beacon, long deadlineMs) {}

  private final Link link;
  private final LongSupplier epochMs;
  private final Answers answers;
  private final Map<String, Pending> pending = new LinkedHashMap<>();
  private boolean asksRobot;
  private long asked;

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
  void ask(Seat from, GetStatus ask, @Nullable Beacon beacon, long nowMs) {
    if (!asksRobot || pending.size() >= MOST) {
      answers.answer(from, ofBeacon(ask.id(), beacon));
      return;
    }
    String id = Long.toString(++asked);
    pending.put(id, new Pending(from, ask.id(), beacon, nowMs + ANSWER_WITHIN_MS));
    link.offer(new GetStatus(id));
  }

  void onResponse(StatusResponse response) {
    Pending asker = response.id() == null ? null : pending.remove(response.id());
    if (asker != null) {
      answers.answer(asker.seat, new StatusResponse(asker.id, response.data()));
    }
  }

  /** A robot that doesn't answer in time is answered for. */
  void onTick(long nowMs) {
    Iterator<Pending> oldest = pending.values().iterator();
    while (oldest.hasNext()) {
      Pending asker = oldest.next();
      if (nowMs - asker.deadlineMs < 0) {
        return;
      }
      oldest.remove();
      answers.answer(asker.seat, ofBeacon(asker.id, asker.beacon));
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
