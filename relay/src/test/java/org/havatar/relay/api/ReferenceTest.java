package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.havatar.relay.api.document.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document as it is served, for programs and for people. */
final class ReferenceTest {
  private final ApiHarness bench;

  ReferenceTest(@TempDir Path directory) {
    bench = new ApiHarness(directory);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theDocumentIsServedWholeAndNamesEveryOperation() {
    HttpResponse<String> response = bench.get("/api/openapi.json");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    JsonObject document = new JsonObject(response.body());
    assertThat(document.getString("openapi")).startsWith("3.1.");
    for (Operation each : bench.document().operations()) {
      JsonObject path = document.getJsonObject("paths").getJsonObject(each.path());
      assertThat(path.getJsonObject(each.method().name().toLowerCase(java.util.Locale.ROOT)))
          .as(each.id())
          .isNotNull();
    }
  }

  @Test
  void whoHasItIsToldSo() {
    for (String path : List.of("/api/openapi.json", "/api/docs", "/api/docs.css")) {
      String etag = bench.get(path).headers().firstValue("etag").orElseThrow();
      HttpResponse<String> again = bench.get(path, Map.of("if-none-match", etag));
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.headers().firstValue("cache-control")).hasValue("no-cache");
    }
  }

  @Test
  void thePageHasAnAnchorForEveryOperationAndNothingThatItsPolicyForbids() {
    HttpResponse<String> response = bench.get("/api/docs");
    assertThat(response.headers().firstValue("content-type")).hasValue("text/html;charset=utf-8");
    assertThat(response.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'self'")
        .doesNotContain("unsafe");
    String html = response.body();
    for (Operation each : bench.document().operations()) {
      if (each.id().equals("getReferenceStyle")) {
        continue; // it is part of the page
      }
      assertThat(html)
          .contains("<article id=\"" + each.id() + "\">")
          .contains("href=\"#" + each.id() + "\"")
          .contains(each.path());
    }
    assertThat(html).doesNotContain("<script").doesNotContain("style=").doesNotContain("<style");
    assertThat(Pattern.compile("\\son[a-z]+=").matcher(html).find()).isFalse();
    assertThat(bench.get("/api/docs.css").headers().firstValue("content-type"))
        .hasValue("text/css;charset=utf-8");
  }

  @Test
  void itShowsFieldsWhatTheyHaveToBeAndAnExample() {
    assertThat(bench.get("/api/docs").body())
        .contains("rtsp://")
        .contains("webrtc_url")
        .contains("a whole number from 1 to 1000")
        .contains("&quot;robot_id&quot; : &quot;tank-1&quot;")
        .contains("administrator&#39;s token");
  }
}
