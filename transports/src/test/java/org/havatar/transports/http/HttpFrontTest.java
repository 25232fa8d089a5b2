package org.havatar.transports.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.havatar.transports.FreePort;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Claim;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.link.Refusal;
import org.havatar.transports.websocket.WebSocketServer;
import org.havatar.transports.wire.BinaryCodec;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Ping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two readers could understand differently, and more of them than are answered. */
final class HttpFrontTest {
  private static final int PATIENCE_MS = 20_000;
  private static final int LARGE_BYTES = 400_000;
  private static final long MUCH_BYTES = 100_000_000;
  private static final String BEHIND = "GET /behind HTTP/1.1\r\nHost: a\r\n\r\n";

  private final Vertx vertx = Vertx.vertx();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Message> heard = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Consumer<Acceptor.Verdict>> slow = new CompletableFuture<>();
  private int port;

  @BeforeEach
  void start() throws Exception {
    port = FreePort.find();
    Acceptor acceptor =
        (claim, answer) -> {
          switch (claim) {
            case Claim.Robot ignored -> slow.complete(answer);
            case Claim.Client ignored ->
                answer.accept(new Acceptor.Verdict.Admit(link -> new Ear(), "192.0.2.7"));
            case Claim.Unreadable ignored ->
                answer.accept(new Acceptor.Verdict.Refuse(Refusal.UNAUTHENTICATED, "No."));
          }
        };
    done(
        vertx.deployVerticle(
            new WebSocketServer(
                new HttpOptions(List.of("127.0.0.1"), port, null, List.of()),
                acceptor,
                this::answer,
                () -> 0,
                new Drops())));
  }

  @AfterEach
  void end() throws Exception {
    done(vertx.close());
  }

  private final class Ear implements LinkListener {
    @Override
    public void onMessage(Message message) {
      heard.add(message);
    }

    @Override
    public void onClosed(CloseCode code) {}
  }

  private void answer(HttpServerRequest request) {
    asked.add(request.path());
    request
        .body()
        .onSuccess(
            body ->
                request
                    .response()
                    .end(
                        request.path().equals("/large")
                            ? Buffer.buffer(new byte[LARGE_BYTES])
                            : Buffer.buffer("got " + body)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.0|Host: a|Transfer-Encoding: chunked||0||",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding: gzip, chunked||0||",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked, xchunked||0||",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding: xchunked||0||",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked, chunked||0||",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding: identity||",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding:||",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked;x=1||0||",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
        "POST / HTTP/1.1|Host: a|Transfer-Encoding : chunked||0||",
        "POST / HTTP/1.1|Host: a|Content-Length: 5|Transfer-Encoding: chunked||0||",
        "POST / HTTP/1.0|Host: a|Content-Length: 5|Transfer-Encoding: chunked||0||",
        "POST / HTTP/1.1|Host: a|Content-Length: 0|Content-Length: 5||abcde",
        "POST / HTTP/1.1|Host: a|Content-Length: 5|Content-Length: 5||abcde",
        "POST / HTTP/1.1|Host: a|Content-Length: 5, 5||abcde",
        "POST / HTTP/1.1|Host: a|Content-Length: +5||abcde",
        "POST / HTTP/1.1|Host: a|Content-Length: -5||abcde",
        "POST / HTTP/1.1|Host: a|Content-Length: 5x||abcde",
        "GET / HTTP/1.1|Host: a|Host: b||",
        "GET / HTTP/1.1|Host: a|Host: a||",
        "GET / HTTP/1.0|Host: a|Host: b||",
        "GET / HTTP/1.1|Host: a, b||",
        "GET / HTTP/1.1|Host: a@b||",
        "GET / HTTP/1.1|Host: a/b||",
        "GET / HTTP/1.1|X-A: 1||",
        "GET / HTTP/1.1|Host: a|X-A: 1|  2||",
        "GET / HTTP/1.1|Host: a|X-A: 1|\tb: 2||",
        "GET / HTTP/1.1| Host: a||",
        " GET / HTTP/1.1|Host: a||",
        "\u0001\u0002GET / HTTP/1.1|Host: a||",
        "\u0000GET / HTTP/1.1|Host: a||",
        "|\u000bGET / HTTP/1.1|Host: a||",
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1|Host: a|X: a\rb||",
        "GET / HTTP/1.1|Host: a|X: a\u0000b||",
        "GET / HTTP/2.5|Host: a||",
        "GET / XTTP/1.1|Host: a||",
        "GET /||",
        "nonsense||",
      })
  void whatCanBeUnderstoodInTwoWaysIs400AndNothingBehindItIsRead(String request)
      throws IOException {
    try (Socket socket = open(lines(request) + BEHIND)) {
      assertThat(readAll(socket))
          .matches("(?s)HTTP/1\\.[01] 400 .*\"code\":\"malformed\".*")
          .containsOnlyOnce("HTTP/1.");
      assertThat(asked).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100000000|abc|0||",
        "ffffffffffffffff1|abc|0||",
        "-3|abc|0||",
        "0x3|abc|0||",
        "3\nabc|0||",
        "3;a\nb|abc|0||",
        "3|abcd|0||",
        "|abc|0||",
      })
  void aBrokenChunkIs400AndNothingBehindItIsRead(String body) throws IOException {
    try (Socket socket =
        open(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + lines(body)
                + BEHIND)) {
      assertThat(readAll(socket)).startsWith("HTTP/1.1 400 ").contains("\"code\":\"malformed\"");
      assertThat(asked).containsExactly("/");
    }
  }

  @Test
  void aHeadThatIsTooLongSaysSo() throws IOException {
    try (Socket socket = open("GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: a\r\n\r\n")) {
      assertThat(readAll(socket)).startsWith("HTTP/1.1 414 ");
    }
    try (Socket socket =
        open("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(9000) + "\r\n\r\n" + BEHIND)) {
      assertThat(readAll(socket)).startsWith("HTTP/1.1 431 ");
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void aFoldThatComesByteByByteIsSeenToo() throws Exception {
    try (Socket socket = open("")) {
      for (byte each :
          "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
        socket.getOutputStream().write(each);
        socket.getOutputStream().flush();
      }
      assertThat(readAll(socket)).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void honestRequestsAreAnsweredAllOfThem() throws IOException {
    for (String host : List.of("a", "localhost:8443", "[::1]:8443", "192.0.2.7", "a-b.example")) {
      try (Socket socket =
          open(
              "\r\nPOST / HTTP/1.1\r\nHost: "
                  + host
                  + "\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=1\r\nabc\r\n2\r\nde\r\n0\r\n"
                  + "Trailer: 1\r\n\r\n"
                  + "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nfg"
                  + "GET / HTTP/1.0\r\n\r\n")) {
        assertThat(readAll(socket)).contains("got abcde").contains("got fg").contains("got ");
      }
    }
    assertThat(asked).hasSize(15);
  }

  @Test
  void theNextOfManyRequestsWaitsUntilTheAnswerIsOnTheWire() throws Exception {
    int many = 150;
    String request = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";
    try (Socket lazy = new Socket()) {
      lazy.setReceiveBufferSize(4096);
      lazy.setSoTimeout(PATIENCE_MS);
      lazy.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      send(lazy, request.repeat(many));
      try (Socket other = open("GET /other HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) {
        assertThat(readAll(other)).contains("got ");
      }
      assertThat(asked).containsExactlyInAnyOrder("/large", "/other");
      InputStream in = lazy.getInputStream();
      byte[] buffer = new byte[65_536];
      long bytes = 0;
      while (bytes < (long) many * LARGE_BYTES) {
        bytes += in.read(buffer);
      }
      assertThat(asked).hasSize(many + 1);
    }
  }

  @Test
  void whatComesRightBehindAHandshakeIsFramesAndNeverARequest() throws IOException {
    Ping ping = new Ping(1, 2);
    byte[] message = BinaryCodec.encode(ping);
    try (Socket eager = open(handshake("/ws/client/x"))) {
      byte[] frame = new byte[6 + message.length];
      frame[0] = (byte) 0x82;
      frame[1] = (byte) (0x80 | message.length);
      System.arraycopy(message, 0, frame, 6, message.length);
      eager.getOutputStream().write(frame);
      assertThat(readUntil(eager, "\r\n\r\n")).startsWith("HTTP/1.1 101 ");
      eager.getOutputStream().write(frame);
      eager.getOutputStream().write(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});
      assertThat(eager.getInputStream().readAllBytes()).isNotEmpty();
      assertThat(heard).containsExactly(ping, ping);
    }
    try (Socket smuggler = open(handshake("/nowhere") + BEHIND)) {
      assertThat(readAll(smuggler)).startsWith("HTTP/1.1 401 ").doesNotContain("got ");
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void whatComesWhileAHandshakeIsJudgedStaysWithThePeer() throws Exception {
    try (Socket eager = open(handshake("/ws/robot/slow"))) {
      eager.getOutputStream().write(new byte[100]);
      Consumer<Acceptor.Verdict> answer = slow.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
      AtomicLong written = new AtomicLong();
      Thread writer = new Thread(() -> writeZeros(eager, written));
      writer.start();
      long before;
      do {
        before = written.get();
        writer.join(500);
      } while (written.get() > before);
      assertThat(before).isLessThan(MUCH_BYTES); // the kernels' buffers are full
      vertx.runOnContext(
          ignored ->
              answer.accept(
                  new Acceptor.Verdict.Refuse(Refusal.UNAUTHENTICATED, "No."))); // it is closed
      writer.join(PATIENCE_MS);
      assertThat(writer.isAlive()).isFalse();
    }
  }

  private static void writeZeros(Socket socket, AtomicLong written) {
    byte[] zeros = new byte[65_536];
    try {
      while (written.get() < MUCH_BYTES) {
        socket.getOutputStream().write(zeros);
        written.addAndGet(zeros.length);
      }
    } catch (IOException e) {
      // The connection was closed.
    }
  }

  /** A bar stands for the end of a line. */
  private static String lines(String text) {
    return text.replace("|", "\r\n");
  }

  private static String handshake(String path) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
  }

  private Socket open(String bytes) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
    send(socket, bytes);
    return socket;
  }

  private static void send(Socket socket, String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
  }

  /** All that comes until the other side closes. */
  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
  }
}
