package org.havatar.relay.node;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Access;
import org.havatar.relay.directory.Directory;
import org.havatar.relay.metrics.NodeMeters;
import org.havatar.relay.session.connection.ClockLeaps;
import org.havatar.relay.session.port.CommandLog;
import org.havatar.relay.session.port.DriveLog;
import org.havatar.relay.session.port.StoreReach;
import org.havatar.transports.http.HttpOptions;
import org.havatar.transports.link.Drops;
import org.havatar.transports.server.ChosenTransport;

/**
 * What all loops of one node share; each part may be used from any thread.
 *
 * @param nodeId fresh at every start
 * @param monotonicMs milliseconds that never step back and count suspend
 * @param monotonicNs nanoseconds that never step back, to measure with
 * @param olderHoldMs how long an older client's command is held; may change
 */
public record NodeContext(
    String nodeId,
    Access access,
    Listening listening,
    LongSupplier monotonicMs,
    Drops drops,
    Directory directory,
    CommandLog commandLog,
    DriveLog driveLog,
    NodeMeters meters,
    LongSupplier monotonicNs,
    LongSupplier olderHoldMs,
    StoreReach storeReach,
    AdmissionRules admission,
    ClockLeaps leaps) {
  /**
   * What the loops listen with.
   *
   * @param plainRequests answers what asks for no link
   * @param allowedOrigins full origins whose pages may connect, besides the relay's own
   */
  public record Listening(
      HttpOptions http,
      Handler<HttpServerRequest> plainRequests,
      List<ChosenTransport> transports,
      Set<String> allowedOrigins) {
    public Listening {
      transports = List.copyOf(transports);
      allowedOrigins = Set.copyOf(allowedOrigins);
    }
  }
}
