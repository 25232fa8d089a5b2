package org.havatar.relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code GET /health}, {@code /health/live} and {@code /health/ready}; asked by machines. */
final class HealthRoutes implements Routes {
  private static final String SERVICE = "havatar-relay";

  private final NodeState node;

  HealthRoutes(NodeState node) {
    this.node = node;
  }

  @Override
  public void mount(Operations operations) {
    operations.on("getHealth", this::health);
    operations.on("getLiveness", this::live);
    operations.on("getReadiness", this::ready);
  }

  /** The event loop answers: that is all it says. */
  private void live(RoutingContext context) {
    context.json(new JsonObject().put("status", "alive").put("service", SERVICE));
  }

  private void ready(RoutingContext context) {
    tell(context, "ready", "not_ready");
  }

  /** Anybody asks: which node and version it is, and what it dropped, is in the status. */
  private void health(RoutingContext context) {
    tell(context, "healthy", "unhealthy");
  }

  private void tell(RoutingContext context, String fine, String faulty) {
    node.faults()
        .onFailure(context::fail)
        .onSuccess(
            faults -> {
              JsonObject answer =
                  new JsonObject()
                      .put("status", faults.isEmpty() ? fine : faulty)
                      .put("service", SERVICE);
              answer(context, answer, faults);
            });
  }

  private static void answer(RoutingContext context, JsonObject answer, List<String> faults) {
    if (!faults.isEmpty()) {
      context.response().setStatusCode(503);
      answer.put("reasons", new JsonArray(faults));
    }
    context.json(answer);
  }
}
