package org.havatar.relay.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is none: problem details of RFC 9457 with a {@code code} for programs.
 *
 * @param code a name of PROTOCOL.md §4 or §5.3, or one that only HTTP uses
 * @param detail what is wrong and what to do, as a sentence
 * @param field which part of the request is wrong; null: none in particular
 */
record Problem(int status, String title, String code, String detail, @Nullable String field) {
  private static final int UNAVAILABLE = 503;

  /** A store that is back is used again within that. */
  private static final String RETRY_S = "2";

  Problem(int status, String title, String code, String detail) {
    this(status, title, code, detail, null);
  }

  static Problem badJson() {
    return badJson("The body has to be one JSON object (application/json).");
  }

  static Problem badJson(String detail) {
    return new Problem(400, "Bad Request", Codes.BAD_JSON, detail);
  }

  static Problem missingField(String name) {
    return new Problem(
        400, "Bad Request", Codes.MISSING_FIELD, "The field " + name + " is missing.", name);
  }

  static Problem outOfRange(String detail) {
    return new Problem(400, "Bad Request", Reason.OUT_OF_RANGE.wireName(), detail);
  }

  /**
   * @param expected what it has to be, without verb
   */
  static Problem outOfRange(String field, String expected) {
    return new Problem(
        400,
        "Bad Request",
        Reason.OUT_OF_RANGE.wireName(),
        "%s has to be %s.".formatted(field, expected),
        field);
  }

  static Problem unsupportedMediaType(String detail) {
    return new Problem(415, "Unsupported Media Type", "unsupported_media_type", detail);
  }

  static Problem unauthenticated() {
    return new Problem(
        401,
        "Unauthorized",
        "unauthenticated",
        "The token is missing, wrong or expired. Log in again.");
  }

  static Problem notPermitted() {
    return new Problem(
        403, "Forbidden", Reason.NOT_PERMITTED.wireName(), "Your account may not do this.");
  }

  /** The login has not shown lately that it is its owner's. */
  static Problem proofNeeded() {
    return new Problem(
        403,
        "Forbidden",
        "proof_needed",
        "Show once more that it is you, by POST /api/account/proof or /api/account/proof/passkey,"
            + " and repeat this within 5 minutes.");
  }

  static Problem passkeyRefused() {
    return new Problem(
        403,
        "Forbidden",
        "passkey_refused",
        "The passkey was not accepted, or it took longer than two minutes. Begin anew.");
  }

  static Problem rateLimited() {
    return new Problem(
        429, "Too Many Requests", Reason.RATE_LIMITED.wireName(), "Too many requests. Slow down.");
  }

  /** Something lasting can't be read or written now. */
  static Problem unavailable(String detail) {
    return new Problem(503, "Service Unavailable", Codes.UNAVAILABLE, detail);
  }

  /** For what the router itself refuses, and for failures. */
  static Problem ofStatus(int status) {
    return switch (status) {
      case 400 ->
          new Problem(400, "Bad Request", Reason.MALFORMED.wireName(), "That is no request.");
      case 404 -> new Problem(404, "Not Found", "not_found", "There is nothing at this path.");
      case 405 ->
          new Problem(
              405, "Method Not Allowed", "method_not_allowed", "This path has another method.");
      case 413 -> new Problem(413, "Content Too Large", "too_large", "The body is too large.");
      case 417 ->
          new Problem(
              417,
              "Expectation Failed",
              "expectation_failed",
              "Expect may be 100-continue and nothing else. Leave it out.");
      case 503 ->
          new Problem(
              503, "Service Unavailable", Codes.UNAVAILABLE, "Not possible now. Try again soon.");
      default ->
          status >= 400 && status < 500
              ? ofRequest(status)
              : new Problem(
                  500,
                  "Internal Server Error",
                  Codes.INTERNAL,
                  "The relay failed; its log says why.");
    };
  }

  /** Whatever a library refuses in a request is the request's fault, not the relay's. */
  private static Problem ofRequest(int status) {
    String title = HttpResponseStatus.valueOf(status).reasonPhrase();
    return new Problem(status, title, Reason.MALFORMED.wireName(), title + ": not served here.");
  }

  void answer(RoutingContext context) {
    answer(context, new JsonObject());
  }

  /** Where there is no route; to be called once. */
  Future<Void> answer(HttpServerResponse response) {
    return answer(response, new JsonObject());
  }

  /**
   * Answers with further members that this code has.
   *
   * @param more by name; none of the usual ones
   */
  void answer(RoutingContext context, JsonObject more) {
    if (!context.response().ended()) {
      answer(context.response(), more);
    }
  }

  private Future<Void> answer(HttpServerResponse response, JsonObject more) {
    JsonObject json =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", title)
            .put("status", status)
            .put("detail", detail)
            .put("code", code)
            .mergeIn(more);
    if (field != null) {
      json.put("field", field);
    }
    if (status == UNAVAILABLE && !response.headers().contains(HttpHeaders.RETRY_AFTER)) {
      response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_S);
    }
    return response
        .setStatusCode(status)
        .putHeader("content-type", "application/problem+json")
        .end(json.toBuffer());
  }
}
