package org.havatar.relay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.havatar.relay.config.RelayConfig.PemFiles;
import org.havatar.relay.config.TestCertificates;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Drops;
import org.havatar.transports.websocket.WebSocketTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node asks itself, also where every connection has to begin with a PROXY header. */
final class WarmUpTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    await(vertx.close().map(true));
  }

  private static <T> T await(Future<T> future) {
    return SocketPeer.await(future.toCompletionStage().toCompletableFuture());
  }

  private void warmUp(@Nullable KeyCertOptions certificate, boolean proxyProtocol)
      throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    WebSocketTransport.Options options =
        new WebSocketTransport.Options(
            List.of("127.0.0.1"),
            port,
            certificate,
            List.of("TLSv1.3"),
            Set.of(),
            proxyProtocol,
            10_000);
    Acceptor nobody =
        (handshake, answer) -> answer.accept(new Acceptor.Verdict.Refuse(400, "nobody"));
    await(
        vertx.deployVerticle(
            new WebSocketTransport(
                options,
                nobody,
                request -> {
                  asked.add(request.path() + " " + request.remoteAddress().hostAddress());
                  request.response().end();
                },
                () -> 0,
                new Drops())));
    assertThat(await(new WarmUp(vertx, options).run(2))).isTrue();
  }

  private void assertAskedTwice() {
    assertThat(asked).hasSize(6).contains("/health/live 127.0.0.1", "/ 127.0.0.1");
  }

  @Test
  void overPlainTextAndTls(@TempDir Path directory) throws Exception {
    warmUp(null, false);
    assertAskedTwice();
    asked.clear();
    warmUp(certificate(directory), false);
    assertAskedTwice();
  }

  @Test
  void behindProxyHeaders(@TempDir Path directory) throws Exception {
    warmUp(null, true);
    assertAskedTwice();
    asked.clear();
    warmUp(certificate(directory), true);
    assertAskedTwice();
  }

  private static KeyCertOptions certificate(Path directory) throws IOException {
    PemFiles files = TestCertificates.make(directory, Instant.now());
    return new PemKeyCertOptions()
        .setCertPath(files.certificate().toString())
        .setKeyPath(files.key().toString());
  }
}
