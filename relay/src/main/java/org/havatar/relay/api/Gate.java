package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.net.RFC3986;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.havatar.relay.limits.Edge;
import org.havatar.relay.limits.Limit;
import org.havatar.relay.log.GatheredLog;
import org.havatar.transports.http.Trails;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes before anything looks at it: the headers that all answers have, the
 * limit of its address, and whether it can be read at all. The router behind it may rely on a path
 * that begins with a slash, whole escapes and a host, and so never fails before its own guards.
 */
final class Gate implements Handler<HttpServerRequest> {
  /** Of requests that no route was looked for. */
  private static final String UNROUTED = "other";

  private static final Pattern COMMANDS = Pattern.compile("/api/robots/[^/]+/commands");
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");
  private static final String CONTINUE = "100-continue";
  private static final int TOO_MANY = 429;

  private final Edge edge;
  private final SecurityHeaders headers;
  private final Cors cors;
  private final Handler<HttpServerRequest> router;
  private final ApiMeasures measures;
  private final LongSupplier monotonicMs;
  private final GatheredLog faults;

  /**
   * @param router gets what may go on
   */
  Gate(
      Edge edge,
      SecurityHeaders headers,
      Cors cors,
      Handler<HttpServerRequest> router,
      Observation observation) {
    this.edge = edge;
    this.headers = headers;
    this.cors = cors;
    this.router = router;
    this.measures = observation.measures();
    this.monotonicMs = observation.monotonicMs();
    this.faults = observation.faults();
  }

  /**
   * What an operator learns of requests.
   *
   * @param faults hears what failed in the router itself
   */
  record Observation(ApiMeasures measures, LongSupplier monotonicMs, GatheredLog faults) {}

  @Override
  public void handle(HttpServerRequest request) {
    long beginMs = monotonicMs.getAsLong();
    String path = normalized(request.path());
    headers.put(request);
    if (isOfInterface(path)) {
      cors.mark(request);
    }
    String address = edge.addresses().of(Trails.of(request));
    Future<Long> waited = edge.limits().takeByAddress(limitOf(path), address);
    if (waited.isComplete()) {
      goOn(request, address, path, waited, beginMs);
    } else {
      request.pause(); // what came while nobody reads it would be lost; the router lets it flow
      waited.onComplete(ignored -> goOn(request, address, path, waited, beginMs));
    }
  }

  /** Null for what is no path of ours. */
  private static @Nullable String normalized(@Nullable String path) {
    if (path == null || !path.startsWith("/") || BROKEN_ESCAPE.matcher(path).find()) {
      return null;
    }
    try {
      return RFC3986.normalizePath(path);
    } catch (RuntimeException e) {
      return null; // whatever it dislikes besides, no route has such a path
    }
  }

  private static boolean isOfInterface(@Nullable String path) {
    return path != null && (path.startsWith("/api/") || path.equals("/api"));
  }

  static Limit limitOf(@Nullable String path) {
    if (!isOfInterface(path)) {
      return Limit.PAGE;
    }
    return COMMANDS.matcher(path).matches() ? Limit.COMMANDS : Limit.API;
  }

  private void goOn(
      HttpServerRequest request,
      String address,
      @Nullable String path,
      Future<Long> waited,
      long beginMs) {
    long waitMs = waited.succeeded() ? waited.result() : 0;
    if (waitMs > 0 && !edge.limits().mayRefuse(address)) {
      measures.answered(UNROUTED, TOO_MANY, monotonicMs.getAsLong() - beginMs);
      var unused = request.connection().close();
      return;
    }
    if (waitMs > 0) {
      request
          .response()
          .putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(Math.ceilDiv(waitMs, 1000)));
      refuse(request, Problem.rateLimited(), beginMs);
      return;
    }
    Optional<Problem> fault = faultOf(request, path);
    if (fault.isPresent()) {
      refuse(request, fault.get(), beginMs);
    } else {
      route(request, beginMs);
    }
  }

  private static Optional<Problem> faultOf(HttpServerRequest request, @Nullable String path) {
    String query = request.query();
    boolean isReadable =
        path != null && (query == null || !BROKEN_ESCAPE.matcher(query).find()) && hasHost(request);
    if (!isReadable) {
      return Optional.of(Problem.ofStatus(400));
    }
    String expected = request.getHeader(HttpHeaders.EXPECT);
    return expected == null || expected.equalsIgnoreCase(CONTINUE)
        ? Optional.empty()
        : Optional.of(Problem.ofStatus(417));
  }

  private static boolean hasHost(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_0 || request.authority() != null;
  }

  private void route(HttpServerRequest request, long beginMs) {
    try {
      router.handle(request);
    } catch (RuntimeException e) {
      faults.atError().setCause(e).log("a request could not be routed");
      refuse(request, Problem.ofStatus(500), beginMs);
    }
  }

  private void refuse(HttpServerRequest request, Problem problem, long beginMs) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      measures.answered(UNROUTED, problem.status(), monotonicMs.getAsLong() - beginMs);
      return;
    }
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    problem
        .answer(response)
        .onComplete(
            ignored ->
                measures.answered(UNROUTED, problem.status(), monotonicMs.getAsLong() - beginMs));
    request.resume(); // the next request of the connection stands behind its body
  }
}
