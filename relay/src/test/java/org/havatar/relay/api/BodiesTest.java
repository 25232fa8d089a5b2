package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.havatar.relay.access.people.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are none, and what is said of them. */
final class BodiesTest {
  private static final String PATH = "/api/robot/register";
  private static final String GOOD = "{\"name\": \"Tank\", \"type\": \"tank\"}";

  private final ApiHarness bench;
  private final String token;

  BodiesTest(@TempDir Path directory) {
    bench = new ApiHarness(directory);
    bench.addUser(new User("root", "Root", true), "correct horse");
    JsonObject login = new JsonObject().put("username", "root").put("password", "correct horse");
    token = new JsonObject(bench.post("/api/login", login).body()).getString("token");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private HttpResponse<String> post(byte[] body, String... headers) {
    Map<String, String> all = new HashMap<>(Map.of("authorization", "Bearer " + token));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    return bench.send("POST", PATH, body, all);
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON;charset=\"UTF-8\""
      })
  void jsonInUtf8IsTaken(String type) {
    assertThat(post(bytes(GOOD), "content-type", type).statusCode()).isEqualTo(201);
  }

  @Test
  void noTypeAtAllCountsAsJson() {
    assertThat(post(bytes(GOOD)).statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=iso-8859-1",
        "application/jsonx",
        "nonsense"
      })
  void whatIsNoJsonInUtf8IsRefusedByItsType(String type) {
    assertProblem(post(bytes(GOOD), "content-type", type), 415, "unsupported_media_type");
  }

  @Test
  void aCompressedBodyIsRefusedNotMisread() {
    assertProblem(post(bytes(GOOD), "content-encoding", "gzip"), 415, "unsupported_media_type");
  }

  @Test
  void aNameTwiceIsRefusedBecauseReadersDifferInWhichTheyTake() {
    HttpResponse<String> response =
        post(bytes("{\"name\": \"Tank\", \"type\": \"tank\", \"name\": \"Other\"}"));
    assertProblem(response, 400, "bad_json");
    assertThat(response.body()).contains("twice").doesNotContain("Other");
  }

  @Test
  void whatComesAfterTheObjectIsRefused() {
    for (String tail : new String[] {"{}", "x", ",", "]", "null"}) {
      assertProblem(post(bytes(GOOD + tail)), 400, "bad_json");
    }
    assertThat(post(bytes(GOOD + " \n")).statusCode()).isEqualTo(201);
  }

  @Test
  void aNestingBombIsRefusedAndWhatFitsIsNot() {
    HttpResponse<String> bomb = post(bytes("{\"a\":".repeat(2000) + "1" + "}".repeat(2000)));
    assertProblem(bomb, 400, "bad_json");
    assertThat(bomb.body()).contains("nested");
    assertProblem(post(bytes("[".repeat(8000))), 400, "bad_json");
    String within =
        "{\"name\": \"Tank\", \"type\": \"tank\", \"a\": %s1%s}"
            .formatted("[".repeat(JsonBody.MAX_DEPTH - 1), "]".repeat(JsonBody.MAX_DEPTH - 1));
    assertThat(post(bytes(within)).statusCode()).isEqualTo(201);
    assertProblem(post(bytes(within.replace("1]", "[1]]"))), 400, "bad_json");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    byte[] body = bytes(GOOD);
    body[body.length - 4] = (byte) 0xff;
    HttpResponse<String> response = post(body);
    assertProblem(response, 400, "bad_json");
    assertThat(response.body()).contains("UTF-8");
    assertProblem(post(GOOD.getBytes(StandardCharsets.UTF_16)), 400, "bad_json");
  }

  @Test
  void aNumberOfAThousandDigitsIsRefused() {
    assertProblem(post(bytes("{\"name\": " + "9".repeat(1000) + "}")), 400, "bad_json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type": "tank"}                                   | missing_field | name   | The field name is missing.
          {"name": null, "type": "tank"}                     | missing_field | name   | The field name is missing.
          {"name": "", "type": "tank"}                       | out_of_range  | name   | name has to be text of 1 to 200 characters.
          {"name": 7, "type": "tank"}                        | out_of_range  | name   | name has to be text of 1 to 200 characters.
          {"name": "a", "type": "b", "status": "x"}          | out_of_range  | status | status has to be active or inactive.
          {"name": "a", "type": "b", "rtsp_url": "http://a"} | out_of_range  | rtsp_url | rtsp_url has to be an address of at most 500 characters that begins with rtsp:// or rtsps://.
          """)
  void theFieldIsNamedAndWhatItHasToBe(String body, String code, String field, String detail) {
    HttpResponse<String> response = post(bytes(body));
    assertProblem(response, 400, code);
    JsonObject problem = new JsonObject(response.body());
    assertThat(problem.getString("field")).isEqualTo(field);
    assertThat(problem.getString("detail")).isEqualTo(detail);
  }

  @Test
  void anOptionalFieldThatIsNullCountsAsAbsent() {
    assertThat(post(bytes("{\"name\": \"a\", \"type\": \"b\", \"status\": null}")).statusCode())
        .isEqualTo(201);
  }

  @Test
  void whoHasNotProvedToBeSomebodyIsRefusedBeforeItsBodyIsRead() {
    HttpResponse<String> response =
        bench.send("POST", PATH, new byte[1_000_000], Map.of("content-type", "text/plain"));
    assertProblem(response, 401, "unauthenticated");
    assertThat(bench.get("/api/openapi.json").statusCode()).isEqualTo(200);
  }

  @Test
  void aParameterTwiceIsNoQuestion() {
    HttpResponse<String> response = bench.get("/api/robots/tank-1/commands?limit=1&limit=2", token);
    assertProblem(response, 400, "out_of_range");
    assertThat(new JsonObject(response.body()).getString("field")).isEqualTo("limit");
  }
}
