package org.havatar.relay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.havatar.relay.FreePort;
import org.havatar.relay.config.ServedCertificate;
import org.havatar.relay.config.TestCertificates;
import org.havatar.transports.http.HttpOptions;
import org.havatar.transports.http.HttpPort;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Certificate;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.Refusal;
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

  private void warmUp(@Nullable Certificate certificate, boolean proxyProtocol) throws IOException {
    int port = FreePort.find();
    HttpOptions options =
        new HttpOptions(
            List.of("127.0.0.1"), port, certificate, List.of("TLSv1.3"), proxyProtocol, 10_000);
    Acceptor nobody =
        (claim, answer) -> answer.accept(new Acceptor.Verdict.Refuse(Refusal.MALFORMED, "nobody"));
    await(
        vertx.deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                return new HttpPort(
                        vertx, options, nobody, WarmUpTest.this::answer, () -> 0, new Drops())
                    .start();
              }
            }));
    assertThat(await(new WarmUp(vertx, options).run(2))).isTrue();
  }

  private void answer(HttpServerRequest request) {
    asked.add(request.path() + " " + request.remoteAddress().hostAddress());
    request.response().end();
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

  private static Certificate certificate(Path directory) throws IOException {
    ServedCertificate made = TestCertificates.make(directory, Instant.now());
    return new Certificate(made.chain(), made.key());
  }
}
