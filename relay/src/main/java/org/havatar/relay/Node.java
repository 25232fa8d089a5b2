package org.havatar.relay;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Clocks;
import org.havatar.relay.access.Passwords;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.api.Api;
import org.havatar.relay.api.CommandHistory;
import org.havatar.relay.api.NodeState;
import org.havatar.relay.api.Page;
import org.havatar.relay.routing.Directory;
import org.havatar.relay.session.CommandArchive;
import org.havatar.relay.session.CommandRing;
import org.havatar.transports.link.DropReport;
import org.havatar.transports.link.Drops;
import org.havatar.transports.websocket.WebSocketTransport;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One relay node: puts the parts together, starts them and lets them go. */
final class Node implements NodeState {
  private static final Logger log = LoggerFactory.getLogger(Node.class);
  private static final int NODE_ID_BYTES = 4;
  private static final int STORE_TIMEOUT_MS = 1000;
  private static final int DROPS_REPORT_MS = 1000;
  private static final int COMMAND_LOG_MS = 1000;

  private enum Phase {
    STARTING,
    SERVING,
    LEAVING
  }

  /**
   * What is there before the node; the node closes it when it leaves.
   *
   * @param page what browsers get
   */
  record Equipment(
      Vertx vertx,
      Store store,
      CommandArchive commands,
      Passwords passwords,
      Page page,
      Clocks clocks) {}

  /** Parts that take other settings while they run. */
  private record Adjustable(Access access, Api api) {}

  private final Equipment equipment;
  private final String nodeId;
  private final long startedMs;
  private final Drops drops = new Drops();
  private final Directory directory = new Directory();
  private final CommandRing commands = new CommandRing(CommandRing.CAPACITY);
  private final CommandLogWriter commandWriter;
  private final List<RelayLoop> loops = new CopyOnWriteArrayList<>();
  private volatile @Nullable Adjustable adjustable;
  private volatile long olderHoldMs;
  private volatile Phase phase = Phase.STARTING;

  Node(Equipment equipment) {
    this.equipment = equipment;
    byte[] random = new byte[NODE_ID_BYTES];
    new SecureRandom().nextBytes(random);
    nodeId = HexFormat.of().formatHex(random);
    commandWriter = new CommandLogWriter(commands, equipment.commands());
    startedMs = equipment.clocks().monotonicMs().getAsLong();
  }

  /** Succeeds when every event loop listens and has answered once. */
  Future<Node> start(RelayConfig config, WebSocketTransport.Options webSocket) {
    Vertx vertx = equipment.vertx();
    olderHoldMs = config.olderHoldMs();
    return Access.open(
            vertx, equipment.store(), equipment.passwords(), equipment.clocks(), config.access())
        .compose(
            access -> {
              NodeContext context = context(access, config, webSocket);
              return vertx.deployVerticle(
                  () -> newLoop(context),
                  new DeploymentOptions().setInstances(config.listen().eventLoops()));
            })
        .compose(deployed -> new WarmUp(vertx, webSocket).run(config.listen().eventLoops()))
        .map(
            warm -> {
              DropReport report = new DropReport(drops);
              vertx.setPeriodic(DROPS_REPORT_MS, ignored -> tell(report));
              vertx.setPeriodic(COMMAND_LOG_MS, ignored -> commandWriter.onTick());
              phase = Phase.SERVING;
              return this;
            });
  }

  private RelayLoop newLoop(NodeContext context) {
    RelayLoop loop = new RelayLoop(context);
    loops.add(loop);
    return loop;
  }

  /** Goes by the reloaded keys from now on, but for the certificate. Any thread. */
  void follow(RelayConfig config) {
    olderHoldMs = config.olderHoldMs();
    loops.forEach(loop -> loop.allowOrigins(config.allowedOrigins()));
    Adjustable parts = adjustable;
    if (parts != null) {
      parts.access().follow(config.access());
      parts.api().follow(config.api());
    }
  }

  /** Shows another certificate from the next handshake on; open sockets stay open. Any thread. */
  Future<?> show(KeyCertOptions certificate) {
    Future<Object> shown = Future.succeededFuture();
    for (RelayLoop loop : loops) { // in turn, because they share their ports
      shown = shown.compose(ignored -> loop.show(certificate)).mapEmpty();
    }
    return shown;
  }

  /** One line a second at most, never one a packet. */
  private static void tell(DropReport report) {
    Map<Reason, Long> dropped = report.takeNew();
    if (!dropped.isEmpty()) {
      log.info("dropped in a second: {}", DropReport.text(dropped));
    }
  }

  private NodeContext context(
      Access access, RelayConfig config, WebSocketTransport.Options webSocket) {
    Api.Parts parts =
        new Api.Parts(
            access,
            directory::knows,
            this,
            new CommandHistory(equipment.commands(), commands::dropped),
            equipment.page(),
            equipment.clocks());
    Api api = Api.create(equipment.vertx(), parts, config.api());
    adjustable = new Adjustable(access, api);
    return new NodeContext(
        nodeId,
        access,
        webSocket,
        api,
        equipment.clocks().monotonicMs(),
        drops,
        directory,
        commands,
        () -> olderHoldMs);
  }

  /** Says goodbye to everybody, writes what is left, and ends. */
  Future<Boolean> close() {
    phase = Phase.LEAVING;
    log.info("leaving node={}", nodeId);
    return equipment
        .vertx()
        .close()
        .transform(
            ignored -> {
              commandWriter.flush();
              return equipment.store().close();
            })
        .onComplete(ignored -> equipment.passwords().close());
  }

  @Override
  public String nodeId() {
    return nodeId;
  }

  @Override
  public String version() {
    return Version.current();
  }

  @Override
  public long uptimeS() {
    return (equipment.clocks().monotonicMs().getAsLong() - startedMs) / 1000;
  }

  @Override
  public Future<List<String>> faults() {
    return switch (phase) {
      case STARTING -> Future.succeededFuture(List.of("The node is starting."));
      case LEAVING -> Future.succeededFuture(List.of("The node is leaving."));
      case SERVING ->
          equipment
              .store()
              .probe()
              .timeout(STORE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
              .map(fine -> List.<String>of())
              .otherwise(Node::storeFault);
    };
  }

  private static List<String> storeFault(Throwable failure) {
    return List.of(
        failure instanceof Unavailable reason
            ? String.valueOf(reason.getMessage())
            : "The store doesn't answer.");
  }

  @Override
  public Map<String, Long> drops() {
    Map<String, Long> byName = new TreeMap<>();
    drops.snapshot().forEach((reason, count) -> byName.put(reason.wireName(), count));
    return byName;
  }
}
