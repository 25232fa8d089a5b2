package org.havatar.transports.websocket;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.havatar.transports.wire.Reason;

/** Problem details (RFC 9457), with the same codes as the REST interface. */
final class Problems {
  static final String MEDIA_TYPE = "application/problem+json";

  private Problems() {}

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
