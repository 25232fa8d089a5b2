package org.havatar.transports.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.havatar.transports.FreePort;
import org.havatar.transports.http.HttpOptions;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Claim;
import org.havatar.transports.link.Claim.Proof;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.link.Refusal;
import org.havatar.transports.link.Trail;
import org.havatar.transports.wire.BinaryCodec;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.TakeLease;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real server and real clients on loopback. */
@ExtendWith(VertxExtension.class)
class WebSocketTest {
  private static final long DEADLINE_S = 10;

  /** Remembers what one side heard; a bound that a test would have to be wrong to reach. */
  private static final class Heard implements LinkListener {
    final BlockingQueue<Message> messages = new LinkedBlockingQueue<>(1000);
    final BlockingQueue<CloseCode> closed = new LinkedBlockingQueue<>(10);

    @Override
    public void onMessage(Message message) {
      messages.add(message);
    }

    @Override
    public void onClosed(CloseCode code) {
      closed.add(code);
    }
  }

  private final Drops drops = new Drops();
  private final LongSupplier clock = WebSocketTest::monotonicMs;
  private final Heard atServer = new Heard();
  private final BlockingQueue<Link> serverLinks = new LinkedBlockingQueue<>(10);
  private final BlockingQueue<Claim> claims = new LinkedBlockingQueue<>(10);
  private int port;
  private Vertx vertx;
  private WebSocketClient client;

  @BeforeEach
  void serve() throws Exception {
    vertx = Vertx.vertx();
    client = vertx.createWebSocketClient();
    port = FreePort.find();
    Acceptor acceptor =
        (claim, answer) -> {
          claims.add(claim);
          answer.accept(
              claim instanceof Claim.Client || claim instanceof Claim.Robot
                  ? new Acceptor.Verdict.Admit(
                      link -> {
                        serverLinks.add(link);
                        return atServer;
                      },
                      "192.0.2.7")
                  : new Acceptor.Verdict.Refuse(Refusal.RATE_LIMITED, "Come back later.", 1500));
        };
    HttpOptions options = new HttpOptions(List.of("127.0.0.1", "::1"), port, null, List.of());
    await(
        vertx.deployVerticle(
            new WebSocketServer(
                options, acceptor, request -> request.response().end("plain"), clock, drops)));
  }

  @AfterEach
  void end() throws Exception {
    await(vertx.close());
  }

  @Test
  void binaryAndTextGoBothWaysOnOneSocketOverIpv4AndIpv6() throws Exception {
    for (String host : List.of("127.0.0.1", "[::1]")) {
      Heard atClient = new Heard();
      Link link = dial("ws://" + host + ":" + port + "/ws/client/x", atClient);
      run(() -> link.offer(new Ping(1, 2)));
      run(() -> link.offer(new TakeLease()));
      assertThat(next(atServer.messages)).isEqualTo(new Ping(1, 2));
      assertThat(next(atServer.messages)).isEqualTo(new TakeLease());
      Link back = next(serverLinks);
      Pong pong = new Pong(1, 2, true, new Stamp(3));
      run(() -> back.offer(pong));
      assertThat(next(atClient.messages)).isEqualTo(pong);
    }
  }

  @Test
  void aCloseCodeReachesTheOtherSide() throws Exception {
    Heard atClient = new Heard();
    dial("ws://127.0.0.1:" + port + "/ws/robot/r", atClient);
    Link link = next(serverLinks);
    run(() -> link.close(CloseCode.REPLACED));
    assertThat(next(atClient.closed)).isEqualTo(CloseCode.REPLACED);
    assertThat(next(atServer.closed)).isEqualTo(CloseCode.REPLACED);
    assertThat(link.offer(new Ping(1, 1))).isEqualTo(Link.Offer.CLOSED);
  }

  @Test
  void theHandshakeCarriesTicketRobotAndTrail() throws Exception {
    WebSocketConnectOptions options =
        options("/ws/client/abc?ticket=t%201&robot=tank")
            .addHeader("Authorization", "Bearer secret");
    await(client.connect(options));
    Claim claim = next(claims);
    assertThat(claim)
        .isEqualTo(
            new Claim.Client(
                new Proof.Ticket("t 1"), "tank", new Trail("127.0.0.1", List.of(), List.of())));
    assertThat(claim.toString()).doesNotContain("secret").doesNotContain("t 1");
    await(client.connect(options("/ws/robot/tank").addHeader("Authorization", "Bearer secret")));
    assertThat(next(claims))
        .isEqualTo(new Claim.Robot("tank", "secret", new Trail("127.0.0.1", List.of(), List.of())));
    assertThat(next(serverLinks).info().remoteAddress()).isEqualTo("192.0.2.7");
  }

  @Test
  void theHandshakeCarriesAllHeadersThatNameItsSourceInTheirOrder() throws Exception {
    WebSocketConnectOptions options =
        options("/ws/client/x")
            .addHeader("X-Forwarded-For", "198.51.100.1, 198.51.100.2")
            .addHeader("x-forwarded-for", "198.51.100.3")
            .addHeader("Forwarded", "for=198.51.100.4");
    await(client.connect(options));
    assertThat(next(claims).trail())
        .isEqualTo(
            new Trail(
                "127.0.0.1",
                List.of("198.51.100.1, 198.51.100.2", "198.51.100.3"),
                List.of("for=198.51.100.4")));
  }

  @Test
  void aRefusalHasItsStatusAWordForProgramsASentenceAndATimeToComeBack() {
    UpgradeRejectedException refused = refusalOf(options("/nowhere"));
    assertThat(refused.getStatus()).isEqualTo(429);
    assertThat(refused.getHeaders().get("retry-after")).isEqualTo("2");
    assertThat(refused.getHeaders().get("content-type")).isEqualTo("application/problem+json");
    JsonObject problem = refused.getBody().toJsonObject();
    assertThat(problem.getString("code")).isEqualTo("rate_limited");
    assertThat(problem.getString("detail")).isEqualTo("Come back later.");
  }

  @Test
  void aForeignPageIsRefusedAndTheOwnAndTheAllowedOnesAreNot() throws Exception {
    assertThat(statusOf(options("/ws/client/x").addHeader("Origin", "https://evil.example")))
        .isEqualTo(403);
    assertThat(statusOf(options("/ws/client/x").addHeader("Origin", "null"))).isEqualTo(403);
    await(client.connect(options("/ws/client/x").addHeader("Origin", "https://page.example")));
    await(client.connect(options("/ws/client/x").addHeader("Origin", "http://127.0.0.1:" + port)));
  }

  @Test
  void whatIsNoWebSocketGoesToThePlainHandler() throws Exception {
    var http = vertx.createHttpClient();
    var body =
        await(
            http.request(io.vertx.core.http.HttpMethod.GET, port, "127.0.0.1", "/")
                .compose(io.vertx.core.http.HttpClientRequest::send)
                .compose(io.vertx.core.http.HttpClientResponse::body));
    assertThat(body.toString()).isEqualTo("plain");
  }

  @Test
  void anUnknownTypeIsCountedAndAnsweredOnceASecond() throws Exception {
    WebSocket socket = await(client.connect(options("/ws/client/x")));
    BlockingQueue<String> answers = new LinkedBlockingQueue<>(100);
    socket.textMessageHandler(answers::add);
    for (int i = 0; i < 20; i++) {
      socket.writeBinaryMessage(Buffer.buffer(new byte[] {1, 99}));
    }
    assertThat(next(answers)).contains("unknown_type");
    socket.writeBinaryMessage(Buffer.buffer(BinaryCodec.encode(new Ping(5, 5))));
    assertThat(next(atServer.messages)).isEqualTo(new Ping(5, 5));
    assertThat(answers).isEmpty();
    assertThat(drops.of(Reason.UNKNOWN_TYPE)).isEqualTo(20);
  }

  @Test
  void garbageMovesNothingEndsInADismissalAndLeavesTheServerWell() throws Exception {
    Random random = new Random(20261121);
    for (int round = 0; round < 5; round++) {
      WebSocket socket = await(client.connect(options("/ws/client/x")));
      BlockingQueue<Boolean> closed = new LinkedBlockingQueue<>(1);
      socket.closeHandler(ignored -> closed.add(true));
      for (int i = 0; i < 30; i++) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        socket.writeBinaryMessage(Buffer.buffer(bytes));
        socket.writeTextMessage("{" + random.nextInt());
      }
      assertThat(next(closed)).isTrue();
    }
    assertThat(atServer.messages).isEmpty();
    Heard atClient = new Heard();
    Link link = dial("ws://127.0.0.1:" + port + "/ws/client/x", atClient);
    run(() -> link.offer(new Ping(1, 1)));
    assertThat(next(atServer.messages)).isEqualTo(new Ping(1, 1));
  }

  @Test
  void anOversizedFrameEndsTheConnection() throws Exception {
    WebSocket socket = await(client.connect(options("/ws/client/x")));
    BlockingQueue<Boolean> closed = new LinkedBlockingQueue<>(1);
    socket.closeHandler(ignored -> closed.add(true));
    socket.writeTextMessage("x".repeat(9000));
    assertThat(next(closed)).isTrue();
    assertThat(atServer.messages).isEmpty();
  }

  private static long monotonicMs() {
    return System.nanoTime() / 1_000_000;
  }

  private WebSocketConnectOptions options(String uri) {
    return new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(uri);
  }

  private UpgradeRejectedException refusalOf(WebSocketConnectOptions options) {
    try {
      await(client.connect(options));
    } catch (Exception e) {
      if (e.getCause() instanceof UpgradeRejectedException rejected) {
        return rejected;
      }
    }
    throw new AssertionError("not refused");
  }

  private int statusOf(WebSocketConnectOptions options) {
    return refusalOf(options).getStatus();
  }

  private Link dial(String uri, Heard heard) throws Exception {
    BlockingQueue<Link> opened = new LinkedBlockingQueue<>(1);
    WebSocketDialer dialer = new WebSocketDialer(vertx, null, clock, drops);
    run(
        () ->
            dialer.dial(
                URI.create(uri),
                null,
                link -> {
                  opened.add(link);
                  return heard;
                },
                failure -> {
                  throw new AssertionError(failure);
                }));
    return next(opened);
  }

  /** Links belong to an event loop; one suffices for a test. */
  private void run(Runnable action) {
    vertx.runOnContext(ignored -> action.run());
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    @Nullable T got = queue.poll(DEADLINE_S, TimeUnit.SECONDS);
    assertThat(got).as("arrived within the deadline").isNotNull();
    return got;
  }

  private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(DEADLINE_S, TimeUnit.SECONDS);
  }
}
