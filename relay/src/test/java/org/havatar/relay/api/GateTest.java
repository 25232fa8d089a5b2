package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.havatar.relay.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers send that no client would: limited, measured once, and never loud in the log. */
@SuppressWarnings("StringConcatToTextBlock") // carriage returns are what it is about
final class GateTest {
  private static final String HOST = "host: relay.test\r\n";
  private static final int PAGE_BURST = 200;

  private final ApiHarness bench;
  private final LogLines log = new LogLines();

  GateTest(@TempDir Path directory) {
    bench = new ApiHarness(directory);
  }

  @AfterEach
  void close() {
    bench.close();
    log.close();
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n";
  }

  /** The statuses of that many requests on one connection, until it is closed. */
  private List<Integer> statuses(String request, int times) throws IOException {
    List<Integer> all = new ArrayList<>();
    try (RawConnection connection = new RawConnection(bench.port())) {
      for (int i = 0; i < times; i++) {
        connection.write(request);
        Optional<RawConnection.Answer> answer = connection.read();
        if (answer.isEmpty()) {
          return all;
        }
        all.add(answer.get().status());
      }
    }
    return all;
  }

  private List<String> requestsMeasured() {
    return bench.measured().stream().filter(each -> each.matches("\\S+ \\d{3}")).toList();
  }

  private static Predicate<Integer> is(int status) {
    return each -> each == status;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%zz", "/%", "/a/%2", "/%z%z?x=1", "*", "/a?x=%zz", "/nowhere?%"})
  void whatCannotBeReadIsLimitedAsEverythingAndMeasuredOnce(String target) throws IOException {
    List<Integer> statuses = statuses(get(target), PAGE_BURST + 50);
    assertThat(statuses).hasSize(PAGE_BURST + 50);
    assertThat(statuses.subList(0, PAGE_BURST)).allMatch(is(400));
    assertThat(statuses.subList(PAGE_BURST, PAGE_BURST + 50)).allMatch(is(429));
    await().untilAsserted(() -> assertThat(requestsMeasured()).hasSize(PAGE_BURST + 50));
    assertThat(requestsMeasured()).allMatch(each -> each.startsWith("other "));
    assertThat(log.loud()).isEmpty();
  }

  @Test
  void whoGoesOnAfterAHundredRefusalsIsNotEvenRefused() throws IOException {
    List<Integer> statuses = statuses(get("/nowhere"), PAGE_BURST + 200);
    assertThat(statuses).hasSize(PAGE_BURST + 100);
    assertThat(statuses(get("/nowhere"), 5)).isEmpty();
    bench.clocks().passMs(1000);
    assertThat(statuses(get("/nowhere"), 5)).hasSize(5);
    await()
        .untilAsserted(
            () ->
                assertThat(requestsMeasured())
                    .filteredOn(each -> each.endsWith("429"))
                    .hasSizeGreaterThan(101));
    assertThat(log.loud()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/robots?limit=%zz",
        "/api/%2e%2e/api/robots",
        "/%61pi/robots",
        "/api/robots/%00"
      })
  void whateverWayThePathIsWrittenTheInterfacesOwnLimitHolds(String target) throws IOException {
    List<Integer> statuses = statuses(get(target), ApiHarness.BURST + 10);
    assertThat(statuses.subList(0, ApiHarness.BURST)).noneMatch(is(429));
    assertThat(statuses.subList(ApiHarness.BURST, ApiHarness.BURST + 10)).allMatch(is(429));
    assertThat(log.loud()).isEmpty();
  }

  @Test
  void theLimitComesBeforeAnythingElseIsFoundWrong() throws IOException {
    String[] wrong = {
      "GET /api/robots HTTP/1.1\r\n" + HOST + "expect: wonders\r\n\r\n",
      "FROBNICATE /api/robots HTTP/1.1\r\n" + HOST + "\r\n",
      "OPTIONS /api/login HTTP/1.1\r\n"
          + HOST
          + "origin: https://evil.example\r\naccess-control-request-method: POST\r\n\r\n",
      "POST /api/login HTTP/1.1\r\n" + HOST + "content-length: 0\r\ncontent-type: x\r\n\r\n"
    };
    statuses(get("/api/robots"), ApiHarness.BURST);
    for (String each : wrong) {
      assertThat(statuses(each, 1)).containsExactly(429);
    }
  }

  @Test
  void anUnknownExpectationFailsAndTheKnownOneDoesNot() throws IOException {
    String body = new JsonObject().put("username", "ana").put("password", "x").encode();
    String login =
        "POST /api/login HTTP/1.1\r\n"
            + HOST
            + "content-type: application/json\r\n%scontent-length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    assertThat(statuses(login.formatted("expect: wonders\r\n"), 2)).containsExactly(417, 417);
    assertThat(statuses(login.formatted("expect: 100-continue, wonders\r\n"), 1))
        .containsExactly(417);
    assertThat(statuses("GET / HTTP/1.1\r\n" + HOST + "expect: wonders\r\n\r\n", 1))
        .containsExactly(417);
    try (RawConnection connection = new RawConnection(bench.port())) {
      connection.write(login.formatted("expect: 100-Continue\r\n"));
      assertThat(connection.read().orElseThrow().status()).isEqualTo(100);
      assertThat(connection.read().orElseThrow().status()).isEqualTo(401);
    }
    assertThat(log.loud()).isEmpty();
  }

  @Test
  void whoeverGoesAwayInTheMiddleOfABodyIsNoFaultOfTheRelay() throws IOException {
    for (String head :
        List.of(
            "content-length: 100\r\n\r\n{\"user", "transfer-encoding: chunked\r\n\r\n5\r\n{\"us")) {
      try (RawConnection connection = new RawConnection(bench.port())) {
        connection.write(
            "POST /api/login HTTP/1.1\r\n" + HOST + "content-type: application/json\r\n" + head);
        assertThat(bench.get("/health/live").statusCode()).isEqualTo(200);
      }
    }
    await()
        .untilAsserted(
            () ->
                assertThat(requestsMeasured())
                    .filteredOn(each -> each.startsWith("/api/login"))
                    .hasSize(2));
    assertThat(log.loud()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROBNICATE / HTTP/1.1\r\n%s\r\n",
        "FROBNICATE /api/login HTTP/1.1\r\n%s\r\n",
        "CONNECT relay.test:443 HTTP/1.1\r\n%s\r\n",
        "OPTIONS * HTTP/1.1\r\n%s\r\n",
        "GET http://relay.test/%%zz HTTP/1.1\r\n%s\r\n",
        "GET nowhere HTTP/1.1\r\n%s\r\n",
        "GET // HTTP/1.1\r\n%s\r\n",
        "GET /..%%2f..%%2fetc HTTP/1.1\r\n%s\r\n",
        "GET /%%C3%%28 HTTP/1.1\r\n%s\r\n",
        "GET /\\\\.. HTTP/1.1\r\n%s\r\n",
        "GET /api/robots/%%ff%%fe/commands HTTP/1.1\r\n%s\r\n",
        "GET /api/openapi.json HTTP/1.1\r\n%saccept: ;;q=zz,,/\r\n\r\n",
        "GET / HTTP/1.1\r\n%saccept-language: ;q=zz\r\naccept-charset: ;;\r\n\r\n",
        "GET / HTTP/1.1\r\n%sif-none-match: \"\r\nrange: bytes=zz\r\n\r\n",
        "GET /api/robots HTTP/1.1\r\n%sauthorization: Bearer \u00ff\u00fe..\r\n\r\n",
        "GET /api/robots HTTP/1.1\r\n%sauthorization: Bearer\r\n\r\n",
        "POST /api/login/refresh HTTP/1.1\r\n%scookie: =;;\u00ff;__Secure-havatar_refresh;a=\"\r\n"
            + "content-length: 0\r\n\r\n",
        "POST /api/login/refresh HTTP/1.1\r\n%sorigin: ://\r\nx-havatar-refresh: 1\r\n"
            + "cookie: havatar_refresh=x\r\ncontent-length: 0\r\n\r\n",
        "POST /api/login HTTP/1.1\r\n%scontent-type: ;;charset=zz\r\ncontent-length: 2\r\n\r\n{}",
        "POST /api/login HTTP/1.1\r\n%scontent-type: multipart/form-data\r\n"
            + "content-length: 2\r\n\r\n{}",
        "POST /api/login HTTP/1.1\r\n%stransfer-encoding: chunked\r\n\r\nzz\r\n",
        "GET / HTTP/1.1\r\n%stransfer-encoding: chunked\r\n\r\nzz\r\n",
        "GET /api/robots HTTP/1.1\r\n%stransfer-encoding: chunked\r\n\r\n1\r\nx\r\nzz\r\n",
        "GET /%%zz HTTP/1.1\r\n%stransfer-encoding: chunked\r\n\r\nzz\r\n",
        "POST /api/login HTTP/1.1\r\n%scontent-length: -5\r\n\r\n",
        "POST /api/login HTTP/1.1\r\n%scontent-length: 99999999999999999999\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: a b:zz\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: relay.test:99999999\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/7.7\r\n%s\r\n",
        "GET /\r\n\r\n",
        "\u0000\u0001\u0002\r\n\r\n",
        "GET / HTTP/1.1\r\n%sconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
        "GET / HTTP/1.1\r\n%sconnection: upgrade\r\nupgrade: h2c\r\nhttp2-settings: zz\r\n\r\n"
      })
  void nothingThatAStrangerSendsIsLoudAndWhatTheInterfaceAnswersIsMeasuredOnce(String pattern)
      throws IOException {
    String request = pattern.contains("%s") ? pattern.formatted(HOST) : pattern;
    int answered = 0;
    for (int i = 0; i < 3; i++) {
      try (RawConnection connection = new RawConnection(bench.port())) {
        connection.write(request);
        Optional<RawConnection.Answer> answer = connection.read();
        answered += answer.filter(RawConnection.Answer::isOfInterface).isPresent() ? 1 : 0;
        assertThat(answer.map(RawConnection.Answer::status).orElse(400)).isNotEqualTo(500);
      }
    }
    int expected = answered;
    await().untilAsserted(() -> assertThat(requestsMeasured()).hasSize(expected));
    assertThat(log.loud()).isEmpty();
  }
}
