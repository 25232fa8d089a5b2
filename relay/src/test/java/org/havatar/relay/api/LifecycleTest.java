package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.havatar.relay.access.Answers;
import org.havatar.relay.api.document.ApiDocument;
import org.havatar.relay.api.document.DocumentException;
import org.junit.jupiter.api.Test;

/** What is on its way out says so in every answer. */
final class LifecycleTest {
  private static ApiDocument document(String properties) {
    return ApiDocument.of(
        Map.of(
            "api.yaml",
            """
            openapi: 3.1.1
            info: {title: t, version: "1"}
            components:
              responses: {Refused404: {description: r}, Refused429: {description: r}, \
            Refused500: {description: r}, Refused503: {description: r}}
            paths:
              /old/{id}:
                get:
                  operationId: getOld
                  security: []
                  %s
                  parameters:
                    - {name: id, in: path, required: true, schema: {type: string}}
                  responses: {"200": {description: a}, "400": {description: a}}
            """
                .formatted(properties)));
  }

  private static HttpHeaders answer(ApiDocument document) throws Exception {
    Vertx vertx = Vertx.vertx();
    try (HttpClient client = HttpClient.newHttpClient()) {
      Router router = Router.router(vertx);
      Operations operations = new Operations(document, Map.of(), context -> {});
      operations.on("getOld", context -> context.response().end());
      operations.bind(router);
      HttpServer server =
          Answers.of(ApiHarness.createServer(vertx).requestHandler(router).listen(0, "127.0.0.1"));
      URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/old/a%20b");
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).headers();
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      Answers.of(vertx.close());
    }
  }

  @Test
  void aDeprecatedOperationTellsSinceWhenUntilWhenAndWhatToUse() throws Exception {
    HttpHeaders headers =
        answer(
            document(
                """
                deprecated: true
                      x-deprecated-since: 2026-11-21T13:00:00Z
                      x-sunset: 2027-06-05T00:00:00Z
                      x-successor: /new/{id}"""));
    assertThat(headers.firstValue("deprecation")).hasValue("@1795266000");
    assertThat(headers.firstValue("sunset")).hasValue("Sat, 05 Jun 2027 00:00:00 GMT");
    assertThat(headers.firstValue("link")).hasValue("</new/a%20b>; rel=\"successor-version\"");
  }

  @Test
  void theOthersSayNothing() throws Exception {
    HttpHeaders headers = answer(document("summary: It stays"));
    assertThat(headers.map()).doesNotContainKeys("deprecation", "sunset", "link");
  }

  @Test
  void aDocumentThatContradictsItselfIsRefused() {
    for (String wrong :
        new String[] {
          "deprecated: true",
          "x-sunset: 2027-06-05T00:00:00Z",
          "x-successor: /new",
          "{deprecated: true, x-deprecated-since: soon}"
        }) {
      assertThatThrownBy(() -> document(wrong)).as(wrong).isInstanceOf(DocumentException.class);
    }
    assertThatThrownBy(
            () ->
                document(
                    """
                    deprecated: true
                          x-deprecated-since: 2026-11-21T13:00:00Z
                          x-sunset: 2026-11-20T13:00:00Z"""))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("getOld");
  }
}
