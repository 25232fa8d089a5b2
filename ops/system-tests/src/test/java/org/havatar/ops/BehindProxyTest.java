package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.Program;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.RelayHost;
import org.havatar.ops.kit.Site;
import org.havatar.ops.kit.Wait;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A real nginx in front of a real relay, visited from several addresses of this machine. */
final class BehindProxyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int BURST = 20;
  private static final String CAMERA = "/api/cars/" + Accounts.SPARE_ROBOT + "/camera";
  private static final String STREAM = "http://192.168.1.9:8080/stream";

  private final List<AutoCloseable> open = new ArrayList<>();
  private Program relay;
  private int port;

  @BeforeEach
  void start(TestInfo test) throws IOException {
    Site site = Site.create("proxy-" + test.getTestMethod().orElseThrow().getName());
    port = RelayHost.freePort();
    relay = keep(site.relay().startBehindProxy());
    Program nginx = keep(site.relay().startNginx(port));
    Visitor visitor = new Visitor("127.0.0.9");
    Wait.until(
        "an answer through nginx",
        PATIENCE,
        () -> {
          assertThat(nginx.isAlive()).as(nginx.log()).isTrue();
          return visitor.status("/health/ready", "") == 200;
        });
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T keep(T started) {
    open.add(started);
    return started;
  }

  /** Somebody at that address of this machine; nginx tells it to the relay. */
  private final class Visitor {
    private final HttpClient http;

    Visitor(String address) {
      try {
        http = HttpClient.newBuilder().localAddress(InetAddress.getByName(address)).build();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      keep(http::shutdownNow);
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
      try {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** −1 while nobody answers. */
    int status(String path, String forwardedFor) {
      HttpRequest.Builder request = request(path);
      try {
        return send(forwardedFor.isEmpty()
                ? request
                : request.header("X-Forwarded-For", forwardedFor))
            .statusCode();
      } catch (IOException e) {
        return -1;
      }
    }

    String login() throws IOException {
      String body =
          "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(Accounts.OWNER, Accounts.PASSWORD);
      HttpRequest.BodyPublisher text = HttpRequest.BodyPublishers.ofString(body);
      HttpRequest.Builder request =
          request("/api/login").header("Content-Type", "application/json").POST(text);
      return RelayApi.texts(send(request).body(), "token").getFirst();
    }

    HttpResponse<String> get(String path, String token) throws IOException {
      return send(request(path).header("Authorization", "Bearer " + token));
    }

    /** A board's socket; what it hears goes into the queue. */
    WebSocket board(String key, BlockingQueue<String> heard) {
      WebSocket.Listener listener =
          new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence text, boolean last) {
              heard.add(text.toString());
              socket.request(1);
              return null;
            }
          };
      return http.newWebSocketBuilder()
          .header("X-API-Key", key)
          .buildAsync(
              URI.create("ws://127.0.0.1:" + port + "/robot/" + Accounts.SPARE_ROBOT), listener)
          .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    }
  }

  @Test
  void visitorsAreCountedApartWhateverTheyCallThemselves() {
    Visitor hasty = new Visitor("127.0.0.2");
    int answered = 0;
    while (answered <= 10 * BURST
        && hasty.status("/api/robots", "203.0.113." + answered % 250) == 401) {
      answered++;
    }
    assertThat(answered).isBetween(BURST, 10 * BURST);
    assertThat(new Visitor("127.0.0.3").status("/api/robots", "127.0.0.2")).isEqualTo(401);
  }

  @Test
  void aCameraBoardRegistersThroughTheProxyAndIsToldToWhomMayWatch() throws Exception {
    Visitor person = new Visitor("127.0.0.4");
    String token = person.login();
    assertThat(person.get(CAMERA, token).statusCode()).isEqualTo(404);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>(100);
    WebSocket board = new Visitor("127.0.0.5").board(Accounts.get().spareKey(), heard);
    board
        .sendText(
            "{\"type\":\"register\",\"deviceId\":\"%s\",\"role\":\"camera\",\"streamUrl\":\"%s\"}"
                .formatted(Accounts.SPARE_ROBOT, STREAM),
            true)
        .join();
    assertThat(heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo(
            "{\"type\":\"registered\",\"deviceId\":\"%s\",\"role\":\"camera\"}"
                .formatted(Accounts.SPARE_ROBOT));
    HttpResponse<String> camera = person.get(CAMERA, token);
    assertThat(camera.statusCode()).isEqualTo(200);
    assertThat(RelayApi.texts(camera.body(), "streamUrl")).containsExactly(STREAM);
    assertThat(RelayApi.texts(camera.body(), "quality")).containsExactly("high");
    Wait.during(
        Duration.ofSeconds(6)); // by then an older robot was asked for its status, and stopped
    assertThat(heard).isEmpty();
    assertThat(person.get("/api/robots", token).body())
        .contains("\"robot_id\":\"" + Accounts.SPARE_ROBOT + "\"")
        .doesNotContain("\"online\":true");
    assertThat(relay.log())
        .contains("camera board robot=" + Accounts.SPARE_ROBOT + " remote=127.0.0.5")
        .doesNotContain(STREAM);
    board.abort();
    Wait.until("the camera is gone", PATIENCE, () -> isGone(person, token));
  }

  private static boolean isGone(Visitor person, String token) {
    try {
      return person.get(CAMERA, token).statusCode() == 404;
    } catch (IOException e) {
      return false;
    }
  }
}
