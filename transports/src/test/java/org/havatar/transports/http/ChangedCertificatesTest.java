package org.havatar.transports.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.havatar.transports.FreePort;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Certificate;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.websocket.WebSocketDialer;
import org.havatar.transports.websocket.WebSocketServer;
import org.havatar.transports.wire.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates and trust that change while server and dialer run: a robot's key depends on both.
 */
class ChangedCertificatesTest {
  private static final long DEADLINE_S = 20;
  private static final String PASSWORD = "only-for-this-test";
  private static final String OPENED = "opened";

  private final Drops drops = new Drops();
  private final Path folder;
  private Vertx vertx;
  private int port;
  private WebSocketServer server;
  private WebSocketDialer dialer;

  ChangedCertificatesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void serve() throws Exception {
    make("first", "localhost");
    make("second", "localhost");
    make("elsewhere", "elsewhere.example");
    vertx = Vertx.vertx();
    port = FreePort.find();
    HttpOptions options =
        new HttpOptions(List.of("127.0.0.1"), port, certificate("first"), List.of("TLSv1.3"));
    Acceptor acceptor =
        (claim, answer) ->
            answer.accept(new Acceptor.Verdict.Admit(link -> new Deaf(), "127.0.0.1"));
    server =
        new WebSocketServer(
            options, acceptor, request -> request.response().end(), System::nanoTime, drops);
    await(vertx.deployVerticle(server));
    dialer = new WebSocketDialer(vertx, trust("first"), System::nanoTime, drops);
  }

  @AfterEach
  void end() throws Exception {
    await(vertx.close());
  }

  private static final class Deaf implements LinkListener {
    @Override
    public void onMessage(Message message) {}

    @Override
    public void onClosed(CloseCode code) {}
  }

  private void make(String name, String host) throws Exception {
    keytool(
        "-genkeypair -alias it -keyalg EC -groupname secp256r1 -dname CN=test -validity 2"
            + " -storetype PKCS12 -keystore %s.p12 -ext san=dns:%s".formatted(name, host));
    keytool("-exportcert -rfc -alias it -keystore %s.p12 -file %s.pem".formatted(name, name));
  }

  private void keytool(String arguments) throws Exception {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command =
        List.of((tool + " " + arguments + " -storepass " + PASSWORD).split(" ", -1));
    Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    assertThat(process.waitFor(DEADLINE_S, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private Certificate certificate(String name) throws Exception {
    return KeyStores.certificate(folder.resolve(name + ".p12"), PASSWORD);
  }

  private TrustOptions trust(String name) {
    return new PemTrustOptions().addCertPath(folder.resolve(name + ".pem").toString());
  }

  private void show(String name) throws Exception {
    await(server.show(certificate(name)));
  }

  /** Returns {@link #OPENED}, or what went wrong. */
  private String dial() throws Exception {
    CompletableFuture<String> outcome = new CompletableFuture<>();
    URI uri = URI.create("wss://localhost:" + port + "/ws/robot/a");
    Acceptor.Opener opener =
        link -> {
          outcome.complete(OPENED);
          return new Deaf();
        };
    dialer.dial(uri, null, opener, failure -> outcome.complete(failure.sentence()));
    return outcome.get(DEADLINE_S, TimeUnit.SECONDS);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(DEADLINE_S, TimeUnit.SECONDS);
  }

  @Test
  void anotherCertificateIsShownFromTheNextHandshakeOn() throws Exception {
    assertThat(dial()).isEqualTo(OPENED);
    show("second");
    assertThat(dial()).isNotEqualTo(OPENED);
  }

  @Test
  void otherCertificatesAreBelievedFromTheNextDialOn() throws Exception {
    show("second");
    await(dialer.trust(trust("second")));
    assertThat(dial()).isEqualTo(OPENED);
    show("first");
    assertThat(dial()).isNotEqualTo(OPENED);
  }

  @Test
  void theHostsNameIsVerifiedBeforeAndAfterAChangeOfTrust() throws Exception {
    dialer = new WebSocketDialer(vertx, trust("elsewhere"), System::nanoTime, drops);
    show("elsewhere");
    assertThat(dial()).isNotEqualTo(OPENED);
    await(dialer.trust(trust("elsewhere")));
    assertThat(dial()).isNotEqualTo(OPENED);
    show("first");
    await(dialer.trust(trust("first")));
    assertThat(dial()).isEqualTo(OPENED);
  }
}
