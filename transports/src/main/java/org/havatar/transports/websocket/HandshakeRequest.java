package org.havatar.transports.websocket;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.havatar.transports.link.Acceptor.Handshake;
import org.havatar.transports.link.Acceptor.Verdict;
import org.havatar.transports.link.Trail;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request that asks to become a WebSocket. It is read here and not by Vert.x's handshake
 * handler, whose refusals have neither headers nor a body.
 */
record HandshakeRequest(HttpServerRequest request) {
  static boolean isOne(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_1
        && request.headers().contains(HttpHeaders.UPGRADE, "websocket", true);
  }

  Handshake handshake() {
    return new Handshake(
        request.path() == null ? "" : request.path(),
        query("ticket"),
        bearer(),
        query("robot"),
        WebSocketTransport.trail(request));
  }

  /** Answers with problem details and ends the connection. */
  void refuse(Verdict.Refuse refusal) {
    int status = refusal.httpStatus();
    HttpServerResponse response = request.response();
    if (refusal.retryAfterMs() > 0) {
      String seconds = String.valueOf(Math.ceilDiv(refusal.retryAfterMs(), 1000));
      response.putHeader(HttpHeaders.RETRY_AFTER, seconds);
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problems.MEDIA_TYPE)
        // What stands behind a handshake would have been frames: nobody reads it as a request.
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(Problems.of(HttpResponseStatus.valueOf(status), refusal.message(), code(status)))
        .onComplete(ignored -> request.connection().close());
    request.resume();
  }

  private static String code(int status) {
    return switch (status) {
      case 401 -> "unauthenticated";
      case 403 -> Reason.NOT_PERMITTED.wireName();
      case 404 -> Codes.UNKNOWN_ROBOT;
      case 429 -> Reason.RATE_LIMITED.wireName();
      case 503 -> Codes.UNAVAILABLE;
      default -> Reason.MALFORMED.wireName();
    };
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

  /** Literal, without port and scope; {@link Trail#UNKNOWN} for what has none. */
  static String address(@Nullable SocketAddress remote) {
    String address = remote == null ? null : remote.hostAddress();
    return address == null ? Trail.UNKNOWN : address;
  }

  static boolean isLoopback(@Nullable SocketAddress remote) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address(remote));
    try {
      return bytes != null && InetAddress.getByAddress(bytes).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
