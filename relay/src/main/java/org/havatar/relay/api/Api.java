package org.havatar.relay.api;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Clocks;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.limits.Edge;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's answers to plain HTTP; one instance serves all event loops. */
public final class Api implements Handler<HttpServerRequest> {
  private static final Logger log = LoggerFactory.getLogger(Api.class);
  private static final long MAX_BODY_BYTES = 16 * 1024;
  private static final List<Integer> ROUTER_STATUSES = List.of(400, 404, 413);

  private final Router router;
  private final Guards guards;
  private final LoginRoutes logins;
  private final RobotRoutes robots;
  private final CommandRoutes commands;
  private final HealthRoutes health;
  private final Page page;
  private final StatusRoutes status;
  private final CameraRoutes cameras;
  private final ApiMeasures measures;
  private final LongSupplier monotonicMs;

  private Api(Router router, Guards guards, Parts parts) {
    this.router = router;
    this.guards = guards;
    this.logins = new LoginRoutes(parts.access(), parts.measures());
    this.robots = new RobotRoutes(parts.access(), parts.presence());
    this.commands =
        new CommandRoutes(parts.access(), parts.commands(), parts.clocks().wall()::millis);
    this.health = new HealthRoutes(parts.node());
    this.page = parts.page();
    this.status = new StatusRoutes(parts.access(), parts.presence(), parts.node());
    this.cameras = new CameraRoutes(parts.access(), parts.cameras());
    this.measures = parts.measures();
    this.monotonicMs = parts.clocks().monotonicMs();
  }

  /** What the interface needs of the node. */
  public record Parts(
      Access access,
      Presence presence,
      NodeState node,
      CommandHistory commands,
      Page page,
      ApiMeasures measures,
      Clocks clocks,
      Edge edge,
      Cameras cameras) {}

  public static Api create(Vertx vertx, Parts parts, ApiOptions options) {
    Guards guards = new Guards(parts.access(), parts.edge(), options);
    Api api = new Api(Router.router(vertx), guards, parts);
    api.mount();
    return api;
  }

  @Override
  public void handle(HttpServerRequest request) {
    router.handle(request);
  }

  /** Whoever is answered, with whatever: also what a guard or the router refused. */
  private void measure(RoutingContext context, RouteTemplates templates) {
    long beginMs = monotonicMs.getAsLong();
    context.addEndHandler(
        ignored -> {
          String path = context.normalizedPath();
          measures.answered(
              templates.of(path, page.has(path)),
              context.response().getStatusCode(),
              monotonicMs.getAsLong() - beginMs);
        });
    context.next();
  }

  private void mount() {
    AtomicReference<@Nullable RouteTemplates> templates = new AtomicReference<>();
    router.route().handler(context -> measure(context, Objects.requireNonNull(templates.get())));
    router.route().handler(guards::secureHeaders).handler(guards::identifyPeer);
    router.route("/api/*").handler(guards::neverCached).handler(guards::limitApi);
    BodyHandler body = BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES);
    router.post("/api/login").handler(body).handler(logins::login);
    router.post("/api/tickets").handler(guards::authenticate).handler(logins::ticket);
    router.get("/api/status").handler(guards::authenticate).handler(status::status);
    router.get("/api/robots").handler(guards::authenticate).handler(robots::list);
    router
        .get("/api/robots/:robotId/commands")
        .handler(guards::authenticate)
        .handler(commands::find);
    router.get("/api/cars/:carId/camera").handler(guards::authenticate).handler(cameras::find);
    router
        .post("/api/robot/register")
        .handler(body)
        .handler(guards::authenticate)
        .handler(guards::administratorsOnly)
        .handler(robots::register);
    router.route("/health*").handler(guards::neverCached).handler(guards::limitPage);
    router.get("/health").handler(health::health);
    router.get("/health/live").handler(health::live);
    router.get("/health/ready").handler(health::ready);
    router.routeWithRegex("/(?!api/|health).*").handler(guards::limitPage).handler(page::handle);
    for (int status : ROUTER_STATUSES) {
      router.errorHandler(status, context -> Problem.ofStatus(status).answer(context));
    }
    router.errorHandler(405, context -> answerWrongMethod(router, context));
    router.route().failureHandler(Api::answerFailure);
    templates.set(new RouteTemplates(router));
  }

  private static void answerWrongMethod(Router router, RoutingContext context) {
    String path = context.normalizedPath();
    String allowed =
        router.getRoutes().stream()
            .filter(route -> path.equals(route.getPath()) && route.methods() != null)
            .flatMap(route -> route.methods().stream())
            .map(HttpMethod::name)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (!allowed.isEmpty()) {
      context.response().putHeader(HttpHeaders.ALLOW, allowed);
    }
    Problem.ofStatus(405).answer(context);
  }

  private static void answerFailure(RoutingContext context) {
    Throwable failure = context.failure();
    if (failure instanceof ProblemException known) {
      known.problem().answer(context);
    } else if (failure instanceof Unavailable reason) {
      Problem.unavailable(String.valueOf(reason.getMessage())).answer(context);
    } else if (failure == null || context.statusCode() < 500) {
      Problem.ofStatus(context.statusCode()).answer(context);
    } else {
      // Never the request's headers or body: they carry tokens and passwords.
      log.error("a request to {} failed", context.normalizedPath(), failure);
      Problem.ofStatus(500).answer(context);
    }
  }
}
