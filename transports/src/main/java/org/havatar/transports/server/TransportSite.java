package org.havatar.transports.server;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.havatar.transports.http.HttpPort;
import org.havatar.transports.link.Certificate;
import org.havatar.transports.link.Drops;
import org.jspecify.annotations.Nullable;

/**
 * What a transport of one event loop is given.
 *
 * @param vertx whose current context is that loop's while a transport is made and called
 * @param http the loop's HTTPS port, for transports that come through it
 * @param monotonicMs milliseconds that never step back
 * @param drops counts what is not delivered, for the whole node
 */
public record TransportSite(
    Vertx vertx, HttpPort http, Place place, LongSupplier monotonicMs, Drops drops) {
  /**
   * Where to listen, and for whom.
   *
   * @param hosts addresses, IPv4 and IPv6
   * @param port the same on each of them; of one that has none of its own that of HTTPS
   * @param certificate null where the relay speaks plain text
   * @param allowedOrigins full origins whose pages may connect, besides the relay's own
   */
  public record Place(
      List<String> hosts, int port, @Nullable Certificate certificate, Set<String> allowedOrigins) {
    public Place {
      hosts = List.copyOf(hosts);
      allowedOrigins = Set.copyOf(allowedOrigins);
    }
  }
}
