package org.havatar.relay.routing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.havatar.relay.directory.Directory;
import org.havatar.relay.directory.NodeMessage;
import org.havatar.relay.directory.Replication;
import org.havatar.transports.link.Drops;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ties this node's directory to those of the other nodes: binds and keeps time. One for a node.
 *
 * <p>The bus asks its registry where an address is, once for each; that registry stands still for
 * seconds when a node is lost. So nodes that know each other send to addresses of their own, which
 * are looked up as soon as they meet, those of their loops too; the common address, which changes
 * with every node that comes or goes, is for strangers only.
 */
public final class NodeLink extends VerticleBase implements Replication.Carrier {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLink.class);
  private static final String ALL = "d";
  private static final long TICK_MS = 20;
  private static final long ANNOUNCE_EVERY_MS = 1000;

  /** One that doesn't answer must not keep this one from serving. */
  private static final long WARM_WITHIN_MS = 5000;

  private final String node;
  private final Directory directory;
  private final BooleanSupplier cut;
  private final Drops drops;
  private final LongSupplier monotonicMs;
  private final DeliveryOptions options = EventBusRouter.options(NodeMessageCodec.NAME);
  private final DeliveryOptions batchOptions = EventBusRouter.options(BatchCodec.NAME);
  private final Set<String> met = new HashSet<>();
  private long announcedMs;
  private final Directory.Listener onRoutes = this::onRoutes;
  private final AtomicBoolean isFlushDue = new AtomicBoolean();
  private volatile Set<String> known = Set.of();
  private @Nullable Replication replication;

  /**
   * @param cut whether this node can't reach the store
   */
  public NodeLink(
      String node,
      Directory directory,
      BooleanSupplier cut,
      Drops drops,
      LongSupplier monotonicMs) {
    this.node = node;
    this.cut = cut;
    this.directory = directory;
    this.drops = drops;
    this.monotonicMs = monotonicMs;
  }

  private static String addressOf(String node) {
    return ALL + "." + node;
  }

  @Override
  public Future<?> start() {
    Replication mine =
        new Replication(
            node, NodeVersion.NEWEST, directory, cut, this, drops, monotonicMs.getAsLong());
    replication = mine;
    announcedMs = monotonicMs.getAsLong() - ANNOUNCE_EVERY_MS;
    directory.listen(onRoutes);
    vertx.setPeriodic(TICK_MS, ignored -> onTick(mine));
    return vertx
        .eventBus()
        .<NodeMessage>consumer(ALL, message -> onMessage(mine, message.body()))
        .completion()
        .compose(
            ignored ->
                vertx
                    .eventBus()
                    .<NodeMessage>consumer(
                        addressOf(node), message -> onMessage(mine, message.body()))
                    .completion());
  }

  private void onMessage(Replication mine, NodeMessage message) {
    mine.onMessage(message, monotonicMs.getAsLong());
  }

  private void onTick(Replication mine) {
    mine.onTick(monotonicMs.getAsLong());
    known = mine.known();
  }

  private void onRoutes(Set<String> ignored) {
    if (isFlushDue.compareAndSet(false, true)) {
      context.runOnContext(
          turn -> {
            isFlushDue.set(false);
            Replication mine = replication;
            if (mine != null) {
              mine.flush();
            }
          });
    }
  }

  /**
   * Succeeds when this node knows what robots the others have, and there were messages both ways;
   * or after a while without. Never fails.
   *
   * @param others how many other nodes there are now
   */
  public Future<Boolean> warm(IntSupplier others) {
    Promise<Boolean> warm = Promise.promise();
    long untilMs = monotonicMs.getAsLong() + WARM_WITHIN_MS;
    vertx.setPeriodic(
        0,
        TICK_MS,
        timer -> {
          boolean isWarm = known.size() >= others.getAsInt();
          if (isWarm || monotonicMs.getAsLong() >= untilMs) {
            vertx.cancelTimer(timer);
            if (!isWarm) {
              LOG.atWarn()
                  .addKeyValue("node", node)
                  .log("of {} other nodes only {} have answered", others.getAsInt(), known.size());
            }
            warm.complete(isWarm);
          }
        });
    return warm.future();
  }

  @Override
  public void publish(NodeMessage message) {
    Set<String> peers = directory.peers();
    met.retainAll(peers);
    for (String peer : peers) {
      if (met.add(peer)) {
        warm(peer);
      }
      send(peer, message);
    }
    long nowMs = monotonicMs.getAsLong();
    if (message instanceof NodeMessage.Alive && nowMs - announcedMs >= ANNOUNCE_EVERY_MS) {
      announcedMs = nowMs;
      vertx.eventBus().publish(ALL, message, options);
    }
  }

  /** So that the first command finds its way as fast as any other. */
  private void warm(String peer) {
    for (int loop = 0; loop < directory.loopsOf(peer); loop++) {
      vertx
          .eventBus()
          .send(
              EventBusRouter.address(peer, loop),
              new Batch(NodeVersion.OLDEST, List.of()),
              batchOptions);
    }
  }

  @Override
  public void send(String to, NodeMessage message) {
    vertx.eventBus().send(addressOf(to), message, options);
  }

  @Override
  public Future<?> stop() {
    directory.unlisten(onRoutes);
    if (replication != null) {
      replication.leave();
    }
    return Future.succeededFuture();
  }
}
