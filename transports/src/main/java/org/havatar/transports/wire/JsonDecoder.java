package org.havatar.transports.wire;

import java.util.List;
import org.havatar.transports.wire.JsonFields.Invalid;
import org.jspecify.annotations.Nullable;

/** Builds the message of PROTOCOL.md §5 that an object's {@code type} names. */
final class JsonDecoder {
  private JsonDecoder() {}

  static Event message(JsonFields in) throws Invalid {
    String type = in.text("type");
    return switch (type) {
      case "hello" -> hello(in);
      case "welcome" ->
          new Welcome(
              (int) in.number("version", 1, 255),
              in.texts("features"),
              in.text("node"),
              in.text("session"),
              in.has("holder") ? (Long) in.hex64("holder") : null);
      case "boot_conflict" -> new BootConflict(in.u32("highest"));
      case "robots" -> new Robots(in.list("robots", JsonDecoder::robot));
      case "select_robot" ->
          new SelectRobot(in.robotId(), in.has("watcher_name") ? in.text("watcher_name") : null);
      case "robot_selected" -> {
        Robots.Entry entry = robot(in);
        yield new RobotSelected(entry.robotId(), entry.name(), entry.online(), holdLimitS(in));
      }
      case "take_lease" -> new TakeLease();
      case "release_lease" -> new ReleaseLease();
      case "take_over" -> new TakeOver();
      case "request_lease" -> new RequestLease();
      case "answer_request" -> new AnswerRequest(in.hex64("holder"), in.flag("grant"));
      case "lease_requested" ->
          new LeaseRequested(
              in.robotId(), in.hex64("holder"), in.text("holder_name"), in.u32("remaining_ms"));
      case "watchers" -> new WatcherList(in.robotId(), in.list("watchers", JsonDecoder::watcher));
      case "stop_pressed" ->
          new StopPressed(
              in.robotId(), in.hex64("stop_id"), in.hex64("holder"), in.text("holder_name"));
      case "session_ends" ->
          new SessionEnds(
              in.robotId(),
              in.has("ends_in_ms") ? (Long) in.u32("ends_in_ms") : null,
              in.has("ends_at") ? in.text("ends_at") : null,
              in.has("cause")
                  ? in.oneOf("cause", SessionEnds.Cause.class)
                  : SessionEnds.Cause.BOOKING);
      case "get_status",
          "status_response",
          "motor_control",
          "motor_response",
          "register",
          "registered" ->
          OlderJson.message(type, in);
      case "lease" -> lease(in);
      case "propose" -> propose(in);
      case "release_stop" -> releaseStop(in);
      case "rotate_key" ->
          new RotateKey(
              in.text("key_id"), in.text("key"), in.number("overlap_ms", 0, JsonFields.U32_MAX));
      case "key_stored" -> new KeyStored(in.text("key_id"));
      case "refused" ->
          new Refused(
              in.text("request"),
              in.text("code"),
              in.text("message"),
              in.has("proposal") ? (Long) in.hex64("proposal") : null,
              in.has("holder") ? (Long) in.hex64("holder") : null);
      case "error" ->
          new ErrorReport(
              in.text("code"),
              in.text("message"),
              in.has("command_id") ? in.text("command_id") : null,
              in.has("count") ? (Long) in.number("count", 0, Long.MAX_VALUE) : null);
      case "going_away" -> new GoingAway((int) in.number("retry_ms", 0, Integer.MAX_VALUE));
      default -> throw new Invalid(Codes.UNKNOWN_MESSAGE, "type " + shortened(type));
    };
  }

  private static Robots.Entry robot(JsonFields in) throws Invalid {
    return new Robots.Entry(in.robotId(), in.text("name"), in.flag("online"));
  }

  private static @Nullable Integer holdLimitS(JsonFields in) throws Invalid {
    if (!in.has("hold_limit_s")) {
      return null;
    }
    long limitS =
        in.number("hold_limit_s", RobotSelected.MIN_HOLD_LIMIT_S, RobotSelected.MAX_HOLD_LIMIT_S);
    return (int) limitS;
  }

  private static WatcherList.Watcher watcher(JsonFields in) throws Invalid {
    return new WatcherList.Watcher(in.hex64("holder"), in.text("holder_name"));
  }

  private static Event hello(JsonFields in) throws Invalid {
    List<Integer> versions = in.versions();
    List<String> features = in.texts("features");
    String software = in.text("software");
    if (!in.has("robot_id")) {
      String resumes = in.has("resumes") ? in.hex("resumes", 32) : null;
      boolean standby = in.has("standby") && in.flag("standby");
      return new ClientHello(
          versions, features, in.hex("instance", 32), software, resumes, standby);
    }
    long boot = in.number("boot", 1, JsonFields.U32_MAX);
    Long connection =
        in.has("connection") ? Long.valueOf(in.number("connection", 1, JsonFields.U32_MAX)) : null;
    boolean standby = in.has("standby") && in.flag("standby");
    return new RobotHello(
        versions,
        features,
        in.robotId(),
        boot,
        in.hex64("start_id"),
        software,
        connection,
        standby);
  }

  private static Lease lease(JsonFields in) throws Invalid {
    boolean free = !in.has("holder");
    return new Lease(
        in.has("robot_id") ? in.robotId() : null,
        in.pair("term"),
        free ? 0 : in.hex64("holder"),
        in.has("holder_name") ? in.text("holder_name") : null,
        in.u32("remaining_ms"),
        in.oneOf("cause", Lease.Cause.class),
        in.has("proposal") ? (Long) in.hex64("proposal") : null);
  }

  private static Propose propose(JsonFields in) throws Invalid {
    return new Propose(
        in.hex64("proposal"),
        in.oneOf("action", Propose.Action.class),
        in.pair("term"),
        in.hex64("holder"),
        in.text("holder_name"),
        (int) in.number("rank", 0, Propose.MAX_RANK),
        in.number("duration_ms", 0, Propose.MAX_DURATION_MS),
        new Stamp((int) in.u32("echo")));
  }

  private static ReleaseStop releaseStop(JsonFields in) throws Invalid {
    return new ReleaseStop(
        in.pair("term"),
        in.pair("latch"),
        new Stamp((int) in.u32("echo")),
        (int) in.number("ttl_ms", 1, Drive.MAX_TTL_MS),
        in.has("holder") ? (Long) in.hex64("holder") : null,
        in.has("rank") ? (int) in.number("rank", 0, Propose.MAX_RANK) : 0);
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
