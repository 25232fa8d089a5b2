package org.havatar.relay.node;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Access;
import org.havatar.relay.metrics.NodeMeters;
import org.havatar.relay.routing.Directory;
import org.havatar.relay.session.ClockLeaps;
import org.havatar.relay.session.CommandLog;
import org.havatar.relay.session.DriveLog;
import org.havatar.transports.link.Drops;
import org.havatar.transports.websocket.WebSocketTransport;

/**
 * What all loops of one node share; each part may be used from any thread.
 *
 * @param nodeId fresh at every start
 * @param plainRequests answers what is no WebSocket handshake
 * @param monotonicMs milliseconds that never step back and count suspend
 * @param monotonicNs nanoseconds that never step back, to measure with
 * @param olderHoldMs how long an older client's command is held; may change
 */
public record NodeContext(
    String nodeId,
    Access access,
    WebSocketTransport.Options webSocket,
    Handler<HttpServerRequest> plainRequests,
    LongSupplier monotonicMs,
    Drops drops,
    Directory directory,
    CommandLog commandLog,
    DriveLog driveLog,
    NodeMeters meters,
    LongSupplier monotonicNs,
    LongSupplier olderHoldMs,
    Entrance entrance,
    ClockLeaps leaps) {}
