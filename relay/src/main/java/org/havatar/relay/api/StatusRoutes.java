package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.robots.Robot;

/** {@code GET /api/status}: the node, and those robots that the account may see. */
final class StatusRoutes implements Routes {
  private static final double MILLI = 1000;

  private final Access access;
  private final Presence presence;
  private final NodeState node;

  StatusRoutes(Access access, Presence presence, NodeState node) {
    this.access = access;
    this.presence = presence;
    this.node = node;
  }

  @Override
  public void mount(Operations operations) {
    operations.on("getStatus", this::status);
  }

  private void status(RoutingContext context) {
    Future<List<Robot>> robots = access.robotsOf(Guards.user(context));
    Future<List<String>> faults = node.faults();
    Outcomes.longJson(
        context, Future.all(robots, faults), both -> status(robots.result(), faults.result()));
  }

  private JsonObject status(List<Robot> robots, List<String> faults) {
    JsonArray list = new JsonArray();
    robots.forEach(robot -> list.add(entry(robot)));
    JsonObject answer =
        new JsonObject()
            .put("node", node.nodeId())
            .put("version", node.version())
            .put("uptime_s", node.uptimeS())
            .put("ready", faults.isEmpty())
            .put("store", store(node.store()))
            .put("connections", object(node.connections()))
            .put("robots", list)
            .put("dropped", object(node.drops()));
    return faults.isEmpty() ? answer : answer.put("reasons", new JsonArray(faults));
  }

  private static JsonObject store(StoreState state) {
    return new JsonObject()
        .put("reachable", state.reachable())
        .put("since", Timestamps.text(state.sinceEpochMs()))
        .put("revocation_within_s", state.revocationWithinS());
  }

  private static JsonObject object(Map<String, Long> counts) {
    JsonObject object = new JsonObject();
    counts.forEach(object::put);
    return object;
  }

  private JsonObject entry(Robot robot) {
    JsonObject entry =
        new JsonObject()
            .put("robot_id", robot.robotId())
            .put("name", robot.name())
            .put("online", presence.online(robot.robotId()));
    node.robot(robot.robotId()).ifPresent(state -> describe(entry, state));
    return entry;
  }

  private static void describe(JsonObject entry, RobotState state) {
    entry
        .put("driven", state.driven())
        .put("protected", state.isProtected())
        .put("latch", state.latch().name().toLowerCase(Locale.ROOT));
    JsonObject battery = new JsonObject();
    if (state.batteryMv() != 0) {
      battery.put("voltage", state.batteryMv() / MILLI);
    }
    if (state.batteryPercent() != RobotState.UNKNOWN_PERCENT) {
      battery.put("percentage", state.batteryPercent());
    }
    if (!battery.isEmpty()) {
      entry.put("battery", battery);
    }
  }
}
