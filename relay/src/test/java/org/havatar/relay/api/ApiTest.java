package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.havatar.relay.access.people.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiTest {
  private static final String PASSWORD = "correct horse";
  private static final User ANA = new User("ana", "Ana", false);
  private static final User ROOT = new User("root", "Root", true);

  private final ApiHarness bench;

  ApiTest(@TempDir Path directory) {
    bench = new ApiHarness(directory);
    bench.addUser(ANA, PASSWORD);
    bench.addUser(ROOT, PASSWORD);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private HttpResponse<String> login(String name, String password) {
    return bench.post(
        "/api/login", new JsonObject().put("username", name).put("password", password));
  }

  private String tokenOf(User user) {
    return new JsonObject(login(user.name(), PASSWORD).body()).getString("token");
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    JsonObject problem = new JsonObject(response.body());
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("detail")).endsWith(".");
  }

  @Test
  void aRightPasswordGivesATokenThatIsGoodForFifteenMinutes() {
    HttpResponse<String> response = login("ana", PASSWORD);
    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject answer = new JsonObject(response.body());
    assertThat(answer.getBoolean("success")).isTrue();
    assertThat(answer.getInteger("expires_in")).isEqualTo(900);
    assertThat(bench.get("/api/robots", answer.getString("token")).statusCode()).isEqualTo(200);
  }

  @Test
  void aWrongPasswordAndAnUnknownNameAreAnsweredToTheLetterAlike() {
    HttpResponse<String> wrong = login("ana", "wrong horse");
    HttpResponse<String> unknown = login("nobody", PASSWORD);
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(new JsonObject(wrong.body()).getBoolean("success")).isFalse();
    assertThat(new JsonObject(wrong.body()).getString("code")).isEqualTo("login_failed");
    assertThat(unknown.statusCode()).isEqualTo(wrong.statusCode());
    assertThat(unknown.body()).isEqualTo(wrong.body());
  }

  @Test
  void aLoginWithoutItsFieldsSaysWhichInItsOwnShape() {
    HttpResponse<String> response =
        bench.post("/api/login", new JsonObject().put("username", "ana"));
    assertThat(response.statusCode()).isEqualTo(400);
    JsonObject answer = new JsonObject(response.body());
    assertThat(answer.getBoolean("success")).isFalse();
    assertThat(answer.getString("code")).isEqualTo("missing_field");
    assertThat(answer.getString("message")).contains("password");
  }

  @Test
  void tooManyGuessesAreToldToWait() {
    for (int i = 0; i < 5; i++) {
      assertThat(login("ana", "wrong horse").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> response = login("ana", PASSWORD);
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("retry-after")).hasValue("1");
    assertThat(new JsonObject(response.body()).getString("code")).isEqualTo("rate_limited");
  }

  @Test
  void aTicketIsForWhoeverHasAToken() {
    HttpResponse<String> response = bench.post("/api/tickets", null, tokenOf(ANA));
    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject answer = new JsonObject(response.body());
    assertThat(answer.getInteger("expires_in")).isEqualTo(30);
    assertThat(bench.userOfTicket(answer.getString("ticket"))).contains(ANA);
  }

  @Test
  void withoutAGoodTokenThereIsNoTicketNoListAndNoRegistration() {
    String token = tokenOf(ROOT);
    for (String bad : List.of("", "x", token + "x", token.substring(1))) {
      assertProblem(bench.post("/api/tickets", null, bad), 401, "unauthenticated");
      assertProblem(bench.get("/api/robots", bad), 401, "unauthenticated");
      assertProblem(
          bench.post("/api/robot/register", new JsonObject(), bad), 401, "unauthenticated");
    }
    assertProblem(bench.get("/api/robots"), 401, "unauthenticated");
    assertThat(bench.get("/api/robots").headers().firstValue("www-authenticate"))
        .hasValue("Bearer");
  }

  @Test
  void aTokenIsNotTakenFromTheAddress() {
    assertProblem(bench.get("/api/robots?token=" + tokenOf(ANA)), 401, "unauthenticated");
  }

  @Test
  void anExpiredTokenIsRefused() {
    String token = tokenOf(ANA);
    bench.clocks().passMs(900_000);
    assertProblem(bench.get("/api/robots", token), 401, "unauthenticated");
  }

  @Test
  void anAdministratorRegistersARobotAndSeesItsKeyOnce() {
    JsonObject wanted =
        new JsonObject()
            .put("name", "Tank")
            .put("type", "tank")
            .put("robot_id", "tank-1")
            .put("rtsp_url", "rtsp://10.0.0.2:8554/video")
            .put("webrtc_url", "https://tank.example.org:8080");
    HttpResponse<String> response = bench.post("/api/robot/register", wanted, tokenOf(ROOT));
    assertThat(response.statusCode()).isEqualTo(201);
    JsonObject answer = new JsonObject(response.body());
    assertThat(answer.getString("robot_id")).isEqualTo("tank-1");
    assertThat(bench.isRobotKey("tank-1", answer.getString("api_key"))).isTrue();
    assertProblem(bench.post("/api/robot/register", wanted, tokenOf(ROOT)), 409, "taken");
  }

  @Test
  void aRobotWithoutIdGetsOne() {
    JsonObject wanted = new JsonObject().put("name", "Car").put("type", "car");
    HttpResponse<String> response = bench.post("/api/robot/register", wanted, tokenOf(ROOT));
    assertThat(new JsonObject(response.body()).getString("robot_id"))
        .matches("[A-Za-z0-9._-]{1,64}");
  }

  @Test
  void onlyAdministratorsRegisterRobots() {
    JsonObject wanted = new JsonObject().put("name", "Tank").put("type", "tank");
    assertProblem(bench.post("/api/robot/register", wanted, tokenOf(ANA)), 403, "not_permitted");
    assertThat(new JsonObject(bench.get("/api/robots", tokenOf(ANA)).body()).getJsonArray("robots"))
        .isEmpty();
  }

  @Test
  void wrongFieldsOfARobotAreNamed() {
    String token = tokenOf(ROOT);
    JsonObject good = new JsonObject().put("name", "Tank").put("type", "tank");
    record Case(String field, Object value, String code) {}
    List<Case> cases =
        List.of(
            new Case("robot_id", "a/b", "out_of_range"),
            new Case("robot_id", "x".repeat(65), "out_of_range"),
            new Case("robot_id", 7, "out_of_range"),
            new Case("name", "", "out_of_range"),
            new Case("name", "x".repeat(201), "out_of_range"),
            new Case("type", new JsonArray(), "out_of_range"),
            new Case("status", "sleeping", "out_of_range"),
            new Case("rtsp_url", "https://example.org", "out_of_range"),
            new Case("webrtc_url", "javascript:alert(1)", "out_of_range"),
            new Case("webrtc_url", "http://", "out_of_range"),
            new Case("code_api_url", "https://e/" + "x".repeat(500), "out_of_range"));
    for (Case each : cases) {
      bench.clocks().passMs(1000);
      JsonObject wrong = good.copy().put(each.field(), each.value());
      assertProblem(bench.post("/api/robot/register", wrong, token), 400, each.code());
    }
    JsonObject nameless = new JsonObject().put("type", "tank");
    assertProblem(bench.post("/api/robot/register", nameless, token), 400, "missing_field");
  }

  @Test
  void theListSaysWhichRobotsAreOnline() {
    bench.addRobot("tank-1");
    bench.addRobot("tank-2");
    bench.online().add("tank-2");
    JsonArray robots =
        new JsonObject(bench.get("/api/robots", tokenOf(ANA)).body()).getJsonArray("robots");
    assertThat(robots.getJsonObject(0).getString("robot_id")).isEqualTo("tank-1");
    assertThat(robots.getJsonObject(0).getString("name")).isEqualTo("Name of tank-1");
    assertThat(robots.getJsonObject(0).getBoolean("online")).isFalse();
    assertThat(robots.getJsonObject(1).getBoolean("online")).isTrue();
  }

  @Test
  void aBodyThatIsNoJsonObjectIsAProblem() {
    String token = tokenOf(ROOT);
    for (String body : List.of("", "[]", "7", "{", "nonsense", "null")) {
      assertProblem(bench.postText("/api/robot/register", body, token), 400, "bad_json");
      assertThat(bench.postText("/api/login", body, "").statusCode()).isEqualTo(400);
      bench.clocks().passMs(1000);
    }
  }

  @Test
  void aBodyIsTakenUpToSixteenKibibytesAndNoFurther() {
    String fits = " ".repeat(16 * 1024 - 2) + "{}";
    assertProblem(bench.postText("/api/robot/register", fits, tokenOf(ROOT)), 400, "missing_field");
    assertProblem(
        bench.postText("/api/robot/register", " " + fits, tokenOf(ROOT)), 413, "too_large");
  }

  @Test
  void unknownPathsAndMethodsAreSaidClearly() {
    assertProblem(bench.get("/api/nothing"), 404, "not_found");
    assertProblem(bench.get("/nothing.html"), 404, "not_found");
    HttpResponse<String> response = bench.get("/api/login");
    assertProblem(response, 405, "method_not_allowed");
    assertThat(response.headers().firstValue("allow")).hasValue("POST");
    assertThat(bench.post("/index.html", null).headers().firstValue("allow")).hasValue("GET, HEAD");
  }

  @Test
  void afterTheBurstAnAddressIsSlowedDownAndToldSo() {
    for (int i = 0; i < ApiHarness.BURST; i++) {
      assertThat(bench.get("/api/robots").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> response = bench.get("/api/robots");
    assertProblem(response, 429, "rate_limited");
    assertThat(response.headers().firstValue("retry-after")).hasValue("1");
    bench.clocks().passMs(1000);
    assertThat(bench.get("/api/robots").statusCode()).isEqualTo(401);
  }

  @Test
  void theCommandsInterfaceHasALargerBurstOfItsOwn() {
    for (int i = 0; i < ApiHarness.COMMANDS_BURST; i++) {
      assertThat(bench.get("/api/robots/tank-1/commands").statusCode()).isEqualTo(401);
    }
    assertProblem(bench.get("/api/robots/tank-1/commands"), 429, "rate_limited");
    assertThat(bench.get("/api/robots").statusCode()).isEqualTo(401);
    assertThat(bench.measured()).contains("refused commands");
  }

  @Test
  void theLimitOfTheInterfaceLeavesPageAndHealthAlone() {
    for (int i = 0; i <= ApiHarness.BURST; i++) {
      bench.get("/api/robots");
    }
    assertThat(bench.get("/").statusCode()).isEqualTo(200);
    assertThat(bench.get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void everyAnswerHasTheSecurityHeaders() {
    for (String path : List.of("/", "/nothing", "/api/robots", "/health")) {
      HttpResponse<String> response = bench.get(path);
      assertThat(response.headers().firstValue("content-security-policy").orElseThrow())
          .contains("default-src 'self'")
          .containsPattern("connect-src 'self' wss://127\\.0\\.0\\.1:\\d+;")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
      assertThat(response.headers().firstValue("referrer-policy")).hasValue("no-referrer");
      assertThat(response.headers().firstValue("permissions-policy").orElseThrow())
          .contains("camera=()", "microphone=()", "geolocation=()", "usb=()", "gamepad=(self)");
      assertThat(response.headers().firstValue("strict-transport-security")).isPresent();
    }
  }

  @Test
  void theOtherRelaysAreToldToAnybodyAndThePageMayConnectToThem() {
    assertThat(bench.get("/api/relays").body()).isEqualTo("{\"relays\":[]}");
    bench.listRelays(
        new ListedRelay("Frankfurt", "https://fra.test"),
        new ListedRelay("Plain", "http://plain.test:8080"));
    HttpResponse<String> response = bench.get("/api/relays");
    assertThat(response.body())
        .isEqualTo(
            "{\"relays\":[{\"name\":\"Frankfurt\",\"url\":\"https://fra.test\"},"
                + "{\"name\":\"Plain\",\"url\":\"http://plain.test:8080\"}]}");
    assertThat(response.headers().firstValue("cache-control")).hasValue("public, max-age=60");
    assertThat(bench.get("/").headers().firstValue("content-security-policy").orElseThrow())
        .containsPattern(
            "connect-src 'self' wss://127\\.0\\.0\\.1:\\d+ https://fra\\.test wss://fra\\.test"
                + " http://plain\\.test:8080 ws://plain\\.test:8080;");
  }

  @Test
  void answersOfTheInterfaceAreNeverCached() {
    assertThat(bench.get("/api/robots").headers().firstValue("cache-control")).hasValue("no-store");
    assertThat(login("ana", PASSWORD).headers().firstValue("cache-control")).hasValue("no-store");
    assertThat(bench.get("/health").headers().firstValue("cache-control")).hasValue("no-store");
  }

  @Test
  void healthTellsAnybodyWhetherTheNodeServesAndNothingElse() {
    JsonObject answer = new JsonObject(bench.get("/health").body());
    assertThat(answer.getString("status")).isEqualTo("healthy");
    assertThat(answer.getString("service")).isEqualTo("havatar-relay");
    assertThat(answer.fieldNames()).containsExactlyInAnyOrder("status", "service");
  }

  @Test
  void anUnhealthyNodeSaysWhyAndIsStillAlive() {
    bench.faults().add("The store doesn't answer.");
    HttpResponse<String> health = bench.get("/health");
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(new JsonObject(health.body()).getString("status")).isEqualTo("unhealthy");
    assertThat(new JsonObject(health.body()).getJsonArray("reasons"))
        .containsExactly("The store doesn't answer.");
    assertThat(bench.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(bench.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void whenTheStoreCantTellTheAnswerIsUnavailable() {
    String token = tokenOf(ANA);
    bench.closeStore();
    HttpResponse<String> asked = bench.get("/api/robots", token);
    assertProblem(asked, 503, "unavailable");
    assertThat(asked.headers().firstValue("retry-after")).hasValue("2");
    HttpResponse<String> refused = login("ana", PASSWORD);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
  }
}
