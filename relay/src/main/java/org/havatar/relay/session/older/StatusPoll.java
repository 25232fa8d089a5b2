package org.havatar.relay.session.older;

import java.util.ArrayDeque;
import java.util.Deque;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.StatusResponse;
import org.jspecify.annotations.Nullable;

/** Asks an older robot for its battery, and passes on what others ask (PROTOCOL.md §11). */
final class StatusPoll {
  static final long EVERY_MS = 5000;
  static final int MOST_OPEN = 64;

  private static final String OWN_ID = "\"relay\"";
  private static final int UNKNOWN_PERCENT = 255;
  private static final int MOST_MV = 0xFFFF;

  private final Link link;
  private final Deque<String> forwarded = new ArrayDeque<>();
  private long polledMs;
  private int batteryMv;
  private int batteryPercent = UNKNOWN_PERCENT;

  StatusPoll(Link link, long nowMs) {
    this.link = link;
    this.polledMs = nowMs - EVERY_MS;
  }

  void onTick(long nowMs) {
    if (nowMs - polledMs >= EVERY_MS) {
      polledMs = nowMs;
      link.offer(new GetStatus(OWN_ID));
    }
  }

  void forward(GetStatus ask) {
    String id = ask.id();
    if (id != null) {
      if (forwarded.size() == MOST_OPEN) {
        forwarded.removeFirst();
      }
      forwarded.addLast(id);
      link.offer(ask);
    }
  }

  /** The answer to something forwarded, under the id that it was asked with; else null. */
  @Nullable StatusResponse onResponse(StatusResponse response) {
    Double voltage = response.batteryVoltage();
    if (voltage != null) {
      batteryMv = Math.clamp(Math.round(voltage * 1000), 0, MOST_MV);
    }
    Double percentage = response.batteryPercentage();
    if (percentage != null) {
      batteryPercent = Math.clamp(Math.round(percentage), 0, 100);
    }
    String given = response.id();
    if (OWN_ID.equals(given)) {
      return null;
    }
    String asked = given == null ? forwarded.peekFirst() : plain(given);
    return asked != null && forwarded.remove(asked)
        ? new StatusResponse(asked, response.data())
        : null;
  }

  /** Ids are numbers; some programs answer in quotes. */
  private static String plain(String json) {
    return json.replace("\"", "");
  }

  /** 0 unknown. */
  int batteryMv() {
    return batteryMv;
  }

  /** 0 … 100, 255 unknown. */
  int batteryPercent() {
    return batteryPercent;
  }
}
