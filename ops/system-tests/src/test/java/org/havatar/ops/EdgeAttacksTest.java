package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.havatar.ops.kit.Program;
import org.havatar.ops.kit.RawSocket;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.Site;
import org.havatar.ops.kit.Wait;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** How somebody would wear a relay out, or slip past its limits; the limits are the usual ones. */
final class EdgeAttacksTest {
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(8);
  private static final String INSTANCE = "0123456789abcdef0123456789abcdef";

  private Program relay;
  private RelayApi api;

  @BeforeEach
  void start(TestInfo test) {
    Site site = Site.create(test.getTestMethod().orElseThrow().getName());
    relay = site.relay().startWithUsualLimits();
    api = new RelayApi(site.relay().port(), site.relay().certificate());
  }

  @AfterEach
  void end() {
    api.close();
    relay.close();
  }

  private String request(String head) {
    try (RawSocket socket = RawSocket.tls(api.tls(), api.port())) {
      socket.write(head);
      return socket.readUntil("\r\n\r\n");
    }
  }

  private static String logIn(String headers, String body) {
    return "POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + headers
        + "Content-Length: "
        + body.length()
        + "\r\nConnection: close\r\n\r\n"
        + body;
  }

  @Test
  void whoWritesOtherAddressesIntoHeadersIsCountedAllTheSame() {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String forged =
          "X-Forwarded-For: 10.0.0.%d\r\nForwarded: for=10.0.1.%d\r\nX-Real-IP: 10.0.2.%d\r\n"
              .formatted(i, i, i);
      answers.add(request(logIn(forged, "{}")));
    }
    assertThat(answers).anyMatch(answer -> answer.startsWith("HTTP/1.1 400"));
    assertThat(answers)
        .filteredOn(answer -> answer.startsWith("HTTP/1.1 429"))
        .hasSizeGreaterThan(5)
        .allMatch(answer -> answer.toLowerCase(Locale.ROOT).contains("retry-after: "));
  }

  @Test
  void socketsOfOneAddressAreLimitedAndARefusedOneSaysWhenToComeBack() {
    List<RawSocket> open = new ArrayList<>();
    try {
      String refused = "";
      for (int i = 0; i < 30 && refused.isEmpty(); i++) {
        RawSocket socket = RawSocket.tls(api.tls(), api.port());
        open.add(socket);
        String status = socket.upgrade("/ws/client/" + INSTANCE + "?ticket=nonsense", "");
        refused = status.contains(" 429 ") ? status : "";
      }
      assertThat(refused).contains(" 429 ");
    } finally {
      open.forEach(RawSocket::close);
    }
  }

  @Test
  void oversizeDeepAndDoubledBodiesAreRefusedAndTheNextRequestWorks() {
    String huge = "{\"username\":\"" + "x".repeat(100_000) + "\"}";
    assertThat(request(logIn("", huge))).startsWith("HTTP/1.1 413");
    String deep = "{\"username\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
    assertThat(request(logIn("", deep))).startsWith("HTTP/1.1 400");
    String doubled = "{\"username\":\"owner\",\"username\":\"driver\",\"password\":\"x\"}";
    assertThat(request(logIn("", doubled))).startsWith("HTTP/1.1 400");
    String chunks =
        "POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
            + ("4000\r\n" + "x".repeat(0x4000) + "\r\n").repeat(3);
    assertThat(request(chunks)).startsWith("HTTP/1.1 413");
    HttpResponse<String> fine = api.get("/health/live", "");
    assertThat(fine.statusCode()).isEqualTo(200);
  }

  @Test
  void whoSendsHisHeadersDropByDropIsEnded() {
    long fromNs = System.nanoTime();
    try (RawSocket silent = RawSocket.tls(api.tls(), api.port());
        RawSocket slow = RawSocket.tls(api.tls(), api.port())) {
      slow.write("GET /api/robots HTTP/1.1\r\nHost: localhost\r\nX-A: ");
      Wait.until("its end", ENDED_WITHIN, () -> !slow.write("a") || slow.isEnded());
      Wait.until("the silent one's end", ENDED_WITHIN, silent::isEnded);
    }
    System.out.printf("slow headers: ended after %.1f s%n", (System.nanoTime() - fromNs) / 1e9);
    assertThat(api.get("/health/live", "").statusCode()).isEqualTo(200);
  }
}
