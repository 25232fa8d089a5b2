package org.havatar.relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.TreeSet;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.robots.Fleet;
import org.havatar.relay.access.robots.RobotKey;

/** Which robots there are, and what is noted about them. */
final class RobotRoutes implements Routes {
  private final Fleet fleet;
  private final Presence presence;

  RobotRoutes(Fleet fleet, Presence presence) {
    this.fleet = fleet;
    this.presence = presence;
  }

  @Override
  public void mount(Operations operations) {
    operations.on("listRobots", this::list);
    operations.on("registerRobot", this::register);
    operations.on("getRobot", this::get);
    operations.on("changeRobot", this::change);
    operations.on("removeRobot", this::remove);
  }

  private void list(RoutingContext context) {
    Outcomes.longJson(
        context,
        fleet.views(Guards.user(context)),
        robots -> {
          JsonArray list = new JsonArray();
          robots.forEach(view -> list.add(entry(view)));
          return new JsonObject().put("robots", list);
        });
  }

  private JsonObject entry(Fleet.View view) {
    return RobotFields.brief(view, presence.online(view.entry().robot().robotId()));
  }

  private void register(RoutingContext context) {
    User user = Guards.user(context);
    Outcomes.answer(
        context,
        fleet.register(
            user,
            RobotFields.newRobot(Operations.body(context), user.name()),
            Guards.actor(context)),
        key -> created(context, key));
  }

  static void created(RoutingContext context, RobotKey key) {
    context.response().setStatusCode(201);
    context.json(new JsonObject().put("robot_id", key.robot().robotId()).put("api_key", key.key()));
  }

  private static String robotId(RoutingContext context) {
    return Operations.arguments(context).text("robotId");
  }

  private void get(RoutingContext context) {
    Outcomes.answer(
        context, fleet.look(Guards.user(context), robotId(context)), view -> answer(context, view));
  }

  private void answer(RoutingContext context, Fleet.View view) {
    boolean isOnline = presence.online(view.entry().robot().robotId());
    context.json(RobotFields.json(view, isOnline));
  }

  private void change(RoutingContext context) {
    JsonObject body = Operations.body(context);
    User user = Guards.user(context);
    Actor by = Guards.actor(context);
    String robotId = robotId(context);
    String what = String.join(", ", new TreeSet<>(body.fieldNames()));
    Outcomes.answer(
        context,
        fleet.change(user, robotId, RobotFields.edit(body), what, by),
        entry ->
            Outcomes.answer(context, fleet.look(user, robotId), view -> answer(context, view)));
  }

  private void remove(RoutingContext context) {
    String robotId = robotId(context);
    if (!Operations.body(context).getString("robot_id").equals(robotId)) {
      throw new ProblemException(Problem.outOfRange("robot_id", "the id of the path again"));
    }
    Outcomes.answer(
        context,
        fleet.remove(Guards.user(context), robotId, Guards.actor(context)),
        removed -> Outcomes.noContent(context));
  }
}
