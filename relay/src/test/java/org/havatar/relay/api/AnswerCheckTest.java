package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.havatar.relay.LocalHttp;
import org.havatar.relay.api.document.ApiDocument;
import org.junit.jupiter.api.Test;

/** The judge of answers finds what the document doesn't tell. */
final class AnswerCheckTest {
  private final AnswerCheck check;

  AnswerCheckTest() throws IOException {
    check = new AnswerCheck(ApiDocument.load(AnswerCheckTest.class.getClassLoader()));
  }

  private static HttpResponse<String> answer(int status, String type, String body)
      throws IOException, InterruptedException {
    HttpServer server = LocalHttp.create();
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("content-type", type);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri =
          URI.create("http://127.0.0.1:%d/api/robots".formatted(server.getAddress().getPort()));
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } finally {
      server.stop(0);
    }
  }

  private static String robots(String fields) {
    return "{\"robots\": [{\"robot_id\": \"a\", \"name\": \"A\", \"type\": \"t\","
        + " \"may\": \"drive\", \"booking_required\": false%s}]}".formatted(fields);
  }

  @Test
  void anAnswerOfTheDocumentPasses() throws Exception {
    HttpResponse<String> good = answer(200, "application/json", robots(", \"online\": true"));
    assertThatCode(() -> check.check(good)).doesNotThrowAnyException();
  }

  @Test
  void aFieldTooFewTooManyOrOfAnotherTypeAnotherStatusOrKindFail() throws Exception {
    for (HttpResponse<String> wrong :
        List.of(
            answer(200, "application/json", robots("")),
            answer(200, "application/json", robots(", \"online\": 1")),
            answer(200, "application/json", robots(", \"online\": true, \"key\": \"k\"")),
            answer(202, "application/json", robots(", \"online\": true")),
            answer(200, "text/plain", robots(", \"online\": true")),
            answer(401, "application/problem+json", "{\"code\": \"unauthenticated\"}"))) {
      assertThatThrownBy(() -> check.check(wrong))
          .as(wrong.body())
          .isInstanceOf(AssertionError.class);
    }
  }
}
