package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.access.people.User;
import org.havatar.relay.session.port.CommandRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandRoutesTest {
  private static final User ROOT = new User("root", "Root", true);
  private static final User ANA = new User("ana", "Ana", false);
  private static final String PASSWORD = "correct horse battery";
  private static final String PATH = "/api/robots/tank-1/commands";

  private final ApiHarness bench;
  private final String token;

  CommandRoutesTest(@TempDir Path directory) {
    bench = new ApiHarness(directory);
    bench.addUser(ROOT, PASSWORD);
    bench.addUser(ANA, PASSWORD);
    bench.addRobot("tank-1");
    bench.addRobot("tank-2");
    token = tokenOf(ROOT);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private String tokenOf(User user) {
    JsonObject body = new JsonObject().put("username", user.name()).put("password", PASSWORD);
    return new JsonObject(bench.post("/api/login", body).body()).getString("token");
  }

  private static CommandRecord drive(String robotId, long atMs, int left, String fate) {
    return new CommandRecord(robotId, atMs, atMs + 980, "ana", 5, "drive", left, -left, fate, 50);
  }

  private JsonObject found(String query) {
    HttpResponse<String> response = bench.get(PATH + query, token);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonObject(response.body());
  }

  @Test
  void whoSentWhatWhenAndWhatBecameOfItIsToldInOrderForThatRobotOnly() {
    bench.addCommands(
        List.of(
            drive("tank-1", 2000, 500, "accepted"),
            drive("tank-2", 2500, 1, "accepted"),
            drive("tank-1", 1000, 300, "stale"),
            new CommandRecord("tank-1", 3000, 3000, "ben", 6, "stop", 0, 0, "forwarded", 1)));
    JsonArray commands = found("?from=1000&to=1970-01-01T00:00:04Z").getJsonArray("commands");
    assertThat(commands)
        .containsExactly(
            new JsonObject()
                .put("first", "1970-01-01T00:00:01Z")
                .put("last", "1970-01-01T00:00:01.980Z")
                .put("account", "ana")
                .put("holder", "0000000000000005")
                .put("type", "drive")
                .put("fate", "stale")
                .put("count", 50)
                .put("left", 300)
                .put("right", -300),
            commands.getJsonObject(1),
            new JsonObject()
                .put("first", "1970-01-01T00:00:03Z")
                .put("last", "1970-01-01T00:00:03Z")
                .put("account", "ben")
                .put("holder", "0000000000000006")
                .put("type", "stop")
                .put("fate", "forwarded")
                .put("count", 1));
    assertThat(commands.getJsonObject(1).getString("fate")).isEqualTo("accepted");
  }

  @Test
  void fromIsInclusiveAndToIsNot() {
    bench.addCommands(
        List.of(drive("tank-1", 1000, 1, "stale"), drive("tank-1", 2000, 2, "stale")));
    assertThat(found("?from=1000&to=2000").getJsonArray("commands")).hasSize(1);
    assertThat(found("?from=1001&to=2001").getJsonArray("commands")).hasSize(1);
    assertThat(found("?from=1001&to=2000").getJsonArray("commands")).isEmpty();
  }

  @Test
  void longAnswersComeInPagesThatMissNothingAndRepeatNothing() {
    List<CommandRecord> all = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      all.add(drive("tank-1", 1000 + i / 5, i, "accepted"));
    }
    bench.addCommands(all);
    List<Integer> seen = new ArrayList<>();
    String after = "";
    for (int page = 0; page < 4; page++) {
      JsonObject answer = found("?from=0&to=9999&limit=7" + after);
      answer
          .getJsonArray("commands")
          .forEach(each -> seen.add(((JsonObject) each).getInteger("left")));
      assertThat(answer.containsKey("next")).isEqualTo(page < 3);
      after = "&after=" + answer.getString("next");
    }
    assertThat(seen).containsExactlyElementsOf(all.stream().map(r -> r.leftPermille()).toList());
  }

  @Test
  void withoutTimesItIsTheLastHour() {
    long nowMs = bench.clocks().clocks().wall().millis();
    bench.addCommands(
        List.of(
            drive("tank-1", nowMs - 3_600_001, 1, "accepted"),
            drive("tank-1", nowMs - 3_500_000, 2, "accepted"),
            drive("tank-1", nowMs, 3, "accepted")));
    assertThat(found("").getJsonArray("commands")).hasSize(2);
  }

  @Test
  void whatWasLostIsSaid() {
    bench.dropCommands(17);
    assertThat(found("").getLong("dropped")).isEqualTo(17);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?from=yesterday",
        "?to=-1",
        "?from=5&to=4",
        "?limit=0",
        "?limit=1001",
        "?limit=x",
        "?after=x",
        "?from=99999999999999999"
      })
  void aQueryThatMeansNothingIsRefusedWithWhatItShouldBe(String query) {
    HttpResponse<String> response = bench.get(PATH + query, token);
    assertThat(response.statusCode()).isEqualTo(400);
    JsonObject problem = new JsonObject(response.body());
    assertThat(problem.getString("code")).isEqualTo("out_of_range");
    assertThat(problem.getString("detail")).contains(" has to be ");
  }

  @Test
  void onlyTheOwnerAndAdministratorsReadIt() {
    assertThat(bench.get(PATH, tokenOf(ANA)).statusCode()).isEqualTo(403);
    assertThat(bench.get(PATH).statusCode()).isEqualTo(401);
    assertThat(bench.get("/api/robots/nobody/commands", token).statusCode()).isEqualTo(404);
    assertThat(bench.get("/api/robots/no%20body/commands", token).statusCode()).isEqualTo(404);
  }

  @Test
  void aLogThatCannotBeReadIsNoEmptyLog() {
    bench.closeCommands();
    assertThat(bench.get(PATH, token).statusCode()).isEqualTo(503);
  }
}
