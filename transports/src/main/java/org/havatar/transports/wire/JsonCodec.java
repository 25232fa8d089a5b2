package org.havatar.transports.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.havatar.transports.wire.JsonFields.Invalid;
import org.jspecify.annotations.Nullable;

/** JSON messages of PROTOCOL.md §5, one object a text. */
public final class JsonCodec {
  /** Longest text that is read, in UTF-16 units and in bytes on the wire. */
  public static final int MAX_CHARS = 8192;

  static final JsonFactory FACTORY = new JsonFactory();
  private static final int MAX_RANK = Propose.MAX_RANK;

  private JsonCodec() {}

  /** Reads one message. */
  public static Decoded decode(String text) {
    if (text.length() > MAX_CHARS) {
      return new Decoded.Bad(Codes.BAD_JSON, "longer than " + MAX_CHARS + " characters");
    }
    JsonFields fields;
    try (JsonParser parser = FACTORY.createParser(text)) {
      fields = JsonFields.read(parser);
    } catch (IOException e) {
      return new Decoded.Bad(Codes.BAD_JSON, "not one JSON object");
    }
    try {
      return new Decoded.Ok(message(fields));
    } catch (Invalid e) {
      return new Decoded.Bad(e.code(), e.detail(), fields.commandId());
    }
  }

  private static Event message(JsonFields in) throws Invalid {
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
      case "robots" -> new Robots(in.list("robots", JsonCodec::robot));
      case "select_robot" ->
          new SelectRobot(in.robotId(), in.has("watcher_name") ? in.text("watcher_name") : null);
      case "robot_selected" -> {
        Robots.Entry entry = robot(in);
        yield new RobotSelected(entry.robotId(), entry.name(), entry.online());
      }
      case "take_lease" -> new TakeLease();
      case "release_lease" -> new ReleaseLease();
      case "take_over" -> new TakeOver();
      case "request_lease" -> new RequestLease();
      case "answer_request" -> new AnswerRequest(in.hex64("holder"), in.flag("grant"));
      case "lease_requested" ->
          new LeaseRequested(
              in.robotId(), in.hex64("holder"), in.text("holder_name"), in.u32("remaining_ms"));
      case "watchers" -> new WatcherList(in.robotId(), in.list("watchers", JsonCodec::watcher));
      case "stop_pressed" ->
          new StopPressed(
              in.robotId(), in.hex64("stop_id"), in.hex64("holder"), in.text("holder_name"));
      case "get_status", "status_response", "motor_control", "motor_response" ->
          OlderJson.message(type, in);
      case "lease" -> lease(in);
      case "propose" -> propose(in);
      case "release_stop" -> releaseStop(in);
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

  private static WatcherList.Watcher watcher(JsonFields in) throws Invalid {
    return new WatcherList.Watcher(in.hex64("holder"), in.text("holder_name"));
  }

  private static Event hello(JsonFields in) throws Invalid {
    List<Integer> versions = in.versions();
    List<String> features = in.texts("features");
    String software = in.text("software");
    if (!in.has("robot_id")) {
      String resumes = in.has("resumes") ? in.hex("resumes", 32) : null;
      return new ClientHello(versions, features, in.hex("instance", 32), software, resumes);
    }
    long boot = in.number("boot", 1, JsonFields.U32_MAX);
    return new RobotHello(versions, features, in.robotId(), boot, in.hex64("start_id"), software);
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
        (int) in.number("rank", 0, MAX_RANK),
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
        in.has("rank") ? (int) in.number("rank", 0, MAX_RANK) : 0);
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  /** The message's text. */
  public static String encode(Event message) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      out.writeStartObject();
      write(message, out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter has nothing to fail with
    }
    return text.toString();
  }

  private static void write(Event message, JsonGenerator out) throws IOException {
    switch (message) {
      case ClientHello m -> {
        hello(out, m.versions(), m.features());
        out.writeStringField("instance", m.instance());
        out.writeStringField("software", m.software());
        if (m.resumes() != null) {
          out.writeStringField("resumes", m.resumes());
        }
      }
      case RobotHello m -> {
        hello(out, m.versions(), m.features());
        out.writeStringField("robot_id", m.robotId());
        out.writeNumberField("boot", m.boot());
        out.writeStringField("start_id", hex(m.startId()));
        out.writeStringField("software", m.software());
      }
      case Welcome m -> {
        type(out, "welcome").writeNumberField("version", m.version());
        texts(out, "features", m.features());
        out.writeStringField("node", m.node());
        out.writeStringField("session", m.session());
        optionalHex(out, "holder", m.holder());
      }
      case BootConflict m -> type(out, "boot_conflict").writeNumberField("highest", m.highest());
      case Robots m -> {
        type(out, "robots").writeArrayFieldStart("robots");
        for (Robots.Entry robot : m.robots()) {
          out.writeStartObject();
          robot(out, robot.robotId(), robot.name(), robot.online());
          out.writeEndObject();
        }
        out.writeEndArray();
      }
      case SelectRobot m -> {
        type(out, "select_robot").writeStringField("robot_id", m.robotId());
        if (m.watcherName() != null) {
          out.writeStringField("watcher_name", m.watcherName());
        }
      }
      case RobotSelected m -> robot(type(out, "robot_selected"), m.robotId(), m.name(), m.online());
      case TakeLease m -> type(out, "take_lease");
      case ReleaseLease m -> type(out, "release_lease");
      case TakeOver m -> type(out, "take_over");
      case RequestLease m -> type(out, "request_lease");
      case AnswerRequest m -> {
        type(out, "answer_request").writeStringField("holder", hex(m.holder()));
        out.writeBooleanField("grant", m.grant());
      }
      case LeaseRequested m -> {
        type(out, "lease_requested").writeStringField("robot_id", m.robotId());
        who(out, m.holder(), m.holderName());
        out.writeNumberField("remaining_ms", m.remainingMs());
      }
      case WatcherList m -> {
        type(out, "watchers").writeStringField("robot_id", m.robotId());
        out.writeArrayFieldStart("watchers");
        for (WatcherList.Watcher each : m.watchers()) {
          out.writeStartObject();
          who(out, each.holder(), each.holderName());
          out.writeEndObject();
        }
        out.writeEndArray();
      }
      case StopPressed m -> {
        type(out, "stop_pressed").writeStringField("robot_id", m.robotId());
        out.writeStringField("stop_id", hex(m.stopId()));
        who(out, m.holder(), m.holderName());
      }
      case GetStatus m -> OlderJson.write(m, out);
      case StatusResponse m -> OlderJson.write(m, out);
      case MotorControl m -> OlderJson.write(m, out);
      case MotorResponse m -> OlderJson.write(m, out);
      case Lease m -> write(m, out);
      case Propose m -> write(m, out);
      case ReleaseStop m -> write(m, out);
      case Refused m -> {
        type(out, "refused").writeStringField("request", m.request());
        out.writeStringField("code", m.code());
        out.writeStringField("message", m.message());
        optionalHex(out, "proposal", m.proposal());
        optionalHex(out, "holder", m.holder());
      }
      case ErrorReport m -> {
        type(out, "error").writeStringField("code", m.code());
        out.writeStringField("message", m.message());
        if (m.commandId() != null) {
          out.writeStringField("command_id", m.commandId());
        }
        if (m.count() != null) {
          out.writeNumberField("count", m.count());
        }
      }
      case GoingAway m -> type(out, "going_away").writeNumberField("retry_ms", m.retryMs());
    }
  }

  private static void write(Lease m, JsonGenerator out) throws IOException {
    type(out, "lease");
    if (m.robotId() != null) {
      out.writeStringField("robot_id", m.robotId());
    }
    pair(out, "term", m.term());
    out.writeStringField("holder", m.holder() == 0 ? null : hex(m.holder()));
    out.writeStringField("holder_name", m.holderName());
    out.writeNumberField("remaining_ms", m.remainingMs());
    out.writeStringField("cause", lower(m.cause()));
    if (m.robotId() == null) {
      out.writeStringField("proposal", m.proposal() == null ? null : hex(m.proposal()));
    }
  }

  private static void write(Propose m, JsonGenerator out) throws IOException {
    type(out, "propose").writeStringField("proposal", hex(m.proposal()));
    out.writeStringField("action", lower(m.action()));
    pair(out, "term", m.term());
    out.writeStringField("holder", hex(m.holder()));
    out.writeStringField("holder_name", m.holderName());
    out.writeNumberField("rank", m.rank());
    out.writeNumberField("duration_ms", m.durationMs());
    out.writeNumberField("echo", Integer.toUnsignedLong(m.echo().millis()));
  }

  private static void write(ReleaseStop m, JsonGenerator out) throws IOException {
    pair(type(out, "release_stop"), "term", m.term());
    pair(out, "latch", m.latch());
    out.writeNumberField("echo", Integer.toUnsignedLong(m.echo().millis()));
    out.writeNumberField("ttl_ms", m.ttlMs());
    if (m.holder() != null) {
      out.writeStringField("holder", hex(m.holder()));
      out.writeNumberField("rank", m.rank());
    }
  }

  private static void who(JsonGenerator out, long holder, String name) throws IOException {
    out.writeStringField("holder", hex(holder));
    out.writeStringField("holder_name", name);
  }

  static JsonGenerator type(JsonGenerator out, String type) throws IOException {
    out.writeStringField("type", type);
    return out;
  }

  private static void hello(JsonGenerator out, List<Integer> versions, List<String> features)
      throws IOException {
    type(out, "hello").writeArrayFieldStart("versions");
    for (int version : versions) {
      out.writeNumber(version);
    }
    out.writeEndArray();
    texts(out, "features", features);
  }

  private static void robot(JsonGenerator out, String robotId, String name, boolean online)
      throws IOException {
    out.writeStringField("robot_id", robotId);
    out.writeStringField("name", name);
    out.writeBooleanField("online", online);
  }

  private static void texts(JsonGenerator out, String name, List<String> texts) throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  private static void pair(JsonGenerator out, String name, Numbered pair) throws IOException {
    out.writeArrayFieldStart(name);
    out.writeNumber(pair.boot());
    out.writeNumber(pair.counter());
    out.writeEndArray();
  }

  private static void optionalHex(JsonGenerator out, String name, @Nullable Long value)
      throws IOException {
    if (value != null) {
      out.writeStringField(name, hex(value));
    }
  }

  /** 16 lower-case hexadecimal digits. */
  public static String hex(long value) {
    return String.format(Locale.ROOT, "%016x", value);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
