package org.havatar.transports.wire;

import static org.havatar.transports.wire.JsonCodec.hex;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the fields of PROTOCOL.md §5 into an object that is open. */
final class JsonEncoder {
  private JsonEncoder() {}

  static void write(Event message, JsonGenerator out) throws IOException {
    switch (message) {
      case ClientHello m -> {
        hello(out, m.versions(), m.features());
        out.writeStringField("instance", m.instance());
        out.writeStringField("software", m.software());
        if (m.resumes() != null) {
          out.writeStringField("resumes", m.resumes());
        }
        if (m.standby()) {
          out.writeBooleanField("standby", true);
        }
      }
      case RobotHello m -> {
        hello(out, m.versions(), m.features());
        out.writeStringField("robot_id", m.robotId());
        out.writeNumberField("boot", m.boot());
        out.writeStringField("start_id", hex(m.startId()));
        out.writeStringField("software", m.software());
        if (m.connection() != null) {
          out.writeNumberField("connection", m.connection());
        }
        if (m.standby()) {
          out.writeBooleanField("standby", true);
        }
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
      case RobotSelected m -> {
        robot(type(out, "robot_selected"), m.robotId(), m.name(), m.online());
        if (m.holdLimitS() != null) {
          out.writeNumberField("hold_limit_s", m.holdLimitS());
        }
      }
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
      case SessionEnds m -> write(m, out);
      case GetStatus m -> OlderJson.write(m, out);
      case StatusResponse m -> OlderJson.write(m, out);
      case MotorControl m -> OlderJson.write(m, out);
      case MotorResponse m -> OlderJson.write(m, out);
      case RegisterDevice m -> OlderJson.write(m, out);
      case DeviceRegistered m -> OlderJson.write(m, out);
      case Lease m -> write(m, out);
      case Propose m -> write(m, out);
      case ReleaseStop m -> write(m, out);
      case RotateKey m -> {
        type(out, "rotate_key").writeStringField("key_id", m.keyId());
        out.writeStringField("key", m.key());
        out.writeNumberField("overlap_ms", m.overlapMs());
      }
      case KeyStored m -> type(out, "key_stored").writeStringField("key_id", m.keyId());
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

  private static void write(SessionEnds m, JsonGenerator out) throws IOException {
    type(out, "session_ends").writeStringField("robot_id", m.robotId());
    if (m.endsInMs() == null) {
      out.writeNullField("ends_in_ms");
    } else {
      out.writeNumberField("ends_in_ms", m.endsInMs());
    }
    out.writeStringField("ends_at", m.endsAt());
    if (m.cause() != SessionEnds.Cause.BOOKING) {
      out.writeStringField("cause", lower(m.cause()));
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

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
