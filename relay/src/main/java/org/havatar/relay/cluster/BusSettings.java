package org.havatar.relay.cluster;

import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Set;
import org.havatar.relay.config.Cluster;

/**
 * The event bus between nodes: TLS 1.3 in which both show a certificate of the cluster's authority.
 * Vert.x compares no host names here, so that authority must sign nodes only; {@code
 * ClusterSettings} takes no other.
 */
final class BusSettings {
  /** A peer that is silent so long is closed and dialled again (20 s by default, each). */
  private static final long PING_MS = 500;

  /** 60 s by default: so long commands would be kept for a peer that isn't there. */
  private static final int CONNECT_MS = 500;

  private BusSettings() {}

  static EventBusOptions of(Cluster cluster) {
    Cluster.Identity identity = cluster.identity();
    EventBusOptions options = new EventBusOptions();
    options
        .setHost(cluster.address())
        .setPort(cluster.busPort())
        .setClusterPublicHost(cluster.address())
        .setClusterPublicPort(cluster.busPort())
        .setClusterPingInterval(PING_MS)
        .setClusterPingReplyInterval(PING_MS)
        .setConnectTimeout(CONNECT_MS)
        .setSsl(true)
        .setTrustAll(false)
        .setClientAuth(ClientAuth.REQUIRED)
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertPath(identity.certificate().toString())
                .addKeyPath(identity.key().toString()))
        .setTrustOptions(new PemTrustOptions().addCertPath(identity.authority().toString()))
        .setTcpNoDelay(true);
    return options;
  }
}
