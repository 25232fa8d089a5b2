package org.havatar.transports.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.havatar.transports.wire.JsonFields.Invalid;
import org.jspecify.annotations.Nullable;

/** The older JSON dialect (PROTOCOL.md §11), field by field as older programs write it. */
final class OlderJson {
  private static final int MAX = MotorControl.MAX_SPEED;
  private static final int MAX_QUALITY = 40;

  private OlderJson() {}

  static Event message(String type, JsonFields in) throws Invalid {
    return switch (type) {
      case "get_status" -> new GetStatus(in.scalar("id"));
      case "status_response" -> new StatusResponse(in.scalar("command_id"), in.map("data"));
      case "motor_control" -> motorControl(in);
      case "register" -> register(in);
      case "registered" -> new DeviceRegistered(in.robotId("deviceId"), role(in));
      default -> motorResponse(in);
    };
  }

  private static MotorControl motorControl(JsonFields in) throws Invalid {
    String id = in.scalar("id");
    Double timestampMs = in.decimal("timestamp");
    if (in.has("direction") || !(in.has("left_speed") || in.has("right_speed"))) {
      String direction = in.text("direction");
      int speed = in.has("speed") ? in.whole("speed", 0, MAX) : MotorControl.DEFAULT_SPEED;
      return MotorControl.byDirection(id, direction, speed, timestampMs);
    }
    int left = in.whole("left_speed", -MAX, MAX);
    return new MotorControl(id, null, left, in.whole("right_speed", -MAX, MAX), timestampMs);
  }

  private static RegisterDevice register(JsonFields in) throws Invalid {
    String streamUrl = null;
    if (in.has("streamUrl")) {
      streamUrl = in.text("streamUrl", RegisterDevice.MAX_URL);
      if (!RegisterDevice.isStreamUrl(streamUrl)) {
        throw JsonFields.outOfRange("streamUrl");
      }
    }
    return new RegisterDevice(
        in.robotId("deviceId"),
        role(in),
        streamUrl,
        in.has("quality") ? in.text("quality", MAX_QUALITY) : null);
  }

  private static RegisterDevice.Role role(JsonFields in) throws Invalid {
    return in.oneOf("role", RegisterDevice.Role.class);
  }

  private static MotorResponse motorResponse(JsonFields in) throws Invalid {
    JsonFields result = in.object("result");
    return new MotorResponse(
        in.scalar("command_id"),
        result.flag("ok"),
        result.has("msg") ? result.text("msg") : "",
        result.has("code") ? result.text("code") : null,
        in.decimal("timestamp"));
  }

  static void write(GetStatus m, JsonGenerator out) throws IOException {
    JsonEncoder.type(out, "get_status");
    scalar(out, "id", m.id());
  }

  static void write(StatusResponse m, JsonGenerator out) throws IOException {
    JsonEncoder.type(out, "status_response");
    scalar(out, "command_id", m.id());
    out.writeFieldName("data");
    value(out, m.data());
  }

  static void write(MotorControl m, JsonGenerator out) throws IOException {
    JsonEncoder.type(out, "motor_control");
    scalar(out, "id", m.id());
    if (m.direction() != null) {
      out.writeStringField("direction", m.direction());
      out.writeNumberField("speed", Math.abs(m.leftSpeed()));
    }
    out.writeNumberField("left_speed", m.leftSpeed());
    out.writeNumberField("right_speed", m.rightSpeed());
    decimal(out, "timestamp", m.timestampMs());
  }

  static void write(MotorResponse m, JsonGenerator out) throws IOException {
    JsonEncoder.type(out, "motor_response");
    scalar(out, "command_id", m.id());
    out.writeObjectFieldStart("result");
    out.writeBooleanField("ok", m.ok());
    out.writeStringField("msg", m.message());
    if (m.code() != null) {
      out.writeStringField("code", m.code());
    }
    out.writeEndObject();
    decimal(out, "timestamp", m.timestampS());
  }

  static void write(RegisterDevice m, JsonGenerator out) throws IOException {
    JsonEncoder.type(out, "register");
    device(out, m.deviceId(), m.role());
    if (m.streamUrl() != null) {
      out.writeStringField("streamUrl", m.streamUrl());
    }
    if (m.quality() != null) {
      out.writeStringField("quality", m.quality());
    }
  }

  static void write(DeviceRegistered m, JsonGenerator out) throws IOException {
    JsonEncoder.type(out, "registered");
    device(out, m.deviceId(), m.role());
  }

  private static void device(JsonGenerator out, String deviceId, RegisterDevice.Role role)
      throws IOException {
    out.writeStringField("deviceId", deviceId);
    out.writeStringField("role", JsonEncoder.lower(role));
  }

  private static void scalar(JsonGenerator out, String name, @Nullable String json)
      throws IOException {
    if (json != null) {
      out.writeFieldName(name);
      out.writeRawValue(json);
    }
  }

  /** Whole numbers without a fraction, as the other side may insist on. */
  private static void decimal(JsonGenerator out, String name, @Nullable Double number)
      throws IOException {
    if (number != null) {
      out.writeFieldName(name);
      value(out, number);
    }
  }

  private static void value(JsonGenerator out, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.writeFieldName(String.valueOf(entry.getKey()));
          value(out, entry.getValue());
        }
        out.writeEndObject();
      }
      case List<?> list -> {
        out.writeStartArray();
        for (Object each : list) {
          value(out, each);
        }
        out.writeEndArray();
      }
      case Double number -> {
        if (number % 1 == 0 && Math.abs(number) < 1e15) {
          out.writeNumber(number.longValue());
        } else {
          out.writeNumber(number);
        }
      }
      case Number number -> out.writeNumber(number.longValue());
      case Boolean flag -> out.writeBoolean(flag);
      case String text -> out.writeString(text);
      default -> out.writeNull();
    }
  }
}
