package org.havatar.relay.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.havatar.relay.access.Store;
import org.havatar.relay.api.ApiMeasures;
import org.havatar.relay.limits.LimitMeasures;
import org.havatar.relay.session.port.SessionMetrics;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Reason;

/** All series of one node. Any thread; {@link #close} once, at the end. */
public final class NodeMeters implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RobotMeters robots = new RobotMeters(registry);
  private final SessionMeters sessions = new SessionMeters(registry, robots);
  private final ConnectionMeters connections = new ConnectionMeters(registry);
  private final RequestMeters requests = new RequestMeters(registry);
  private final LimitMeters limits = new LimitMeters(registry);
  private final JvmGcMetrics garbage = new JvmGcMetrics();

  public NodeMeters() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    garbage.bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  public SessionMetrics sessions() {
    return sessions;
  }

  public ConnectionMeters connections() {
    return connections;
  }

  public ApiMeasures requests() {
    return requests;
  }

  public LimitMeasures limits() {
    return limits;
  }

  /** The newest beacon of a robot that is connected to this node. */
  public Optional<Beacon> beaconOf(String robotId) {
    return robots.beaconOf(robotId);
  }

  /** To be told of every tick of event loop number {@code loop}. */
  public LoopLag loopLag(int loop, LongSupplier monotonicNs, long tickMs) {
    String number = Integer.toString(loop);
    Timer lag =
        Buckets.LOOP_LAG.timer(
            registry, "havatar.loop.lag", "How late a loop's tick came", "loop", number);
    return new LoopLag(lag, monotonicNs, tickMs);
  }

  public Store measured(Store store, LongSupplier monotonicNs) {
    return StoreMeters.measured(registry, store, monotonicNs);
  }

  /** Counts that are kept elsewhere for other reasons. */
  public void bindDrops(Drops drops) {
    for (Reason reason : Reason.values()) {
      if (reason != Reason.ACCEPTED) {
        FunctionCounter.builder("havatar.drops", drops, all -> all.of(reason))
            .description("Messages that were not executed or not passed on")
            .tag("reason", reason.wireName())
            .register(registry);
      }
    }
  }

  /**
   * The command log.
   *
   * @param written records handed to the disk since the start
   * @param lost records let go since the start
   */
  public void bindCommandLog(LongSupplier written, LongSupplier lost) {
    bindCounter("havatar.command.log.written", "Records of the command log on disk", written);
    bindCounter("havatar.command.log.lost", "Records of the command log let go", lost);
  }

  /** How far this node's clock is ahead of the one that all nodes share, in seconds. */
  public void bindClock(DoubleSupplier aheadS) {
    Gauge.builder("havatar.clock.ahead", aheadS::getAsDouble)
        .description("This node's clock before the shared one's")
        .baseUnit("seconds")
        .register(registry);
  }

  /**
   * The store.
   *
   * @param withinS after so many seconds a right that is taken back is none any more
   */
  public void bindStore(BooleanSupplier isReachable, LongSupplier withinS) {
    Gauge.builder("havatar.store.reachable", isReachable, is -> is.getAsBoolean() ? 1 : 0)
        .description("1 while the store can be asked")
        .strongReference(true)
        .register(registry);
    Gauge.builder("havatar.revocation.within", withinS, LongSupplier::getAsLong)
        .description("After so long a right that is taken back is none here any more")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }

  /** What became of events of drivers for the audit log. */
  public void bindDriveAudit(LongSupplier written, LongSupplier lost) {
    bindCounter("havatar.audit.drives.written", "Events of drivers in the audit log", written);
    bindCounter("havatar.audit.drives.lost", "Events of drivers let go", lost);
  }

  /**
   * A copy of the audit log.
   *
   * @param copied entries handed over since the start
   * @param behindS how old the oldest entry is that wasn't yet, in seconds
   */
  public void bindAuditCopy(String target, LongSupplier copied, DoubleSupplier behindS) {
    FunctionCounter.builder("havatar.audit.copied", copied, LongSupplier::getAsLong)
        .description("Entries of the audit log that a copy has got")
        .tag("target", target)
        .register(registry);
    Gauge.builder("havatar.audit.copy.behind", behindS::getAsDouble)
        .description("Age of the oldest entry that a copy hasn't got")
        .baseUnit("seconds")
        .tag("target", target)
        .register(registry);
  }

  private void bindCounter(String name, String help, LongSupplier value) {
    FunctionCounter.builder(name, value, LongSupplier::getAsLong)
        .description(help)
        .register(registry);
  }

  /** Who this is, and whether it takes new peers now. */
  public void bindNode(String nodeId, String version, BooleanSupplier isReady) {
    Gauge.builder("havatar.build.info", () -> 1)
        .description("Always 1; the labels tell")
        .tags("version", version, "java", Runtime.version().toString(), "node", nodeId)
        .register(registry);
    Gauge.builder("havatar.node.ready", isReady, ready -> ready.getAsBoolean() ? 1 : 0)
        .description("1 while /health/ready says so")
        .strongReference(true)
        .register(registry);
  }

  /** Vert.x's worker pools, and of Vert.x only them: its other figures cost on the driving path. */
  public VertxBootstrap instrument(VertxBootstrap vertx, VertxOptions options) {
    Set<String> others =
        EnumSet.complementOf(EnumSet.of(MetricsDomain.NAMED_POOLS)).stream()
            .map(MetricsDomain::toCategory)
            .collect(Collectors.toSet());
    MicrometerMetricsOptions metrics =
        new MicrometerMetricsOptions().setEnabled(true).setDisabledMetricsCategories(others);
    return vertx
        .options(new VertxOptions(options).setMetricsOptions(metrics))
        .metricsFactory(new MicrometerMetricsFactory(registry));
  }

  /** All of them now, in Prometheus's text format. May take milliseconds. */
  String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}
