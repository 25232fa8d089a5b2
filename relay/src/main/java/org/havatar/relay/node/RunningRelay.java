package org.havatar.relay.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxBootstrap;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.identity.Accounts;
import org.havatar.relay.access.identity.Passwords;
import org.havatar.relay.access.port.Clocks;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.api.Page;
import org.havatar.relay.api.document.ApiDocument;
import org.havatar.relay.cluster.ClusterNode;
import org.havatar.relay.config.CertificateRenewal;
import org.havatar.relay.config.Cluster;
import org.havatar.relay.config.DataDirectory;
import org.havatar.relay.config.LocalAddresses;
import org.havatar.relay.config.RelayConfig;
import org.havatar.relay.config.ServedCertificate;
import org.havatar.relay.metrics.MetricsServer;
import org.havatar.relay.metrics.NodeMeters;
import org.havatar.relay.routing.NodeVersion;
import org.havatar.relay.store.CommandFile;
import org.havatar.transports.clock.BootTimeClock;
import org.havatar.transports.http.GatedTransport;
import org.havatar.transports.http.HttpOptions;
import org.havatar.transports.link.Certificate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A relay that was started from the command line; everything here blocks. */
public final class RunningRelay {
  private static final Logger LOG = LoggerFactory.getLogger(RunningRelay.class);
  private static final int START_TIMEOUT_S = 60;

  /** For handshakes of TLS: a flood of them has half of the machine, and the loops the other. */
  private static final int HANDSHAKE_THREADS =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  /** Oftener than once a day, because timers don't count the sleep of a machine. */
  private static final long HOURLY_MS = TimeUnit.HOURS.toMillis(1);

  /** What a crash may forget of robots that came for the first time. */
  private static final long KNOWN_ROBOTS_MS = 60_000;

  private static final int EXCHANGE_TIMEOUT_S = 10;

  /** Version of what nodes say to each other; SessionMessageCodec's. */
  private final Node node;

  private final CommandFile commands;
  private final CertificateRenewal certificates;
  private final @Nullable MetricsServer metrics;
  private final Housekeeping housekeeping;
  private final KnownRobotsFile knownRobots;
  private final AuditCopies copies;
  private volatile int commandDays;
  private volatile @Nullable ExportSocket exports;

  private RunningRelay(
      Node node,
      CommandFile commands,
      CertificateRenewal certificates,
      @Nullable MetricsServer metrics,
      Housekeeping housekeeping,
      KnownRobotsFile knownRobots,
      AuditCopies copies) {
    this.node = node;
    this.commands = commands;
    this.certificates = certificates;
    this.metrics = metrics;
    this.housekeeping = housekeeping;
    this.knownRobots = knownRobots;
    this.copies = copies;
  }

  /**
   * Starts a node.
   *
   * @throws Unavailable with a sentence for a person
   */
  public static RunningRelay start(RelayConfig config) throws IOException, InterruptedException {
    Path data = DataDirectory.prepare(config.dataDirectory());
    Store store = OpenedStore.open(config, System::nanoTime);
    CommandFile commands =
        CommandFile.open(
            DataDirectory.commandLog(data), config.log().mostCommands(), System::nanoTime);
    Clocks clocks =
        new Clocks(
            BootTimeClock.ofThisMachine(TimeUnit.NANOSECONDS.toMillis(System.nanoTime())),
            InstantSource.system());
    CertificateRenewal certificates = new CertificateRenewal(data, clocks.wall(), config.tls());
    HttpOptions http = http(config, certificates.first());
    Page page = Page.load(RunningRelay.class.getClassLoader(), Page.RESOURCE);
    if (page.isEmpty()) {
      LOG.warn("the program was packed without the page");
    }
    ApiDocument document = ApiDocument.load(RunningRelay.class.getClassLoader());
    NodeMeters meters = new NodeMeters();
    MetricsServer metrics = serveMetrics(config.metrics(), meters);
    Place place = place(config, store, clocks, meters);
    Vertx vertx = place.vertx;
    Passwords passwords = new Passwords(config.passwordThreads());
    KnownRobots knownRobots = new KnownRobots(clocks.wall()::millis);
    KnownRobotsFile knownRobotsFile = new KnownRobotsFile(data, knownRobots);
    knownRobotsFile.load();
    AuditCopies copies =
        new AuditCopies(config.storage().audit().copies(), store.audit(), data, clocks.wall());
    copies.bind(meters, clocks.wall());
    Node node =
        new Node(
            new Node.Equipment(
                vertx,
                store,
                commands,
                passwords,
                page,
                document,
                clocks,
                meters,
                System::nanoTime,
                knownRobots,
                place.otherNodes));
    RunningRelay running =
        new RunningRelay(
            node,
            commands,
            certificates,
            metrics,
            new Housekeeping(store.audit(), new DailyBackup(store), config.storage()),
            knownRobotsFile,
            copies);
    running.commandDays = config.log().commandDays();
    try {
      FirstStart first = new FirstStart(new Accounts(store.accounts(), passwords), System.err);
      // The password is shown once: not by a program that ends then because its port is taken.
      node.start(config, http)
          .compose(ignored -> first.prepare(clocks.wall().millis()))
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_TIMEOUT_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      running.close();
      throw startFault(e.getCause() == null ? e : e.getCause(), http);
    }
    vertx.setPeriodic(HOURLY_MS, ignored -> running.checkCertificate(vertx));
    vertx.setPeriodic(0, HOURLY_MS, ignored -> running.forgetOldCommands(clocks.wall().millis()));
    vertx.setPeriodic(0, HOURLY_MS, ignored -> running.keepHouse(vertx, clocks.wall().instant()));
    vertx.setPeriodic(KNOWN_ROBOTS_MS, ignored -> running.noteRobots(vertx));
    copies.start(vertx, clocks.monotonicMs());
    if (config.storage().redis() == null) {
      running.exports = ExportSocket.open(data, store, clocks.wall());
    }
    announce(config, http, vertx, node);
    return running;
  }

  /**
   * Where the node runs.
   *
   * @param otherNodes how many there are now
   */
  private record Place(Vertx vertx, IntSupplier otherNodes) {}

  /** Alone nothing of a cluster is even loaded. */
  private static Place place(RelayConfig config, Store store, Clocks clocks, NodeMeters meters)
      throws InterruptedException {
    VertxOptions options =
        new VertxOptions()
            .setInternalBlockingPoolSize(HANDSHAKE_THREADS)
            .setEventLoopPoolSize(config.listen().eventLoops());
    Cluster cluster = config.cluster();
    if (cluster == null) {
      return new Place(
          bootstrap(meters, options).serviceProviders(List.of()).init().vertx(), () -> 0);
    }
    try {
      String storeId = within(store.sharedId()).orElseThrow();
      ClusterNode node = ClusterNode.prepare(cluster, storeId, NodeVersion.NEWEST);
      Vertx vertx = within(node.join(bootstrap(meters, node.connect(options)), clocks.wall()));
      return new Place(vertx, () -> node.others().size());
    } catch (ExecutionException | TimeoutException e) {
      throw e.getCause() instanceof Unavailable known
          ? known
          : new Unavailable("The cluster can't be joined: %s.".formatted(e), e);
    }
  }

  private static VertxBootstrap bootstrap(NodeMeters meters, VertxOptions options) {
    return meters
        .instrument(VertxBootstrap.create(), options)
        .transport(GatedTransport.preferNative().implementation());
  }

  private static <T> T within(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(START_TIMEOUT_S, TimeUnit.SECONDS);
  }

  private void checkCertificate(Vertx vertx) {
    vertx
        .executeBlocking(
            () -> {
              certificates.check(this::show);
              return true;
            })
        .onFailure(failure -> LOG.error("the certificate can't be renewed", failure));
  }

  private void noteRobots(Vertx vertx) {
    vertx
        .executeBlocking(
            () -> {
              knownRobots.save();
              return true;
            })
        .onFailure(failure -> LOG.error("known robots can't be noted", failure));
  }

  private void keepHouse(Vertx vertx, Instant now) {
    vertx
        .executeBlocking(
            () -> {
              housekeeping.onTick(now);
              return true;
            })
        .onFailure(failure -> LOG.error("the store's housekeeping failed", failure));
  }

  private void forgetOldCommands(long nowMs) {
    commands
        .forgetBefore(nowMs - TimeUnit.DAYS.toMillis(commandDays))
        .whenComplete(
            (forgotten, failure) -> {
              if (failure != null) {
                LOG.error("old commands can't be forgotten", failure);
              } else if (forgotten > 0) {
                LOG.info("forgot {} old records of the command log", forgotten);
              }
            });
  }

  /**
   * Goes by the reloaded keys of {@code config} from now on; sockets stay open. Any thread; blocks.
   *
   * @throws IOException when the certificate can't be taken: then nothing has changed
   */
  public void follow(RelayConfig config) throws IOException, InterruptedException {
    certificates.reload(config.tls(), this::show);
    node.follow(config);
    housekeeping.follow(config.storage());
    commands.keepAtMost(config.log().mostCommands());
    commandDays = config.log().commandDays();
    config.log().program().apply();
  }

  private void show(ServedCertificate certificate) throws IOException, InterruptedException {
    try {
      node.show(shown(certificate))
          .toCompletionStage()
          .toCompletableFuture()
          .get(EXCHANGE_TIMEOUT_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("The certificate can't be exchanged: " + e + ".", e);
    }
  }

  /** At most 5 s, whatever hangs. */
  public void close() {
    ExportSocket open = exports;
    if (open != null) {
      open.close();
    }
    copies.close();
    boolean isClean = node.close();
    commands.close();
    knownRobots.save();
    if (metrics != null) {
      metrics.close();
    }
    if (isClean) {
      LOG.atInfo().addKeyValue("node", node.nodeId()).log("left");
    }
  }

  private static @Nullable MetricsServer serveMetrics(
      RelayConfig.Metrics config, NodeMeters meters) {
    if (config.port() == 0) {
      return null;
    }
    List<String> hosts = addresses(config.addresses(), config.chosen());
    try {
      return MetricsServer.start(hosts, config.port(), meters);
    } catch (BindException e) {
      throw new Unavailable(
          "Metrics can't be served on %s port %d (%s); end what has it, or set metrics.port (0 for none) or metrics.addresses."
              .formatted(hosts, config.port(), e.getMessage()),
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw new Unavailable(
          "Metrics can't be served on %s port %d (%s); set metrics.addresses or metrics.port."
              .formatted(hosts, config.port(), e.getMessage()),
          e);
    }
  }

  private static HttpOptions http(RelayConfig config, @Nullable ServedCertificate certificate) {
    if (certificate != null && config.tls().protocols().contains("TLSv1.2")) {
      LOG.warn("TLS 1.2 is spoken too (tls.minimum): for older boards only");
    }
    return new HttpOptions(
        addresses(config.listen().addresses(), config.listen().chosen()),
        config.listen().port(),
        certificate == null ? null : shown(certificate),
        config.tls().protocols(),
        config.proxy().protocol(),
        config.requestTimeoutMs());
  }

  private static Certificate shown(ServedCertificate certificate) {
    return new Certificate(certificate.chain(), certificate.key());
  }

  /** Of the default addresses, those that this machine has; of chosen ones, all. */
  private static List<String> addresses(List<String> addresses, boolean chosen) {
    if (chosen) {
      return addresses;
    }
    List<String> present = addresses.stream().filter(LocalAddresses::canListenOn).toList();
    if (present.size() < addresses.size()) {
      LOG.warn("of {} this machine has only {}", addresses, present);
    }
    return present.isEmpty() ? addresses : present;
  }

  private static void announce(RelayConfig config, HttpOptions http, Vertx vertx, Node node) {
    String scheme = http.certificate() == null ? "http" : "https";
    List<String> urls =
        http.hosts().stream()
            .map(h -> "%s://%s:%d".formatted(scheme, LocalAddresses.inUrl(h), http.port()))
            .toList();
    LOG.atInfo()
        .addKeyValue("node", node.nodeId())
        .addKeyValue("version", node.version())
        .addKeyValue("loops", config.listen().eventLoops())
        .addKeyValue("transport", vertx.isNativeTransportEnabled() ? "epoll" : "nio")
        .addKeyValue("data", config.dataDirectory())
        .addKeyValue("metrics", config.metrics().port())
        .log("listening on {}", String.join(" ", urls));
  }

  private static Unavailable startFault(Throwable cause, HttpOptions http) {
    String text = String.valueOf(cause.getMessage());
    if (text.contains("in use") && !(cause instanceof LoopListeners.TransportFault)) {
      return new Unavailable(
          "Port %d is taken by another program; end that or set listen.port."
              .formatted(http.port()),
          cause);
    }
    boolean binding =
        (cause instanceof BindException || text.contains("bind"))
            && !(cause instanceof LoopListeners.TransportFault);
    return new Unavailable(
        binding
            ? "The relay can't listen on %s port %d: %s.".formatted(http.hosts(), http.port(), text)
            : "The relay can't start: %s.".formatted(text),
        cause);
  }
}
