package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.havatar.relay.access.people.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of {@link ApiHarness} begins at 2026-03-01T12:00:00Z, a Sunday. */
final class BookingRoutesTest {
  private static final String PASSWORD = "correct horse";
  private final ApiHarness bench;
  private final String ana;
  private final String ben;
  private final String root;

  BookingRoutesTest(@TempDir Path directory) {
    bench = new ApiHarness(directory);
    ana = token("ana", false);
    ben = token("ben", false);
    root = token("root", true);
    bench.addRobot("tank-1");
  }

  private String token(String name, boolean administrator) {
    bench.addUser(new User(name, name, administrator), PASSWORD);
    JsonObject login = new JsonObject().put("username", name).put("password", PASSWORD);
    return new JsonObject(bench.post("/api/login", login).body()).getString("token");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static JsonObject wish(String from, String until) {
    return new JsonObject()
        .put("robot_id", "tank-1")
        .put("from", "2026-03-02T" + from + ":00Z")
        .put("until", "2026-03-02T" + until + ":00Z");
  }

  private static JsonObject ok(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return new JsonObject(response.body());
  }

  private JsonObject book(String token, String from, String until) {
    return ok(bench.post("/api/bookings", wish(from, until), token), 201);
  }

  private static JsonObject refused(HttpResponse<String> response, int status, String code) {
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    JsonObject problem = ok(response, status);
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getString("detail")).endsWith(".");
    return problem;
  }

  private JsonArray bookings(String token, String query) {
    return ok(bench.get("/api/bookings" + query, token), 200).getJsonArray("bookings");
  }

  @Test
  void aBookingIsToldInUtcAndInTheZoneOfItsUser() {
    JsonObject wanted = wish("10:00", "11:00").put("zone", "Europe/Berlin");
    JsonObject booking = ok(bench.post("/api/bookings", wanted, ana), 201);
    assertThat(booking.getString("from")).isEqualTo("2026-03-02T10:00:00Z");
    assertThat(booking.getString("from_local")).isEqualTo("2026-03-02T11:00:00+01:00");
    assertThat(booking.getString("account")).isEqualTo("ana");
    assertThat(bookings(ana, "?to=2026-03-09T00:00:00Z")).containsExactly(booking);
  }

  @Test
  void aTakenTimeIsAnsweredWithFreeOnesAndOthersSeeOnlyThatItIsBusy() {
    book(ana, "10:00", "11:00");
    JsonObject problem =
        refused(bench.post("/api/bookings", wish("10:30", "11:00"), ben), 409, "taken");
    assertThat(problem.getJsonArray("nearest").getJsonObject(0).getString("from"))
        .isEqualTo("2026-03-02T11:00:00Z");
    JsonObject busy = bookings(ben, "?robot_id=tank-1").getJsonObject(0);
    assertThat(busy.fieldNames()).containsExactlyInAnyOrder("from", "until", "robot_id", "busy");
    JsonObject seen = bookings(root, "?robot_id=tank-1").getJsonObject(0);
    assertThat(seen.getString("account")).isEqualTo("ana");
  }

  @Test
  void aBookingIsMovedExtendedAndCancelledByItsOwnerOnly() {
    String id = book(ana, "10:00", "11:00").getString("id");
    JsonObject later = new JsonObject().put("until", "2026-03-02T11:30:00Z");
    refused(bench.send("PATCH", "/api/bookings/" + id, later, ben), 404, "not_found");
    assertThat(ok(bench.send("PATCH", "/api/bookings/" + id, later, ana), 200).getString("until"))
        .isEqualTo("2026-03-02T11:30:00Z");
    JsonObject more = new JsonObject().put("minutes", 15);
    assertThat(ok(bench.post("/api/bookings/" + id + "/extend", more, ana), 200).getString("until"))
        .isEqualTo("2026-03-02T11:45:00Z");
    book(ben, "11:45", "12:00");
    refused(bench.post("/api/bookings/" + id + "/extend", more, ana), 409, "taken");
    refused(bench.send("DELETE", "/api/bookings/" + id, null, ben), 404, "not_found");
    ok(bench.send("DELETE", "/api/bookings/" + id, null, ana), 200);
    refused(bench.send("DELETE", "/api/bookings/" + id, null, ana), 404, "not_found");
  }

  @Test
  void administratorsBookForOthersAndCancelAnything() {
    JsonObject forBen = wish("10:00", "11:00").put("account", "Ben");
    refused(bench.post("/api/bookings", forBen, ana), 403, "not_permitted");
    JsonObject booking = ok(bench.post("/api/bookings", forBen, root), 201);
    assertThat(booking.getString("account")).isEqualTo("ben");
    refused(
        bench.post("/api/bookings", wish("12:00", "13:00").put("account", "nobody"), root),
        400,
        "out_of_range");
    ok(bench.send("DELETE", "/api/bookings/" + booking.getString("id"), null, root), 200);
  }

  @Test
  void freeTimeIsWhatNobodyHas() {
    book(ana, "10:00", "11:00");
    JsonObject free =
        ok(
            bench.get(
                "/api/robots/tank-1/free?from=2026-03-02T09:00:00Z&to=2026-03-02T12:00:00Z", ben),
            200);
    assertThat(free.getJsonArray("free"))
        .containsExactly(
            new JsonObject()
                .put("from", "2026-03-02T09:00:00Z")
                .put("until", "2026-03-02T10:00:00Z"),
            new JsonObject()
                .put("from", "2026-03-02T11:00:00Z")
                .put("until", "2026-03-02T12:00:00Z"));
  }

  @Test
  void whoWaitsGetsWhatIsCancelled() {
    refused(bench.post("/api/waiting", wish("10:00", "11:00"), ben), 409, "free");
    String id = book(ana, "10:00", "11:00").getString("id");
    String wish = ok(bench.post("/api/waiting", wish("10:00", "11:00"), ben), 201).getString("id");
    assertThat(ok(bench.get("/api/waiting", ben), 200).getJsonArray("waiting")).hasSize(1);
    ok(bench.send("DELETE", "/api/bookings/" + id, null, ana), 200);
    assertThat(ok(bench.get("/api/waiting", ben), 200).getJsonArray("waiting")).isEmpty();
    assertThat(bookings(ben, "").getJsonObject(0).getString("id")).isEqualTo(wish);
  }

  @Test
  void aWishIsTakenBack() {
    book(ana, "10:00", "11:00");
    String wish = ok(bench.post("/api/waiting", wish("10:00", "11:00"), ben), 201).getString("id");
    refused(bench.send("DELETE", "/api/waiting/" + wish, null, ana), 404, "not_found");
    ok(bench.send("DELETE", "/api/waiting/" + wish, null, ben), 200);
    assertThat(ok(bench.get("/api/waiting", ben), 200).getJsonArray("waiting")).isEmpty();
  }

  @Test
  void whatCannotBeMeantIsRefusedWithItsField() {
    JsonObject backwards = wish("11:00", "10:00");
    assertThat(
            refused(bench.post("/api/bookings", backwards, ana), 400, "out_of_range")
                .getString("field"))
        .isEqualTo("until");
    refused(
        bench.post("/api/bookings", wish("10:00", "11:00").put("zone", "Mars/North"), ana),
        400,
        "out_of_range");
    refused(
        bench.post("/api/bookings", wish("10:00", "11:00").put("robot_id", "none"), ana),
        404,
        "not_found");
    refused(bench.post("/api/bookings", wish("10:00", "11:00"), "x"), 401, "unauthenticated");
    refused(bench.post("/api/bookings", wish("10:00", "10:01"), ana), 409, "wrong_length");
  }

  @Test
  void aRobotHasLimitsOfItsOwnFromWhoeverManagesIt() {
    JsonObject limits = new JsonObject().put("longest_min", 30);
    String path = "/api/robots/tank-1/booking-limits";
    refused(bench.send("PUT", path, limits, ana), 403, "not_permitted");
    assertThat(ok(bench.send("PUT", path, limits, root), 200).getInteger("longest_min"))
        .isEqualTo(30);
    assertThat(ok(bench.get(path, ana), 200).getInteger("shortest_min")).isEqualTo(5);
    refused(bench.post("/api/bookings", wish("10:00", "11:00"), ana), 409, "wrong_length");
    JsonObject both = new JsonObject().put("longest_min", 30).put("shortest_min", 31);
    refused(bench.send("PUT", path, both, root), 400, "out_of_range");
  }

  @Test
  void anActiveSessionTellsWhichRobotAndUntilWhen() {
    String path = "/api/session/active?robot_type=tank";
    assertThat(ok(bench.get(path, ana), 200)).isEqualTo(active("tank-1"));
    JsonObject now =
        new JsonObject()
            .put("robot_id", "tank-1")
            .put("from", "2026-03-01T12:00:00Z")
            .put("until", "2026-03-01T12:10:00Z");
    ok(bench.post("/api/bookings", now, ana), 201);
    assertThat(ok(bench.get(path, ana), 200).getString("ends_at"))
        .isNull(); // free afterwards: goes on
    assertThat(ok(bench.get(path, ben), 200)).isEqualTo(new JsonObject().put("active", false));
    assertThat(ok(bench.get(path, root), 200)).isEqualTo(active("tank-1"));
    assertThat(ok(bench.get("/api/session/active?robot_type=car", ana), 200))
        .isEqualTo(new JsonObject().put("active", false));
    bench
        .clocks()
        .passMs(
            Instant.parse("2026-03-01T12:10:00Z").toEpochMilli()
                - Instant.parse("2026-03-01T12:00:00Z").toEpochMilli());
    assertThat(ok(bench.get(path, ben), 200)).isEqualTo(active("tank-1"));
  }

  private static JsonObject active(String robotId) {
    return new JsonObject().put("active", true).put("robot_id", robotId);
  }
}
