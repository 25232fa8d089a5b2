package org.havatar.relay.node;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.identity.Passwords;
import org.havatar.relay.access.port.Clocks;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.api.Api;
import org.havatar.relay.api.CommandHistory;
import org.havatar.relay.api.NodeState;
import org.havatar.relay.api.Page;
import org.havatar.relay.api.RobotState;
import org.havatar.relay.api.StoreState;
import org.havatar.relay.api.document.ApiDocument;
import org.havatar.relay.config.RelayConfig;
import org.havatar.relay.directory.Directory;
import org.havatar.relay.limits.Edge;
import org.havatar.relay.limits.Limits;
import org.havatar.relay.limits.NodeCounters;
import org.havatar.relay.limits.PeerAddresses;
import org.havatar.relay.metrics.NodeMeters;
import org.havatar.relay.node.ShutdownSequence.Step;
import org.havatar.relay.routing.EventBusRouter;
import org.havatar.relay.routing.NodeLink;
import org.havatar.relay.session.connection.ClockLeaps;
import org.havatar.relay.session.port.CommandArchive;
import org.havatar.relay.session.port.CommandRecord;
import org.havatar.relay.session.port.DriveLog;
import org.havatar.relay.session.port.FairRing;
import org.havatar.transports.http.HttpOptions;
import org.havatar.transports.link.Certificate;
import org.havatar.transports.link.DropReport;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RegisterDevice;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One relay node: puts the parts together, starts them and lets them go. */
final class Node implements NodeState {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final int NODE_ID_BYTES = 4;
  private static final int STORE_TIMEOUT_MS = 1000;
  private static final int DROPS_REPORT_MS = 1000;
  private static final int COMMAND_LOG_MS = 1000;
  private static final int ERASURES_MS = 3_600_000;
  private static final int READY_MS = 1000;
  private static final int CLOCK_MS = 10_000;

  private enum Phase {
    STARTING,
    SERVING,
    LEAVING
  }

  /**
   * What is there before the node; the node closes it when it leaves.
   *
   * @param page what browsers get
   * @param knownRobots may be empty
   * @param otherNodes how many there are now; 0 without a cluster
   */
  record Equipment(
      Vertx vertx,
      Store store,
      CommandArchive commands,
      Passwords passwords,
      Page page,
      ApiDocument document,
      Clocks clocks,
      NodeMeters meters,
      LongSupplier monotonicNs,
      KnownRobots knownRobots,
      IntSupplier otherNodes) {}

  /** Parts that take other settings while they run. */
  private record Adjustable(Access access, Api api, Limits limits) {}

  private final Equipment equipment;
  private final String nodeId;
  private final long startedMs;
  private final Drops drops = new Drops();
  private final Directory directory = new Directory();
  private final FairRing<CommandRecord> commands =
      new FairRing<>(CommandLogWriter.CAPACITY, CommandRecord::account);
  private final CommandLogWriter commandWriter;
  private final FairRing<DriveLog.Event> drives =
      new FairRing<>(DriveAudit.CAPACITY, DriveLog.Event::account);
  private final DriveAudit driveAudit;
  private final List<RelayLoop> loops = new CopyOnWriteArrayList<>();
  private volatile @Nullable Adjustable adjustable;
  private volatile long olderHoldMs;
  private final Store store;
  private final ClockComparison clock = new ClockComparison();
  private volatile @Nullable StoreOutage outage;
  private volatile Phase phase = Phase.STARTING;
  private volatile boolean isFine;
  private volatile @Nullable NodeLink nodeLink;

  Node(Equipment equipment) {
    this.equipment = equipment;
    byte[] random = new byte[NODE_ID_BYTES];
    new SecureRandom().nextBytes(random);
    nodeId = HexFormat.of().formatHex(random);
    commandWriter = new CommandLogWriter(commands, equipment.commands());
    NodeMeters meters = equipment.meters();
    store = meters.measured(equipment.store(), equipment.monotonicNs());
    meters.bindDrops(drops);
    meters.bindClock(() -> clock.aheadMs() / 1e3);
    driveAudit = new DriveAudit(drives, store.audit());
    meters.bindDriveAudit(driveAudit::writtenCount, drives::dropped);
    meters.bindCommandLog(commandWriter::writtenCount, commands::dropped);
    meters.bindNode(nodeId, Version.current(), () -> phase == Phase.SERVING && isFine);
    startedMs = equipment.clocks().monotonicMs().getAsLong();
  }

  /** Succeeds when every event loop listens and has answered once. */
  Future<Node> start(RelayConfig config, HttpOptions http) {
    Vertx vertx = equipment.vertx();
    olderHoldMs = config.olderHoldMs();
    EventBusRouter.register(vertx.eventBus());
    config
        .listen()
        .transports()
        .forEach(each -> equipment.meters().connections().expect(each.factory().name()));
    return joined()
        .compose(
            ignored ->
                Access.open(
                    vertx, store, equipment.passwords(), equipment.clocks(), config.access()))
        .compose(
            access -> {
              access.bookings().follow(config.bookings());
              watchErasures(access);
              NodeContext context = context(access, config, http);
              return vertx.deployVerticle(
                  () -> newLoop(context),
                  new DeploymentOptions().setInstances(config.listen().eventLoops()));
            })
        .compose(deployed -> new WarmUp(vertx, http).run(config.listen().eventLoops()))
        .compose(warm -> othersAreKnown())
        .map(
            warm -> {
              DropReport report = new DropReport(drops);
              vertx.setPeriodic(DROPS_REPORT_MS, ignored -> tell(report));
              vertx.setPeriodic(COMMAND_LOG_MS, ignored -> commandWriter.onTick());
              vertx.setPeriodic(COMMAND_LOG_MS, ignored -> driveAudit.onTick());
              vertx.setPeriodic(
                  READY_MS, ignored -> faults().onSuccess(each -> isFine = each.isEmpty()));
              vertx.setPeriodic(0, CLOCK_MS, ignored -> compareClocks());
              isFine = true;
              phase = Phase.SERVING;
              return this;
            });
  }

  /** In a cluster, what robots the other nodes have is known before anybody is let in. */
  private Future<?> joined() {
    Vertx vertx = equipment.vertx();
    if (!vertx.isClustered()) {
      return Future.succeededFuture();
    }
    NodeLink mine =
        new NodeLink(
            nodeId, directory, equipment.store()::isCut, drops, equipment.clocks().monotonicMs());
    nodeLink = mine;
    return vertx.deployVerticle(mine);
  }

  private Future<Boolean> othersAreKnown() {
    NodeLink mine = nodeLink;
    return mine == null ? Future.succeededFuture(true) : mine.warm(equipment.otherNodes());
  }

  private void watchErasures(Access access) {
    CommandHistory history = new CommandHistory(equipment.commands(), commands::dropped);
    NodeTraces traces =
        new NodeTraces(equipment.vertx(), access, access.erasures(history.traces()));
    access.onChanged(traces::onChanged);
    equipment.vertx().setPeriodic(0, ERASURES_MS, ignored -> traces.finish());
  }

  private void compareClocks() {
    long askedMs = equipment.clocks().wall().millis();
    store
        .sharedClockMs()
        .onSuccess(
            shared ->
                shared.ifPresent(
                    ms -> clock.onTold(ms, askedMs, equipment.clocks().wall().millis())));
  }

  private RelayLoop newLoop(NodeContext context) {
    RelayLoop loop = new RelayLoop(context);
    loops.add(loop);
    return loop;
  }

  /** Goes by the reloaded keys from now on, but for the certificate. Any thread. */
  void follow(RelayConfig config) {
    olderHoldMs = config.olderHoldMs();
    StoreOutage followed = outage;
    if (followed != null) {
      followed.follow(config.outage());
    }
    loops.forEach(loop -> loop.allowOrigins(config.allowedOrigins()));
    Adjustable parts = adjustable;
    if (parts != null) {
      parts.access().follow(config.access());
      parts.limits().follow(config.limits());
      parts.api().allowOrigins(config.allowedOrigins());
      parts.api().listRelays(config.relays());
      parts.access().bookings().follow(config.bookings());
    }
  }

  /** Shows another certificate from the next handshake on; open sockets stay open. Any thread. */
  Future<?> show(Certificate certificate) {
    Future<Object> shown = Future.succeededFuture();
    for (RelayLoop loop : loops) { // in turn, because they share their ports
      shown = shown.compose(ignored -> loop.show(certificate)).mapEmpty();
    }
    return shown;
  }

  /** One line a second at most, never one a packet. */
  private void tell(DropReport report) {
    Map<Reason, Long> dropped = report.takeNew();
    if (!dropped.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("node", nodeId)
          .log("dropped in a second: {}", DropReport.text(dropped));
    }
  }

  private StoreOutage storeOutage(RelayConfig config) {
    LongSupplier nowMs = equipment.clocks().monotonicMs();
    StoreOutage mine =
        new StoreOutage(
            equipment.store()::isCut,
            directory::areOthersCut,
            equipment.clocks().wall()::millis,
            config.outage(),
            nowMs.getAsLong());
    equipment.vertx().setPeriodic(StoreOutage.TICK_MS, ignored -> mine.onTick(nowMs.getAsLong()));
    equipment.meters().bindStore(() -> !mine.isCut(), mine::revocationWithinS);
    outage = mine;
    return mine;
  }

  private NodeContext context(Access access, RelayConfig config, HttpOptions http) {
    Limits limits =
        new Limits(
            config.limits(),
            config.storage().redis() == null
                ? new NodeCounters(equipment.clocks().monotonicMs())
                : store.ephemera()::addAndGet,
            equipment.meters().limits(),
            equipment.clocks().monotonicMs());
    Edge edge = new Edge(limits, new PeerAddresses(config.proxy()));
    Api.Parts parts =
        new Api.Parts(
            access,
            directory::knows,
            this,
            new CommandHistory(equipment.commands(), commands::dropped),
            equipment.page(),
            equipment.document(),
            equipment.meters().requests(),
            equipment.clocks(),
            edge,
            robotId -> directory.devices().find(robotId, RegisterDevice.Role.CAMERA));
    Api api = Api.create(equipment.vertx(), parts, config.api());
    api.allowOrigins(config.allowedOrigins());
    api.listRelays(config.relays());
    adjustable = new Adjustable(access, api, limits);
    return new NodeContext(
        nodeId,
        access,
        new NodeContext.Listening(http, api, config.listen().transports(), config.allowedOrigins()),
        equipment.clocks().monotonicMs(),
        drops,
        directory,
        commands::add,
        drives::add,
        equipment.meters(),
        equipment.monotonicNs(),
        () -> olderHoldMs,
        storeOutage(config),
        new AdmissionRules(
            edge,
            new RobotDoor(access.robotKeys(), limits, equipment.knownRobots()),
            AdmissionRules.Logs.of(equipment.clocks().monotonicMs())),
        new ClockLeaps());
  }

  /**
   * Says goodbye to everybody, writes what is left, and ends, whatever hangs. Blocks for at most
   * 3.6 s of the 5 s that leaving may take; the command log's file needs the rest.
   *
   * @return true when all of it was done
   */
  boolean close() {
    phase = Phase.LEAVING;
    LOG.atInfo().addKeyValue("node", nodeId).log("leaving");
    boolean isClean =
        ShutdownSequence.run(
            List.of(
                new Step("closing the sockets", () -> stage(equipment.vertx().close()), 2000),
                new Step("writing the command log", commandWriter::flush, 800),
                new Step("writing the audit log", () -> stage(driveAudit.flush()), 300),
                new Step("closing the store", () -> stage(store.close()), 800)));
    equipment.passwords().close();
    return isClean;
  }

  private static CompletionStage<?> stage(Future<?> future) {
    return future.toCompletionStage();
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
          store
              .probe()
              .timeout(STORE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
              .map(fine -> clock.fault().map(List::of).orElse(List.of()))
              .otherwise(Node::storeFault);
    };
  }

  private static List<String> storeFault(Throwable cause) {
    return List.of(
        cause instanceof Unavailable reason
            ? String.valueOf(reason.getMessage())
            : "The store doesn't answer.");
  }

  @Override
  public StoreState store() {
    StoreOutage followed = outage;
    return followed == null ? StoreState.UNKNOWN : followed.state();
  }

  @Override
  public Map<String, Long> connections() {
    return equipment.meters().connections().byRole();
  }

  @Override
  public Optional<RobotState> robot(String robotId) {
    return equipment.meters().beaconOf(robotId).map(RobotState::of);
  }

  @Override
  public Map<String, Long> drops() {
    Map<String, Long> byName = new TreeMap<>();
    drops.snapshot().forEach((reason, count) -> byName.put(reason.wireName(), count));
    return byName;
  }
}
