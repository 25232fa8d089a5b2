package org.havatar.relay.api;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.havatar.relay.access.people.Names;
import org.havatar.relay.access.robots.Audience;
import org.havatar.relay.access.robots.Fleet;
import org.havatar.relay.access.robots.NewRobot;
import org.havatar.relay.access.robots.Permission;
import org.havatar.relay.access.robots.Robot;
import org.havatar.relay.access.robots.RobotAcl;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotEntry;
import org.jspecify.annotations.Nullable;

/** A robot's fields as requests and answers have them; the document has judged their shape. */
final class RobotFields {
  private static final String ACTIVE = "active";

  private RobotFields() {}

  /**
   * @param owner when the body names none
   */
  static NewRobot newRobot(JsonObject body, String owner) {
    RobotDetails details =
        new RobotDetails(
            url(body, "rtsp_url", null),
            url(body, "webrtc_url", null),
            url(body, "code_api_url", null),
            body.getString("status", ACTIVE).equals(ACTIVE));
    RobotAcl reach =
        RobotAcl.of(Names.userName(body.getString("owner", owner)))
            .withAudience(
                audience(body.getString("audience", "granted")),
                body.getBoolean("booking_required", false));
    return new NewRobot(
        body.getString("robot_id"),
        text(body, "name"),
        text(body, "type"),
        body.getInteger("hold_limit_s", Robot.DEFAULT_HOLD_LIMIT_S),
        details,
        reach);
  }

  private static String text(JsonObject body, String name) {
    String text = body.getString(name);
    Optional<String> fault = Names.faultOfText(text);
    if (fault.isPresent()) {
      throw new ProblemException(Problem.outOfRange(fault.get()));
    }
    return text;
  }

  private static Audience audience(String text) {
    return Audience.valueOf(text.toUpperCase(Locale.ROOT));
  }

  /**
   * Puts what the body names in place of what was there.
   *
   * @throws ProblemException when it isn't allowed
   */
  static UnaryOperator<RobotEntry> edit(JsonObject body) {
    // First, because the edit itself runs where nobody could answer with a problem.
    for (String name : List.of("name", "type")) {
      if (body.containsKey(name)) {
        text(body, name);
      }
    }
    for (String name : List.of("rtsp_url", "webrtc_url", "code_api_url")) {
      url(body, name, null);
    }
    return before -> changed(before, body);
  }

  private static RobotEntry changed(RobotEntry before, JsonObject body) {
    Robot robot = before.robot();
    RobotDetails details = before.details();
    RobotAcl reach = before.reach();
    return new RobotEntry(
        new Robot(
            robot.robotId(),
            robot.identity(),
            body.getString("name", robot.name()),
            body.getString("type", robot.type()),
            body.getInteger("hold_limit_s", robot.holdLimitS())),
        new RobotDetails(
            url(body, "rtsp_url", details.rtspUrl()),
            url(body, "webrtc_url", details.webrtcUrl()),
            url(body, "code_api_url", details.codeApiUrl()),
            body.containsKey("status")
                ? body.getString("status").equals(ACTIVE)
                : details.active()),
        reach.withAudience(
            body.containsKey("audience") ? audience(body.getString("audience")) : reach.audience(),
            body.getBoolean("booking_required", reach.bookingRequired())));
  }

  /** The document has judged how it begins. */
  private static @Nullable String url(JsonObject body, String name, @Nullable String before) {
    if (!body.containsKey(name)) {
      return before;
    }
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

  /** What a list tells of each. */
  static JsonObject brief(Fleet.View view, boolean isOnline) {
    RobotEntry entry = view.entry();
    JsonObject json =
        new JsonObject()
            .put("robot_id", entry.robot().robotId())
            .put("name", entry.robot().name())
            .put("type", entry.robot().type())
            .put("online", isOnline)
            .put("booking_required", entry.reach().bookingRequired())
            .put("may", may(view.permission()));
    return view.mayManage() ? json.put("owner", entry.owner()) : json;
  }

  static JsonObject json(Fleet.View view, boolean isOnline) {
    RobotEntry entry = view.entry();
    JsonObject json = brief(view, isOnline).put("hold_limit_s", entry.robot().holdLimitS());
    if (view.mayManage()) {
      RobotDetails details = entry.details();
      json.put("audience", entry.reach().audience().name().toLowerCase(Locale.ROOT))
          .put("status", details.active() ? ACTIVE : "inactive");
      putIfKnown(json, "rtsp_url", details.rtspUrl());
      putIfKnown(json, "webrtc_url", details.webrtcUrl());
      putIfKnown(json, "code_api_url", details.codeApiUrl());
    }
    return json;
  }

  private static String may(Permission permission) {
    return switch (permission) {
      case NONE -> "nothing";
      case BOOK -> "book";
      case WATCH -> "watch";
      case DRIVE -> "drive";
    };
  }

  private static void putIfKnown(JsonObject json, String name, @Nullable String text) {
    if (text != null) {
      json.put(name, text);
    }
  }
}
