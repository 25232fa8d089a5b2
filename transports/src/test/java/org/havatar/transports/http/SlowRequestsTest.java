package org.havatar.transports.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.havatar.transports.FreePort;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.websocket.WebSocketServer;
import org.havatar.transports.wire.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever sends a byte now and then holds nothing for ever. Time is the test's. */
final class SlowRequestsTest {
  private static final int LIMIT_MS = 50;

  private final Vertx vertx = Vertx.vertx();

  /** Held: one that nobody references ends its connections when garbage is collected. */
  private final WebSocketClient client = vertx.createWebSocketClient();

  private final AtomicLong nowMs = new AtomicLong();
  private int port;

  @BeforeEach
  void start() throws Exception {
    port = FreePort.find();
    HttpOptions options =
        new HttpOptions(List.of("127.0.0.1"), port, null, List.of(), false, LIMIT_MS);
    Acceptor acceptor =
        (claim, answer) ->
            answer.accept(new Acceptor.Verdict.Admit(link -> new Silent(), "127.0.0.1"));
    WebSocketServer transport =
        new WebSocketServer(
            options,
            acceptor,
            request ->
                request.body().onSuccess(body -> request.response().end("got " + body.length())),
            nowMs::get,
            new Drops());
    done(vertx.deployVerticle(transport));
  }

  @AfterEach
  void end() throws Exception {
    done(vertx.close());
  }

  private static final class Silent implements LinkListener {
    @Override
    public void onMessage(Message message) {}

    @Override
    public void onClosed(CloseCode code) {}
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private Socket open(String bytes) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    send(socket, bytes);
    return socket;
  }

  private static void send(Socket socket, String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** All that comes until the other side closes. */
  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** A request answered on another connection: all that came before has been seen. */
  private void letItSeeAll() throws IOException {
    try (Socket other = open("GET / HTTP/1.1\r\nhost: a\r\n\r\n")) {
      assertThat(readUntil(other, "got 0")).contains("200 OK");
    }
  }

  @Test
  void whoSaysNothingAndWhoDribblesItsHeadIsClosedAtTheLimit() throws Exception {
    try (Socket silent = open("");
        Socket slow = open("GET / HTTP/1.1\r\nhost: a\r\nx-a: ")) {
      letItSeeAll();
      nowMs.set(LIMIT_MS - 1);
      send(slow, "b");
      letItSeeAll();
      nowMs.set(LIMIT_MS);
      assertThat(readAll(silent)).isEmpty();
      assertThat(readAll(slow)).isEmpty();
    }
  }

  @Test
  void aBodyThatDoesNotComeIsAnswered408AndEnded() throws Exception {
    try (Socket slow = open("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nab")) {
      letItSeeAll();
      nowMs.set(LIMIT_MS);
      assertThat(readAll(slow)).startsWith("HTTP/1.1 408").contains("\"code\":\"too_slow\"");
    }
  }

  @Test
  void aSlowBodyWithinTheLimitIsTakenAndTheConnectionKept() throws Exception {
    try (Socket socket = open("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\nab")) {
      letItSeeAll();
      nowMs.set(LIMIT_MS - 1);
      send(socket, "cd");
      assertThat(readUntil(socket, "got 4")).contains("200 OK");
      send(socket, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
      assertThat(readUntil(socket, "got 0")).contains("200 OK");
    }
  }

  @Test
  void thousandsOfSlowOnesAreAllGoneAfterTheLimit() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 2000; i++) {
        slow.add(open("GET / HTTP/1.1\r\nx: "));
      }
      letItSeeAll();
      nowMs.set(LIMIT_MS);
      for (Socket each : slow) {
        assertThat(readAll(each)).isEmpty();
      }
    } finally {
      for (Socket each : slow) {
        each.close();
      }
    }
  }

  @Test
  void aWebSocketIsNeverEndedByThis() throws Exception {
    WebSocket socket =
        done(
            client.connect(
                new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(port)
                    .setURI("/ws/client/x")));
    try (Socket silent = open("")) {
      letItSeeAll();
      nowMs.set(100L * LIMIT_MS);
      assertThat(readAll(silent)).isEmpty(); // so the deadlines have been looked at
      assertThat(socket.isClosed()).isFalse();
      Promise<Buffer> pong = Promise.promise();
      socket.pongHandler(pong::tryComplete);
      done(socket.writePing(Buffer.buffer("x")));
      assertThat(done(pong.future()).toString()).isEqualTo("x");
    }
  }
}
