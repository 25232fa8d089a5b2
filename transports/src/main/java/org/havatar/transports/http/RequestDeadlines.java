package org.havatar.transports.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Ends connections that keep the server waiting: one on which no whole head of a request has come
 * for so long, and one whose request's body isn't there in time. Whoever sends a byte now and then
 * would else hold a connection for ever. WebSockets are not judged here, they have a heartbeat.
 *
 * <p>On the server's event loop. A connection is known by its remote address, which no other has
 * while it is open.
 */
final class RequestDeadlines {
  /** Beyond that many of one connection, those that are done are forgotten at once. */
  private static final int MANY = 16;

  private static final String TOO_SLOW =
      "{\"type\":\"about:blank\",\"title\":\"Request Timeout\",\"status\":408,"
          + "\"detail\":\"The request's body did not come in time. Send it again.\","
          + "\"code\":\"too_slow\"}";

  private record Pending(HttpServerRequest request, long arrivedMs) {
    boolean isDone() {
      return request.isEnded() && request.response().ended();
    }
  }

  private static final class Watched {
    final HttpConnection connection;
    final Deque<Pending> pending = new ArrayDeque<>();
    long waitsSinceMs;
    boolean isShakingHands;

    Watched(HttpConnection connection, long nowMs) {
      this.connection = connection;
      this.waitsSinceMs = nowMs;
    }
  }

  private final long limitMs;
  private final LongSupplier monotonicMs;
  private final Map<SocketAddress, Watched> byPeer = new HashMap<>();

  /**
   * @param limitMs for the head of a request, and for its body after that
   */
  RequestDeadlines(long limitMs, LongSupplier monotonicMs) {
    this.limitMs = limitMs;
    this.monotonicMs = monotonicMs;
  }

  /** Behind a proxy too the one that really connected: what it claims may be anything. */
  private static SocketAddress peer(HttpConnection connection) {
    return connection.remoteAddress(true);
  }

  void onConnection(HttpConnection connection) {
    Watched watched = new Watched(connection, monotonicMs.getAsLong());
    SocketAddress peer = peer(connection);
    byPeer.put(peer, watched);
    connection.closeHandler(ignored -> byPeer.remove(peer, watched));
  }

  void onRequest(HttpServerRequest request) {
    Watched watched = byPeer.get(peer(request.connection()));
    if (watched == null) {
      return;
    }
    if (watched.pending.size() >= MANY) {
      watched.pending.removeIf(Pending::isDone);
    }
    watched.pending.add(new Pending(request, monotonicMs.getAsLong()));
  }

  /** The head of a handshake has come; the answer may take its time. */
  void onHandshake(HttpConnection connection) {
    Watched watched = byPeer.get(peer(connection));
    if (watched != null) {
      watched.isShakingHands = true;
    }
  }

  /** It is a WebSocket from now on. */
  void onWebSocket(HttpConnection connection) {
    byPeer.remove(peer(connection));
  }

  /** Until it is a WebSocket it is a connection like others: the handshake's body may not come. */
  void onJudged(HttpConnection connection) {
    Watched watched = byPeer.get(peer(connection));
    if (watched != null) {
      watched.isShakingHands = false;
      watched.waitsSinceMs = monotonicMs.getAsLong();
    }
  }

  /** Several times within the limit. */
  void onTick() {
    long nowMs = monotonicMs.getAsLong();
    // Closing one may remove it at once.
    List.copyOf(byPeer.values()).forEach(watched -> judge(watched, nowMs));
  }

  private void judge(Watched watched, long nowMs) {
    for (Pending each : watched.pending) {
      if (!each.request().isEnded() && nowMs - each.arrivedMs() >= limitMs) {
        refuse(each.request());
        return;
      }
    }
    if (watched.pending.removeIf(Pending::isDone)) {
      watched.waitsSinceMs = nowMs;
    }
    if (watched.pending.isEmpty()
        && !watched.isShakingHands
        && nowMs - watched.waitsSinceMs >= limitMs) {
      watched.connection.close();
    }
  }

  private static void refuse(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (response.headWritten()) {
      request.connection().close();
      return;
    }
    if (request.version() != HttpVersion.HTTP_2) { // which knows no such header
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response
        .setStatusCode(408)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(TOO_SLOW)
        .onComplete(ignored -> request.connection().close());
  }

  /** Connections that are judged now. */
  int size() {
    return byPeer.size();
  }
}
