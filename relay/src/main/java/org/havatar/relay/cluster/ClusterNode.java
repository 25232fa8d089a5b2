package org.havatar.relay.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.config.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node in its cluster. Any thread. */
public final class ClusterNode implements Members {
  /** Renewal takes a restart, and somebody has to find time for it. */
  static final Duration WARN_BEFORE = Duration.ofDays(30);

  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
  private static final int ID_BYTES = 8;
  private static final long DAILY_MS = TimeUnit.DAYS.toMillis(1);

  private final Cluster cluster;
  private final Standing self;
  private final HazelcastClusterManager membership;
  private final AllowedClasses classes;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Replaced as a whole, under the lock. */
  private volatile Map<String, Peer> others = Map.of();

  private ClusterNode(
      Cluster cluster, Standing self, HazelcastClusterManager membership, AllowedClasses classes) {
    this.cluster = cluster;
    this.self = self;
    this.membership = membership;
    this.classes = classes;
  }

  /**
   * A node that hasn't joined yet.
   *
   * @param storeId the same for all nodes that share a store
   * @param protocol version of what nodes say to each other
   */
  public static ClusterNode prepare(Cluster cluster, String storeId, int protocol) {
    return prepare(cluster, storeId, protocol, AddressBook.ofThisMachine(cluster.members()), true);
  }

  /**
   * @param filtered false only in tests, which then see what the filter keeps away
   */
  static ClusterNode prepare(
      Cluster cluster, String storeId, int protocol, AddressBook book, boolean filtered) {
    byte[] random = new byte[ID_BYTES];
    new SecureRandom().nextBytes(random);
    String host = cluster.address();
    Standing self =
        new Standing(
            HexFormat.of().formatHex(random),
            cluster.identity().name(),
            (host.contains(":") ? "[" + host + "]" : host) + ":" + cluster.busPort(),
            storeId,
            cluster.identity().authorityPrint(),
            protocol);
    AllowedClasses classes = new AllowedClasses(ClusterNode.class.getClassLoader());
    var config = HazelcastSettings.of(cluster, self, book, classes);
    if (!filtered) {
      config.setClassLoader(null);
      config.getSerializationConfig().setJavaSerializationFilterConfig(null);
    }
    return new ClusterNode(cluster, self, new HazelcastClusterManager(config), classes);
  }

  /** Puts the event bus between nodes into {@code options}. */
  public VertxOptions connect(VertxOptions options) {
    return options.setEventBusOptions(BusSettings.of(cluster));
  }

  /**
   * Joins the others, or begins alone. Fails with {@link Unavailable} when this node may not be in
   * one cluster with those who were there before.
   *
   * @param bootstrap whose options went through {@link #connect}
   */
  public Future<Vertx> join(VertxBootstrap bootstrap, InstantSource clock) {
    return bootstrap
        .clusterManager(membership)
        .serviceProviders(List.of())
        .init()
        .clusteredVertx()
        .recover(failure -> Future.failedFuture(explained(failure)))
        .compose(vertx -> welcomed(vertx, clock));
  }

  private Unavailable explained(Throwable failure) {
    String why = String.valueOf(failure.getMessage());
    boolean binding = why.contains("bind") || why.contains("in use") || why.contains("interface");
    return new Unavailable(
        binding
            ? "The cluster's ports %d and %d can't be had on %s (%s); end what has them, or set cluster.address to an address of this machine."
                .formatted(cluster.port(), cluster.busPort(), cluster.address(), why)
            : "The cluster can't be joined: %s.".formatted(why),
        failure);
  }

  private Future<Vertx> welcomed(Vertx vertx, InstantSource clock) {
    HazelcastInstance instance = membership.getHazelcastInstance();
    Optional<String> refusal = refusalByOlder(instance);
    if (refusal.isPresent()) {
      return vertx
          .close()
          .transform(ignored -> Future.failedFuture(new Unavailable(refusal.get())));
    }
    instance
        .getCluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent event) {
                compare(event.getMembers());
              }

              @Override
              public void memberRemoved(MembershipEvent event) {
                compare(event.getMembers());
              }
            });
    instance.getLifecycleService().addLifecycleListener(ignored -> compareNow(instance));
    compareNow(instance);
    vertx.setPeriodic(0, DAILY_MS, ignored -> warnOfEnd(clock.instant()));
    LOG.atInfo()
        .addKeyValue("node", self.id())
        .addKeyValue("name", self.name())
        .addKeyValue("bus", self.bus())
        .log("in the cluster with {}", others.values());
    return Future.succeededFuture(vertx);
  }

  /** Who was there before stays; the oldest comes first in the list. */
  private Optional<String> refusalByOlder(HazelcastInstance instance) {
    for (Member each : instance.getCluster().getMembers()) {
      if (each.localMember()) {
        return Optional.empty();
      }
      Optional<String> refusal = self.refusal(HazelcastSettings.standing(each));
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private void compareNow(HazelcastInstance instance) {
    if (instance.getLifecycleService().isRunning()) {
      compare(instance.getCluster().getMembers());
    }
  }

  private synchronized void compare(Set<Member> present) {
    Map<String, Peer> former = others;
    Map<String, Peer> now = new HashMap<>();
    for (Member each : present) {
      Standing standing = HazelcastSettings.standing(each);
      if (standing.id().equals(self.id())) {
        continue;
      }
      Optional<String> refusal = self.refusal(standing);
      if (refusal.isEmpty()) {
        now.put(standing.id(), standing.peer());
      } else {
        LOG.warn("not worked with: {}", refusal.get());
      }
    }
    others = Map.copyOf(now);
    former.keySet().stream()
        .filter(id -> !now.containsKey(id))
        .forEach(
            id -> {
              LOG.atInfo().addKeyValue("node", id).log("left the cluster");
              listeners.forEach(listener -> listener.left(id));
            });
    now.forEach(
        (id, peer) -> {
          if (!former.containsKey(id)) {
            LOG.atInfo().addKeyValue("node", id).log("joined the cluster: {}", peer);
            listeners.forEach(listener -> listener.joined(peer));
          }
        });
  }

  private void warnOfEnd(Instant now) {
    endWarning(cluster.identity().until(), now).ifPresent(LOG::warn);
  }

  /** What is due before the certificate ends. */
  static Optional<String> endWarning(Instant until, Instant now) {
    return now.plus(WARN_BEFORE).isBefore(until)
        ? Optional.empty()
        : Optional.of(
            "This node's cluster certificate, or its authority's, ends at %s; then other nodes refuse it: make another by `relay cluster-certificate` and restart."
                .formatted(until));
  }

  /** How often a member sent the name of a class that isn't for members. */
  public long refusedClasses() {
    return classes.refused();
  }

  @Override
  public String self() {
    return self.id();
  }

  @Override
  public Set<String> others() {
    return others.keySet();
  }

  @Override
  public Set<Peer> known() {
    return Set.copyOf(others.values());
  }

  @Override
  public void onChange(Listener listener) {
    listeners.add(listener);
  }

  /** For tests, which have no other way to see that it was shut. */
  HazelcastInstance instance() {
    return membership.getHazelcastInstance();
  }
}
