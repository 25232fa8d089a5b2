package org.havatar.relay.api;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.identity.LoginOutcome.Step;
import org.havatar.relay.access.port.Clocks;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.api.document.ApiDocument;
import org.havatar.relay.limits.Edge;
import org.havatar.relay.log.GatheredLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's answers to plain HTTP; one instance serves all event loops. */
public final class Api implements Handler<HttpServerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  /** Searches and exports that a node answers at once: they wait for disks more than they count. */
  private static final int MOST_SEARCHES = 8;

  private static final int MOST_EXPORTS = 4;
  private static final int BAD = 400;
  private static final List<Integer> ROUTER_STATUSES = List.of(BAD, 404, 413);

  private final Router router;
  private final Guards guards;
  private final ApiDocument document;
  private final List<Routes> routes;
  private final Cors cors;
  private final RelayRoutes relays = new RelayRoutes();
  private final SecurityHeaders headers;
  private final Page page;
  private final ApiMeasures measures;
  private final LongSupplier monotonicMs;
  private final RouteTemplates templates;
  private final GatheredLog faults;
  private final Gate gate;

  private Api(Router router, Guards guards, Parts parts, ApiOptions options) {
    this.router = router;
    this.guards = guards;
    this.document = parts.document();
    this.templates = new RouteTemplates(document.operations());
    LongAnswers searches = new LongAnswers(MOST_SEARCHES);
    LongAnswers exports = new LongAnswers(MOST_EXPORTS);
    this.routes =
        List.of(
            new LoginRoutes(parts.access(), parts.measures(), options),
            new PasskeyRoutes(parts.access(), parts.measures()),
            new SessionRoutes(parts.access()),
            new AccountRoutes(parts.access()),
            new AccountsRoutes(parts.access(), parts.clocks().wall()::millis),
            new KeyRoutes(parts.access()),
            new RobotRoutes(parts.access().fleet(), parts.presence()),
            new TransferRoutes(parts.access().fleet().transfers()),
            new GrantRoutes(parts.access().sharing()),
            new LinkRoutes(parts.access().sharing()),
            new RobotKeyRoutes(
                parts.access().robotKeys(),
                parts.access()::robotOptions,
                parts.clocks().wall()::millis),
            new CommandRoutes(
                parts.access(), parts.commands(), parts.clocks().wall()::millis, searches),
            new AuditRoutes(parts.access(), searches, exports),
            new PrivacyRoutes(parts.access(), parts.commands(), exports),
            new BookingRoutes(parts.access()),
            new BookingLimitRoutes(parts.access()),
            new HealthRoutes(parts.node()),
            new DocumentRoutes(document),
            relays,
            new CameraRoutes(parts.access(), parts.cameras(), parts.clocks().wall()::millis),
            new StatusRoutes(parts.access(), parts.presence(), parts.node()));
    this.cors = new Cors(document.operations(), Set.of());
    this.page = parts.page();
    this.measures = parts.measures();
    this.monotonicMs = parts.clocks().monotonicMs();
    this.faults = new GatheredLog(LOG, monotonicMs);
    this.headers = new SecurityHeaders(options.tls());
    this.gate =
        new Gate(
            parts.edge(),
            headers,
            cors,
            router,
            new Gate.Observation(measures, monotonicMs, faults));
  }

  /** What the interface needs of the node. */
  public record Parts(
      Access access,
      Presence presence,
      NodeState node,
      CommandHistory commands,
      Page page,
      ApiDocument document,
      ApiMeasures measures,
      Clocks clocks,
      Edge edge,
      Cameras cameras) {}

  public static Api create(Vertx vertx, Parts parts, ApiOptions options) {
    Guards guards = new Guards(parts.access(), parts.edge());
    Api api = new Api(Router.router(vertx), guards, parts, options);
    api.mount();
    return api;
  }

  @Override
  public void handle(HttpServerRequest request) {
    gate.handle(request);
  }

  /**
   * Origins whose pages may use the interface from now on, besides this relay's own. Any thread.
   */
  public void allowOrigins(Set<String> origins) {
    cors.allowOrigins(origins);
  }

  /** Where else the page may connect to from now on, in the operator's order. Any thread. */
  public void listRelays(List<ListedRelay> listed) {
    relays.list(listed);
    headers.allow(listed);
  }

  /** Whoever is answered, with whatever; what the gate refused has been measured there. */
  private void measure(RoutingContext context) {
    long beginMs = monotonicMs.getAsLong();
    context.addEndHandler(
        ignored -> {
          letFlow(context.request());
          measures.answered(
              routeOf(context), status(context.response()), monotonicMs.getAsLong() - beginMs);
        });
    context.next();
  }

  /** Whoever sends what no request is, or goes away, is settled before there is an answer. */
  private static int status(HttpServerResponse response) {
    return response.headWritten() ? response.getStatusCode() : BAD;
  }

  /** Never the path itself: the one who asks has written that. */
  private String routeOf(RoutingContext context) {
    String path = context.normalizedPath();
    return templates.of(path, page.has(path));
  }

  /** The gate may have held it; the next request of the connection stands behind its body. */
  private static void letFlow(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.resume();
    }
  }

  private void mount() {
    router.route().handler(this::measure).handler(guards::identifyPeer);
    router.route("/api/*").handler(cors::handle).handler(guards::neverCached);
    router.route("/health*").handler(guards::neverCached);
    Operations operations = new Operations(document, proofs(), guards::administratorsOnly);
    routes.forEach(each -> each.mount(operations));
    operations.bind(router);
    router
        .routeWithRegex("/(?!api/|health).*")
        .handler(guards.limitPageBytes(page))
        .handler(page::handle);
    for (int status : ROUTER_STATUSES) {
      router.errorHandler(status, context -> Problem.ofStatus(status).answer(context));
    }
    router.errorHandler(405, this::answerWrongMethod);
    router.route().failureHandler(this::answerFailure);
  }

  private Map<String, Handler<RoutingContext>> proofs() {
    return Map.of(
        "token",
        guards::authenticate,
        "password_token",
        guards.authenticateFor(Step.PASSWORD_CHANGE),
        "enrolment_token",
        guards.authenticateFor(Step.TOTP_ENROLMENT));
  }

  private void answerWrongMethod(RoutingContext context) {
    String path = context.normalizedPath();
    String allowed =
        document.operations().stream()
            .filter(each -> each.pattern().matcher(path).matches())
            .map(each -> each.method().name())
            .sorted()
            .collect(Collectors.joining(", "));
    if (!allowed.isEmpty()) {
      context.response().putHeader(HttpHeaders.ALLOW, allowed);
    }
    Problem.ofStatus(405).answer(context);
  }

  private void answerFailure(RoutingContext context) {
    Operations.refuse(context, problemOf(context, context.failure()));
  }

  private Problem problemOf(RoutingContext context, @Nullable Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
    if (failure instanceof Unavailable reason) {
      return Problem.unavailable(String.valueOf(reason.getMessage()));
    }
    boolean isRefused = context.statusCode() >= 400 && context.statusCode() < 500;
    if (Operations.isReadingBody(context)) {
      return Problem.ofStatus(isRefused ? context.statusCode() : BAD);
    }
    if (failure == null || isRefused) {
      return Problem.ofStatus(context.statusCode());
    }
    if (isGone(failure)) {
      return Problem.ofStatus(BAD);
    }
    // Never the request's headers or body: they carry tokens and passwords.
    faults.atError().setCause(failure).log("a request to {} failed", routeOf(context));
    return Problem.ofStatus(500);
  }

  /** Whoever asked went away before the request was whole, or stopped reading the answer. */
  private static boolean isGone(Throwable failure) {
    return failure instanceof HttpClosedException
        || failure instanceof StreamResetException
        || failure instanceof ClosedChannelException;
  }
}
