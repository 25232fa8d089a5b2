package org.havatar.relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.havatar.relay.access.bookings.Booking;
import org.havatar.relay.access.bookings.TimeWindow;
import org.jspecify.annotations.Nullable;

/** How bookings are written and read in REST. */
final class BookingJson {
  private BookingJson() {}

  /** With everything: for the one who has booked, and whoever manages the robot. */
  static JsonObject full(Booking booking) {
    ZoneId zone = ZoneId.of(booking.zone());
    return window(booking.window())
        .put("id", booking.id())
        .put("robot_id", Booking.robotOf(booking.id()))
        .put("account", booking.account())
        .put("zone", booking.zone())
        .put("from_local", local(booking.window().fromMs(), zone))
        .put("until_local", local(booking.window().untilMs(), zone))
        .put("created", moment(booking.createdMs()));
  }

  /** For others: that somebody has it. */
  static JsonObject busy(Booking booking) {
    return window(booking.window())
        .put("robot_id", Booking.robotOf(booking.id()))
        .put("busy", true);
  }

  static JsonObject window(TimeWindow window) {
    return new JsonObject()
        .put("from", moment(window.fromMs()))
        .put("until", moment(window.untilMs()));
  }

  static JsonArray windows(List<TimeWindow> windows) {
    JsonArray array = new JsonArray();
    windows.forEach(each -> array.add(window(each)));
    return array;
  }

  static String moment(long ms) {
    return Instant.ofEpochMilli(ms).toString();
  }

  private static String local(long ms, ZoneId zone) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(Instant.ofEpochMilli(ms).atZone(zone));
  }

  /** Of a body that names both. */
  static TimeWindow window(JsonObject body) {
    long fromMs = required(body, "from");
    return window(fromMs, required(body, "until"));
  }

  static TimeWindow window(long fromMs, long untilMs) {
    if (fromMs >= untilMs) {
      throw new ProblemException(Problem.outOfRange("until", "later than from"));
    }
    return new TimeWindow(fromMs, untilMs);
  }

  private static long required(JsonObject body, String name) {
    return momentMs(body, name).orElseThrow(() -> new ProblemException(Problem.missingField(name)));
  }

  static Optional<Long> momentMs(JsonObject body, String name) {
    String text = body.getString(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw new ProblemException(
          Problem.outOfRange(name, "a moment in UTC like 2026-11-21T13:00:00Z"));
    }
  }

  static String zone(@Nullable String wanted) {
    if (wanted == null) {
      return "UTC";
    }
    try {
      return ZoneId.of(wanted).getId();
    } catch (DateTimeException e) {
      throw new ProblemException(
          Problem.outOfRange("zone", "a time zone's name like Europe/Berlin"));
    }
  }
}
