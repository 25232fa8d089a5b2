package org.havatar.relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Names;
import org.havatar.relay.access.robots.NewRobot;
import org.havatar.relay.access.robots.Robot;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotKey;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/robot/register} and {@code GET /api/robots}. */
final class RobotRoutes {
  private static final int MAX_URL_LENGTH = 500;
  private static final int MAX_ID_LENGTH = 64;
  private static final Set<String> HTTP = Set.of("http", "https");
  private static final Set<String> RTSP = Set.of("rtsp", "rtsps");

  private final Access access;
  private final Presence presence;

  RobotRoutes(Access access, Presence presence) {
    this.access = access;
    this.presence = presence;
  }

  void list(RoutingContext context) {
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

  void register(RoutingContext context) {
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
    Fields fields = Fields.of(context.body().buffer());
    @Nullable String robotId = fields.optionalText("robot_id", MAX_ID_LENGTH).orElse(null);
    String name = fields.text("name", Names.MAX_TEXT_LENGTH);
    String type = fields.text("type", Names.MAX_TEXT_LENGTH);
    if (robotId != null) {
      refuseIf(Names.faultOfRobotId(robotId));
    }
    refuseIf(Names.faultOfText(name));
    refuseIf(Names.faultOfText(type));
    RobotDetails details =
        new RobotDetails(
            url(fields, "rtsp_url", RTSP),
            url(fields, "webrtc_url", HTTP),
            url(fields, "code_api_url", HTTP),
            active(fields));
    return new NewRobot(robotId, name, type, Guards.user(context).name(), details);
  }

  private static boolean active(Fields fields) {
    String status = fields.optionalText("status", MAX_ID_LENGTH).orElse("active");
    return switch (status) {
      case "active" -> true;
      case "inactive" -> false;
      default ->
          throw new ProblemException(Problem.outOfRange("status has to be active or inactive."));
    };
  }

  private static @Nullable String url(Fields fields, String name, Set<String> schemes) {
    Optional<String> text = fields.optionalText(name, MAX_URL_LENGTH);
    if (text.isPresent() && !isUrl(text.get(), schemes)) {
      throw new ProblemException(
          Problem.outOfRange(
              "%s has to be an address that begins with %s://."
                  .formatted(name, String.join(":// or ", schemes.stream().sorted().toList()))));
    }
    return text.orElse(null);
  }

  private static boolean isUrl(String text, Set<String> schemes) {
    try {
      URI uri = new URI(text);
      return uri.getScheme() != null && schemes.contains(uri.getScheme()) && uri.getHost() != null;
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
