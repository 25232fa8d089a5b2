package org.havatar.relay.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.havatar.relay.FreePort;
import org.havatar.relay.config.ServedCertificate;
import org.havatar.relay.config.TestCertificates;
import org.havatar.transports.http.HttpOptions;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Certificate;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.Refusal;
import org.havatar.transports.link.Transport;
import org.havatar.transports.server.ChosenTransport;
import org.havatar.transports.server.TransportFactory;
import org.havatar.transports.server.TransportSite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is told to a loop's listeners each of its transports hears. */
final class LoopListenersTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final int port = FreePort.find();

  /** Notes what it is told. */
  private final class Noting implements TransportFactory {
    private final String name;
    private final @Nullable Exception startFault;

    private Noting(String name, @Nullable Exception startFault) {
      this.name = name;
      this.startFault = startFault;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public OptionalInt usualPort(int httpPort) {
      return OptionalInt.of(1);
    }

    @Override
    public Transport create(TransportSite site, Acceptor acceptor) {
      note("created at " + site.place().port() + " for " + site.place().allowedOrigins());
      return new Transport() {
        @Override
        public CompletionStage<?> start() {
          note("started");
          return startFault == null ? done() : CompletableFuture.failedStage(startFault);
        }

        @Override
        public CompletionStage<?> stop() {
          note("stopped");
          return done();
        }

        @Override
        public CompletionStage<?> show(Certificate certificate) {
          note("shows " + certificate.chain().size());
          return done();
        }

        @Override
        public void allowOrigins(Set<String> origins) {
          note("allows " + origins);
        }
      };
    }

    private void note(String what) {
      told.add(name + " " + what);
    }

    private static CompletionStage<?> done() {
      return CompletableFuture.completedStage(true);
    }
  }

  private LoopListeners listeners(@Nullable Certificate certificate, TransportFactory... kinds) {
    NodeContext.Listening listening =
        new NodeContext.Listening(
            new HttpOptions(List.of("127.0.0.1"), port, certificate, List.of("TLSv1.3")),
            request -> request.response().end(),
            List.of(kinds).stream().map(kind -> new ChosenTransport(kind, 7)).toList(),
            Set.of("https://page.example"));
    Acceptor nobody =
        (claim, answer) -> answer.accept(new Acceptor.Verdict.Refuse(Refusal.MALFORMED, "No."));
    return new LoopListeners(loop, listening, nobody, () -> 0, new Drops());
  }

  private <T> T onLoop(Supplier<Future<T>> task) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(ignored -> task.get().onComplete(done));
    return SocketPeer.await(done.future().toCompletionStage().toCompletableFuture());
  }

  @AfterEach
  void end() {
    SocketPeer.await(vertx.close().map(true).toCompletionStage().toCompletableFuture());
  }

  @Test
  void eachTransportHearsAllThatIsToldToTheLoop(@TempDir Path directory) throws IOException {
    ServedCertificate made = TestCertificates.make(directory, Instant.now());
    Certificate certificate = new Certificate(made.chain(), made.key());
    LoopListeners listeners =
        listeners(certificate, new Noting("one", null), new Noting("two", null));
    onLoop(() -> listeners.start().map(true));
    onLoop(() -> listeners.show(certificate).map(true));
    listeners.allowOrigins(Set.of("https://other.example"));
    onLoop(() -> listeners.stop().map(true));
    for (String name : List.of("one", "two")) {
      assertThat(told.stream().filter(each -> each.startsWith(name)))
          .containsExactly(
              name + " created at 7 for [https://page.example]",
              name + " started",
              name + " shows 1",
              name + " allows [https://other.example]",
              name + " stopped");
    }
  }

  @Test
  void oneThatCannotListenIsNamedAndThePageIsNotServedThen() {
    LoopListeners listeners =
        listeners(
            null, new Noting("one", null), new Noting("two", new IOException("no such device")));
    assertThatThrownBy(() -> onLoop(() -> listeners.start().map(true)))
        .rootCause()
        .hasMessage("no such device");
    assertThatThrownBy(() -> onLoop(() -> listeners.start().map(true)))
        .hasStackTraceContaining(
            "the transport two:7 can't listen (listen.transports): no such device");
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(IOException.class);
  }
}
