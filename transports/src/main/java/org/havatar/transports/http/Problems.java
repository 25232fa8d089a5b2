package org.havatar.transports.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.havatar.transports.link.Refusal;
import org.havatar.transports.wire.Reason;

/** Problem details (RFC 9457), with the same codes as the REST interface. */
final class Problems {
  static final String MEDIA_TYPE = "application/problem+json";

  private Problems() {}

  /** PROTOCOL.md §6. */
  static HttpResponseStatus status(Refusal reason) {
    return switch (reason) {
      case MALFORMED -> HttpResponseStatus.BAD_REQUEST;
      case UNAUTHENTICATED -> HttpResponseStatus.UNAUTHORIZED;
      case NOT_PERMITTED -> HttpResponseStatus.FORBIDDEN;
      case RATE_LIMITED -> HttpResponseStatus.TOO_MANY_REQUESTS;
      case UNAVAILABLE -> HttpResponseStatus.SERVICE_UNAVAILABLE;
    };
  }

  static Buffer of(HttpResponseStatus status, String detail, String code) {
    return new JsonObject()
        .put("type", "about:blank")
        .put("title", status.reasonPhrase())
        .put("status", status.code())
        .put("detail", detail)
        .put("code", code)
        .toBuffer();
  }

  static Buffer malformed(String detail) {
    return of(HttpResponseStatus.BAD_REQUEST, detail, Reason.MALFORMED.wireName());
  }
}
