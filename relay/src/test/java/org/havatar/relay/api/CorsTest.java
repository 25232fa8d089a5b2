package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may use the interface. */
final class CorsTest {
  private static final String FRIEND = "https://lab.example.org";

  private final ApiHarness bench;

  CorsTest(@TempDir Path directory) {
    bench = new ApiHarness(directory);
    bench.allowOrigins(FRIEND);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private HttpResponse<String> preflight(String path, String origin) {
    return bench.send(
        "OPTIONS",
        path,
        new byte[0],
        Map.of(
            "origin",
            origin,
            "access-control-request-method",
            "POST",
            "access-control-request-headers",
            "authorization,content-type"));
  }

  @Test
  void aPageOfAnAllowedOriginMayAskAndIsToldForHowLong() {
    HttpResponse<String> response = preflight("/api/robot/register", FRIEND);
    assertThat(response.statusCode()).isEqualTo(204);
    Map<String, String> expected =
        Map.of(
            "access-control-allow-origin", FRIEND,
            "access-control-allow-methods", "POST",
            "access-control-allow-headers", "authorization, content-type, if-none-match",
            "access-control-max-age", "7200");
    expected.forEach(
        (name, value) -> assertThat(response.headers().firstValue(name)).as(name).hasValue(value));
    assertThat(
            preflight("/api/robots/tank-1/commands", FRIEND)
                .headers()
                .firstValue("access-control-allow-methods"))
        .hasValue("GET");
    assertThat(preflight("/api/nothing", FRIEND).statusCode()).isEqualTo(404);
  }

  @Test
  void itReadsAnswersAndRefusalsAlike() {
    for (String path : new String[] {"/api/openapi.json", "/api/robots", "/api/nothing"}) {
      HttpResponse<String> response = bench.get(path, Map.of("origin", FRIEND));
      assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue(FRIEND);
      assertThat(response.headers().firstValue("access-control-expose-headers").orElseThrow())
          .contains("retry-after");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "https://lab.example.org.evil.example",
        "https://lab.example.org:8443",
        "http://lab.example.org",
        "https://sub.lab.example.org",
        "HTTPS://LAB.EXAMPLE.ORG",
        "null",
        "*"
      })
  void noOtherOriginIsLetIn(String origin) {
    HttpResponse<String> preflight = preflight("/api/login", origin);
    assertThat(preflight.statusCode()).isEqualTo(403);
    assertThat(new JsonObject(preflight.body()).getString("code")).isEqualTo("origin_not_allowed");
    for (HttpResponse<String> response :
        List.of(preflight, bench.get("/api/robots", Map.of("origin", origin)))) {
      assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
    }
  }

  @Test
  void nobodyMayEverSendCredentialsOfTheBrowser() {
    assertThat(preflight("/api/login", FRIEND).headers().map())
        .doesNotContainKey("access-control-allow-credentials");
  }

  @Test
  void cachesAreToldThatTheAnswerDependsOnTheOrigin() {
    assertThat(bench.get("/api/robots").headers().firstValue("vary")).hasValue("origin");
    assertThat(preflight("/api/login", FRIEND).headers().firstValue("vary")).hasValue("origin");
  }

  @Test
  void otherOriginsCountFromNowOn() {
    bench.allowOrigins("https://other.example");
    assertThat(preflight("/api/login", FRIEND).statusCode()).isEqualTo(403);
    assertThat(preflight("/api/login", "https://other.example").statusCode()).isEqualTo(204);
  }

  @Test
  void theRelaysOwnPageNeedsNoPermission() {
    HttpResponse<String> response =
        bench.send(
            "POST",
            "/api/login",
            "{}".getBytes(StandardCharsets.UTF_8),
            Map.of("origin", "https://relay.example", "content-type", "application/json"));
    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void optionsWithoutAPageIsAMethodLikeOthers() {
    HttpResponse<String> response = bench.send("OPTIONS", "/api/login", new byte[0], Map.of());
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).hasValue("POST");
  }
}
