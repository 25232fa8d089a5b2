package org.havatar.relay.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.havatar.relay.access.bookings.Agenda;
import org.havatar.relay.access.bookings.Booking;
import org.havatar.relay.access.bookings.BookingPolicy.Limit;
import org.havatar.relay.access.bookings.Calendar;
import org.havatar.relay.access.bookings.TimeWindow;

/** How calendars and agendas are written. */
final class BookingRecords {
  private BookingRecords() {}

  static String of(Calendar calendar) {
    JsonObject own = new JsonObject();
    calendar.own().forEach((limit, figure) -> own.put(limit.key(), figure));
    return new JsonObject()
        .put("bookings", array(calendar.bookings()))
        .put("waiting", array(calendar.waiting()))
        .put("limits", own)
        .encode();
  }

  static Calendar calendar(String text) {
    JsonObject json = new JsonObject(text);
    Map<Limit, Integer> own = new EnumMap<>(Limit.class);
    JsonObject limits = json.getJsonObject("limits");
    for (String key : limits.fieldNames()) {
      Limit.of(key).ifPresent(limit -> own.put(limit, limits.getInteger(key)));
    }
    return new Calendar(
        bookings(json.getJsonArray("bookings")), bookings(json.getJsonArray("waiting")), own);
  }

  private static JsonArray array(List<Booking> bookings) {
    JsonArray array = new JsonArray();
    for (Booking each : bookings) {
      array.add(
          window(each.window())
              .put("id", each.id())
              .put("account", each.account())
              .put("zone", each.zone())
              .put("created_ms", each.createdMs())
              .put("attended", each.attended()));
    }
    return array;
  }

  private static List<Booking> bookings(JsonArray array) {
    List<Booking> bookings = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      JsonObject json = array.getJsonObject(i);
      bookings.add(
          new Booking(
              json.getString("id"),
              json.getString("account"),
              window(json),
              json.getString("zone"),
              json.getLong("created_ms"),
              json.getBoolean("attended")));
    }
    return bookings;
  }

  static String of(Agenda agenda) {
    JsonArray entries = new JsonArray();
    for (Agenda.Entry each : agenda.entries()) {
      entries.add(
          window(each.window())
              .put("robot_id", each.robotId())
              .put("id", each.id())
              .put("waiting", each.waiting()));
    }
    return new JsonObject().put("entries", entries).encode();
  }

  static Agenda agenda(String text) {
    JsonArray entries = new JsonObject(text).getJsonArray("entries");
    List<Agenda.Entry> all = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      JsonObject json = entries.getJsonObject(i);
      all.add(
          new Agenda.Entry(
              json.getString("robot_id"),
              json.getString("id"),
              window(json),
              json.getBoolean("waiting")));
    }
    return new Agenda(all);
  }

  private static JsonObject window(TimeWindow window) {
    return new JsonObject().put("from_ms", window.fromMs()).put("until_ms", window.untilMs());
  }

  private static TimeWindow window(JsonObject json) {
    return new TimeWindow(json.getLong("from_ms"), json.getLong("until_ms"));
  }
}
