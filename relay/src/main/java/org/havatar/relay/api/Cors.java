package org.havatar.relay.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.havatar.relay.api.document.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of other origins use the interface, those that are allowed to the letter and no
 * others. Nothing is ever sent by the browser itself (no cookies): a page has to know a token.
 *
 * <p>Vert.x's own handler refuses whoever names an origin that isn't listed, also this relay's own
 * page.
 */
final class Cors {
  /** Two hours; the most that browsers keep. */
  private static final String MAX_AGE_S = "7200";

  private static final String SENT = "authorization, content-type, if-none-match";
  private static final String READ =
      "deprecation, etag, link, retry-after, sunset, www-authenticate";

  private final List<Operation> operations;
  private volatile Set<String> allowedOrigins;

  Cors(List<Operation> operations, Set<String> allowedOrigins) {
    this.operations = operations;
    this.allowedOrigins = Set.copyOf(allowedOrigins);
  }

  /** Others from now on. Any thread. */
  void allowOrigins(Set<String> origins) {
    allowedOrigins = Set.copyOf(origins);
  }

  /** Tells the browser whether the page may read the answer, also when that is a refusal. */
  void mark(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    // Also without an origin: else a cache would give this answer to a page that has one.
    response.putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && allowedOrigins.contains(origin)) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, READ);
    }
  }

  /** Answers what a browser asks before it sends the page's request. */
  void handle(RoutingContext context) {
    String origin = context.request().getHeader(HttpHeaders.ORIGIN);
    if (!isPreflight(context, origin)) {
      context.next();
    } else if (origin != null && allowedOrigins.contains(origin)) {
      answerPreflight(context);
    } else {
      new Problem(
              403,
              "Forbidden",
              "origin_not_allowed",
              "Pages of this origin may not ask. The operator lists those that may in"
                  + " web.allowed_origins.")
          .answer(context);
    }
  }

  private static boolean isPreflight(RoutingContext context, @Nullable String origin) {
    return origin != null
        && context.request().method().equals(HttpMethod.OPTIONS)
        && context.request().headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }

  private void answerPreflight(RoutingContext context) {
    String path = context.normalizedPath();
    String methods =
        operations.stream()
            .filter(each -> each.pattern().matcher(path).matches())
            .map(each -> each.method().name())
            .sorted()
            .collect(Collectors.joining(", "));
    if (methods.isEmpty()) {
      context.next();
      return;
    }
    context
        .response()
        .setStatusCode(204)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, SENT)
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_S)
        .end();
  }
}
