package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.assertj.core.api.ListAssert;
import org.havatar.relay.access.people.User;
import org.havatar.transports.wire.LatchKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusTest {
  private static final String PASSWORD = "correct horse";

  private final ApiHarness bench;
  private final String token;

  StatusTest(@TempDir Path directory) {
    bench = new ApiHarness(directory);
    bench.addUser(new User("ana", "Ana", false), PASSWORD);
    JsonObject login = new JsonObject().put("username", "ana").put("password", PASSWORD);
    token = new JsonObject(bench.post("/api/login", login).body()).getString("token");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void itTellsTheNodeItsConnectionsAndWhatRobotsSaid() {
    bench.addRobot("tank-1");
    bench.addRobot("tank-2");
    bench.online().add("tank-1");
    bench.states().put("tank-1", new RobotState(true, false, LatchKind.STOP, 80, 12_600));
    HttpResponse<String> response = bench.get("/api/status", token);
    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject status = new JsonObject(response.body());
    assertThat(status.getString("node")).isEqualTo("node-1");
    assertThat(status.getBoolean("ready")).isTrue();
    assertThat(status.getJsonObject("connections"))
        .isEqualTo(new JsonObject().put("client", 2).put("robot", 1));
    assertThat(status.getJsonObject("dropped")).isEqualTo(new JsonObject().put("stale", 3));
    JsonArray robots = status.getJsonArray("robots");
    assertThat(robots.getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("robot_id", "tank-1")
                .put("name", "Name of tank-1")
                .put("online", true)
                .put("driven", true)
                .put("protected", false)
                .put("latch", "stop")
                .put("battery", new JsonObject().put("voltage", 12.6).put("percentage", 80)));
    assertThat(robots.getJsonObject(1).getBoolean("online")).isFalse();
    assertThat(robots.getJsonObject(1).containsKey("driven")).isFalse();
  }

  @Test
  void anUnknownBatteryIsLeftOut() {
    bench.addRobot("tank-1");
    bench.states().put("tank-1", new RobotState(false, true, LatchKind.NONE, 255, 0));
    JsonObject status = new JsonObject(bench.get("/api/status", token).body());
    assertThat(status.getJsonArray("robots").getJsonObject(0).containsKey("battery")).isFalse();
  }

  @Test
  void aNodeThatIsNotReadySaysWhy() {
    bench.faults().add("The store doesn't answer.");
    JsonObject status = new JsonObject(bench.get("/api/status", token).body());
    assertThat(status.getBoolean("ready")).isFalse();
    assertThat(status.getJsonArray("reasons")).containsExactly("The store doesn't answer.");
  }

  @Test
  void withoutATokenNothingIsTold() {
    HttpResponse<String> response = bench.get("/api/status");
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(new JsonObject(response.body()).getString("code")).isEqualTo("unauthenticated");
  }

  @Test
  void requestsAreMeasuredByTheirRouteNeverByTheirPath() {
    awaitMeasured(measured -> measured.contains("/api/login 200")); // of the set-up
    bench.measured().clear();
    bench.get("/api/robots/tank-1/commands");
    bench.get("/api/robots/" + "x".repeat(50) + "/commands");
    bench.get("/api/nothing-" + "y".repeat(50));
    bench.get("/health/live");
    awaitMeasured(
        measured ->
            measured.containsExactly(
                "/api/robots/:robotId/commands 401",
                "/api/robots/:robotId/commands 401",
                "other 404",
                "/health/live 200"));
  }

  @Test
  void loginsAreCountedByWhatBecameOfThem() {
    awaitMeasured(measured -> measured.contains("Accepted", "/api/login 200"));
    JsonObject wrong = new JsonObject().put("username", "ana").put("password", "wrong horse");
    bench.post("/api/login", wrong);
    awaitMeasured(measured -> measured.contains("Denied", "/api/login 401"));
  }

  /** An answer is measured when it has gone out: whoever got it may look a moment too early. */
  private void awaitMeasured(Consumer<ListAssert<String>> expected) {
    await().untilAsserted(() -> expected.accept(assertThat(bench.measured())));
  }
}
