package org.havatar.transports.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.function.Consumer;
import org.havatar.transports.link.Acceptor.Verdict;
import org.havatar.transports.link.Claim;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request that asks to become a WebSocket. It is read here and not by Vert.x's handshake
 * handler, whose refusals have neither headers nor a body. It is paused; {@link #refuse} or {@link
 * #accept} is called once, now or later. On its connection's loop.
 */
public final class HandshakeRequest {
  private final HttpServerRequest request;
  private final RequestDeadlines deadlines;

  HandshakeRequest(HttpServerRequest request, RequestDeadlines deadlines) {
    this.request = request;
    this.deadlines = deadlines;
  }

  static boolean isOne(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_1
        && request.headers().contains(HttpHeaders.UPGRADE, "websocket", true);
  }

  /** Who asks. */
  public Claim claim() {
    return Claims.of(
        request.path() == null ? "" : request.path(),
        new Claims.Shown(query("ticket"), bearer(), query("robot")),
        Trails.of(request));
  }

  /** Of the page that asks; null when it is a program. */
  public @Nullable String origin() {
    return request.headers().get(HttpHeaders.ORIGIN);
  }

  /** What a page of this very server would have for an origin; null for one that is not named. */
  public @Nullable String ownOrigin() {
    String scheme = request.isSSL() ? "https://" : "http://";
    return request.authority() == null ? null : scheme + request.authority();
  }

  /** Answers with problem details and ends the connection. */
  public void refuse(Verdict.Refuse refusal) {
    deadlines.onJudged(request.connection());
    HttpServerResponse response = request.response();
    if (refusal.retryAfterMs() > 0) {
      String seconds = String.valueOf(Math.ceilDiv(refusal.retryAfterMs(), 1000));
      response.putHeader(HttpHeaders.RETRY_AFTER, seconds);
    }
    HttpResponseStatus status = Problems.status(refusal.reason());
    response
        .setStatusCode(status.code())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problems.MEDIA_TYPE)
        // What stands behind a handshake would have been frames: nobody reads it as a request.
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(Problems.of(status, refusal.sentence(), refusal.reason().code()))
        .onComplete(ignored -> request.connection().close());
    request.resume();
  }

  /**
   * Lets it become one.
   *
   * @param opened takes the socket over before its first frame is read
   * @param gone hears that the peer has gone meanwhile
   */
  public void accept(Consumer<ServerWebSocket> opened, Consumer<Throwable> gone) {
    deadlines.onJudged(request.connection());
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              deadlines.onWebSocket(request.connection());
              opened.accept(socket);
              HttpFront.release(request.connection());
            })
        .onFailure(gone::accept);
  }

  private @Nullable String query(String name) {
    if (request.query() == null) {
      return null;
    }
    try {
      List<String> values = new QueryStringDecoder(request.query(), false).parameters().get(name);
      return values == null ? null : values.get(0);
    } catch (IllegalArgumentException e) {
      return null; // a broken escape proves nothing, so it counts as absent
    }
  }

  private @Nullable String bearer() {
    String header = request.headers().get(HttpHeaders.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return header.substring(7).trim();
    }
    return request.headers().get("X-API-Key");
  }
}
