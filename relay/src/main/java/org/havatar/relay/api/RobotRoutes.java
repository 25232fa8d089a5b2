package org.havatar.relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Names;
import org.havatar.relay.access.robots.NewRobot;
import org.havatar.relay.access.robots.Robot;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotKey;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/robot/register} and {@code GET /api/robots}. */
final class RobotRoutes implements Routes {
  private final Access access;
  private final Presence presence;

  RobotRoutes(Access access, Presence presence) {
    this.access = access;
    this.presence = presence;
  }

  @Override
  public void mount(Operations operations) {
    operations.on("listRobots", this::list);
    operations.on("registerRobot", this::register);
  }

  private void list(RoutingContext context) {
    access
        .robotsOf(Guards.user(context))
        .onFailure(context::fail)
        .onSuccess(
            robots -> {
              JsonArray list = new JsonArray();
              robots.forEach(robot -> list.add(entry(robot)));
              context.json(new JsonObject().put("robots", list));
            });
  }

  private JsonObject entry(Robot robot) {
    return new JsonObject()
        .put("robot_id", robot.robotId())
        .put("name", robot.name())
        .put("type", robot.type())
        .put("online", presence.online(robot.robotId()));
  }

  private void register(RoutingContext context) {
    NewRobot wanted = wanted(context);
    access
        .registerRobot(wanted, Guards.actor(context))
        .onFailure(context::fail)
        .onSuccess(
            added ->
                added.ifPresentOrElse(
                    key -> created(context, key),
                    () ->
                        new Problem(
                                409, "Conflict", "taken", "There is a robot of this id already.")
                            .answer(context)));
  }

  private static NewRobot wanted(RoutingContext context) {
    JsonObject body = Operations.body(context);
    String name = body.getString("name");
    String type = body.getString("type");
    refuseIf(Names.faultOfText(name));
    refuseIf(Names.faultOfText(type));
    RobotDetails details =
        new RobotDetails(
            url(body, "rtsp_url"),
            url(body, "webrtc_url"),
            url(body, "code_api_url"),
            body.getString("status", "active").equals("active"));
    return new NewRobot(
        body.getString("robot_id"), name, type, Guards.user(context).name(), details);
  }

  /** The document has judged how it begins. */
  private static @Nullable String url(JsonObject body, String name) {
    String text = body.getString(name);
    if (text != null && !isUrl(text)) {
      throw new ProblemException(Problem.outOfRange(name, "an address with a host"));
    }
    return text;
  }

  private static boolean isUrl(String text) {
    try {
      return new URI(text).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void refuseIf(Optional<String> fault) {
    fault.ifPresent(
        sentence -> {
          throw new ProblemException(Problem.outOfRange(sentence));
        });
  }

  private static void created(RoutingContext context, RobotKey key) {
    context.response().setStatusCode(201);
    context.json(new JsonObject().put("robot_id", key.robot().robotId()).put("api_key", key.key()));
  }
}
