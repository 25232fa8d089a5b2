package org.havatar.transports.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.havatar.transports.FreePort;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Claim;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.Refusal;
import org.havatar.transports.websocket.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that aren't wanted end before anything was read. */
final class GatedTransportTest {
  private static final int PATIENCE_S = 60;
  private static final int MOST = 3;

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final BlockingQueue<String> judgedBy = new LinkedBlockingQueue<>(1000);
  private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>(1000);
  private Vertx vertx = Vertx.vertx();
  private int port;

  /** Lets three in. */
  private final class Doorman implements Acceptor {
    private final Set<String> proxies;

    private Doorman(Set<String> proxies) {
      this.proxies = proxies;
    }

    @Override
    public void judge(Claim claim, Consumer<Verdict> answer) {
      answer.accept(new Verdict.Refuse(Refusal.UNAUTHENTICATED, "No."));
    }

    @Override
    public boolean isTrustedProxy(String address) {
      return proxies.contains(address);
    }

    @Override
    public Optional<Runnable> connected(String address) {
      judgedBy.add(Thread.currentThread().getName() + " " + address);
      if (open.get() == MOST) {
        return Optional.empty();
      }
      open.incrementAndGet();
      return Optional.of(() -> ended.add(open.decrementAndGet()));
    }
  }

  private void serve(boolean gated, boolean proxyProtocol, Set<String> proxies) throws Exception {
    done(vertx.close());
    vertx =
        gated
            ? Vertx.builder().withTransport(GatedTransport.preferNative()).build()
            : Vertx.vertx();
    port = FreePort.find();
    HttpOptions options =
        new HttpOptions(List.of("127.0.0.1"), port, null, List.of(), proxyProtocol, 10_000);
    done(
        vertx.deployVerticle(
            new WebSocketServer(
                options,
                new Doorman(proxies),
                request -> {
                  requests.incrementAndGet();
                  request.response().end("fine");
                },
                () -> 0,
                new Drops())));
  }

  @AfterEach
  void end() throws Exception {
    done(vertx.close());
  }

  @Test
  void oneTooManyIsClosedByTheThreadThatAccepts() throws Exception {
    serve(true, false, Set.of());
    overflow();
    assertThat(judgedBy).allMatch(by -> by.contains("acceptor") && by.endsWith(" 127.0.0.1"));
  }

  @Test
  void oneTooManyIsResetSoThatNothingOfItIsKept() throws Exception {
    serve(true, false, Set.of());
    List<Socket> held = holdAll("");
    try (Socket refused = open()) {
      assertThatThrownBy(() -> refused.getInputStream().read())
          .as("no end that a loop has said")
          .isInstanceOf(SocketException.class);
    }
    for (Socket socket : held) {
      socket.close();
    }
  }

  @Test
  void withoutAGateItIsClosedBeforeItsFirstRequest() throws Exception {
    serve(false, false, Set.of());
    overflow();
  }

  @Test
  void behindAProxyWhoIsNamedIsCountedAndNotTheProxy() throws Exception {
    serve(true, true, Set.of("127.0.0.1"));
    List<Socket> held = holdAll("PROXY TCP4 192.0.2.7 192.0.2.1 9 9\r\n");
    assertThat(ask(open(), "PROXY TCP4 192.0.2.7 192.0.2.1 9 9\r\n")).isEmpty();
    assertThat(judgedBy).hasSize(MOST + 1).allMatch(by -> by.endsWith(" 192.0.2.7"));
    for (Socket socket : held) {
      socket.close();
    }
  }

  /** As many as are let in. */
  private List<Socket> holdAll(String before) throws IOException {
    List<Socket> held = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      Socket socket = open();
      held.add(socket);
      assertThat(ask(socket, before)).contains("fine");
    }
    return held;
  }

  private void overflow() throws Exception {
    List<Socket> held = holdAll("");
    for (int i = 0; i < 100; i++) {
      try (Socket refused = open()) {
        assertThat(ask(refused, "")).isEmpty();
      }
    }
    assertThat(requests.get()).isEqualTo(MOST);
    held.get(0).close();
    assertThat(ended.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(MOST - 1);
    Socket next = open();
    held.add(next);
    assertThat(ask(next, "")).contains("fine");
    for (Socket socket : held) {
      socket.close();
    }
  }

  private Socket open() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_S * 1000);
    return socket;
  }

  /** The beginning of an answer, nothing when the connection was closed. */
  private static String ask(Socket socket, String before) {
    try {
      socket
          .getOutputStream()
          .write(
              (before + "GET / HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      StringBuilder text = new StringBuilder();
      int next = socket.getInputStream().read();
      while (next >= 0 && text.indexOf("fine") < 0) {
        text.append((char) next);
        next = text.indexOf("fine") < 0 ? socket.getInputStream().read() : -1;
      }
      return text.toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
  }
}
