package org.havatar.relay;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.havatar.relay.access.Clocks;
import org.havatar.relay.access.Passwords;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.api.Page;
import org.havatar.relay.store.CommandFile;
import org.havatar.relay.store.EmbeddedStore;
import org.havatar.transports.websocket.WebSocketTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A relay that was started from the command line; everything here blocks. */
final class RunningRelay {
  private static final Logger log = LoggerFactory.getLogger(RunningRelay.class);
  private static final int START_TIMEOUT_S = 60;

  /** Of the 5 s that leaving may take, what the node has before it is cut off. */
  private static final int LEAVE_TIMEOUT_MS = 4500;

  /** Oftener than once a day, because timers don't count the sleep of a machine. */
  private static final long CERTIFICATE_CHECK_MS = TimeUnit.HOURS.toMillis(1);

  private static final int EXCHANGE_TIMEOUT_S = 10;

  private final Node node;
  private final CommandFile commands;
  private final CertificateRenewal certificates;

  private RunningRelay(Node node, CommandFile commands, CertificateRenewal certificates) {
    this.node = node;
    this.commands = commands;
    this.certificates = certificates;
  }

  /**
   * Starts a node.
   *
   * @throws Unavailable with a sentence for a person
   */
  static RunningRelay start(RelayConfig config) throws IOException, InterruptedException {
    Path data = DataDirectory.prepare(config.dataDirectory());
    EmbeddedStore store = EmbeddedStore.open(DataDirectory.store(data), System::nanoTime);
    CommandFile commands =
        CommandFile.open(
            DataDirectory.commandLog(data), config.log().mostCommands(), System::nanoTime);
    Clocks clocks =
        new Clocks(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), InstantSource.system());
    CertificateRenewal certificates = new CertificateRenewal(data, clocks.wall(), config.tls());
    WebSocketTransport.Options webSocket = webSocket(config, certificates.first());
    Page page = Page.load(RunningRelay.class.getClassLoader(), Page.RESOURCE);
    if (page.isEmpty()) {
      log.warn("the program was packed without the page");
    }
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setPreferNativeTransport(true)
                    .setEventLoopPoolSize(config.listen().eventLoops()))
            .build();
    Node node =
        new Node(
            new Node.Equipment(
                vertx, store, commands, new Passwords(config.passwordThreads()), page, clocks));
    RunningRelay running = new RunningRelay(node, commands, certificates);
    try {
      node.start(config, webSocket)
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_TIMEOUT_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      running.close();
      throw startFault(e.getCause() == null ? e : e.getCause(), webSocket);
    }
    vertx.setPeriodic(CERTIFICATE_CHECK_MS, ignored -> running.checkCertificate(vertx));
    announce(config, webSocket, vertx, node);
    return running;
  }

  private void checkCertificate(Vertx vertx) {
    vertx
        .executeBlocking(
            () -> {
              certificates.check(this::show);
              return true;
            })
        .onFailure(failure -> log.error("the certificate can't be renewed", failure));
  }

  /**
   * Goes by the reloaded keys of {@code config} from now on; sockets stay open. Any thread; blocks.
   *
   * @throws IOException when the certificate can't be taken: then nothing has changed
   */
  void follow(RelayConfig config) throws IOException, InterruptedException {
    certificates.reload(config.tls(), this::show);
    node.follow(config);
    commands.keepAtMost(config.log().mostCommands());
    LogLevel.set(config.log().level());
  }

  private void show(ServedCertificate certificate) throws IOException, InterruptedException {
    try {
      node.show(certificate.options())
          .toCompletionStage()
          .toCompletableFuture()
          .get(EXCHANGE_TIMEOUT_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("The certificate can't be exchanged: " + e + ".", e);
    }
  }

  /** At most {@link #LEAVE_TIMEOUT_MS}. */
  void close() {
    try {
      node.close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(LEAVE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
      log.info("left");
    } catch (ExecutionException | TimeoutException e) {
      log.warn("left without finishing: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      commands.close();
    }
  }

  private static WebSocketTransport.Options webSocket(
      RelayConfig config, @Nullable ServedCertificate certificate) throws IOException {
    if (certificate != null && config.tls().protocols().contains("TLSv1.2")) {
      log.warn("TLS 1.2 is spoken too (tls.minimum): for older boards only");
    }
    return new WebSocketTransport.Options(
        addresses(config.listen()),
        config.listen().port(),
        certificate == null ? null : certificate.options(),
        config.tls().protocols(),
        config.allowedOrigins());
  }

  /** Of the default addresses, those that this machine has; of chosen ones, all. */
  private static List<String> addresses(RelayConfig.Listen listen) {
    if (listen.chosen()) {
      return listen.addresses();
    }
    List<String> present = listen.addresses().stream().filter(LocalAddresses::canListenOn).toList();
    if (present.size() < listen.addresses().size()) {
      log.warn("of {} this machine has only {}", listen.addresses(), present);
    }
    return present.isEmpty() ? listen.addresses() : present;
  }

  private static void announce(
      RelayConfig config, WebSocketTransport.Options webSocket, Vertx vertx, Node node) {
    String scheme = webSocket.certificate() == null ? "http" : "https";
    List<String> urls =
        webSocket.hosts().stream()
            .map(h -> "%s://%s:%d".formatted(scheme, LocalAddresses.inUrl(h), webSocket.port()))
            .toList();
    log.info(
        "listening on {} node={} version={} loops={} transport={} data={}",
        String.join(" ", urls),
        node.nodeId(),
        node.version(),
        config.listen().eventLoops(),
        vertx.isNativeTransportEnabled() ? "epoll" : "nio",
        config.dataDirectory());
  }

  private static Unavailable startFault(Throwable cause, WebSocketTransport.Options webSocket) {
    String text = String.valueOf(cause.getMessage());
    if (text.contains("in use")) {
      return new Unavailable(
          "Port %d is taken by another program; end that or set listen.port."
              .formatted(webSocket.port()),
          cause);
    }
    boolean binding = cause instanceof BindException || text.contains("bind");
    return new Unavailable(
        binding
            ? "The relay can't listen on %s port %d: %s."
                .formatted(webSocket.hosts(), webSocket.port(), text)
            : "The relay can't start: %s.".formatted(text),
        cause);
  }
}
