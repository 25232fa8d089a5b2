package org.havatar.transports.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object, read with bounds and asked for by name and range. */
final class JsonFields {
  static final long U32_MAX = 0xFFFF_FFFFL;

  /** Stands for what no field takes: huge numbers, nulls in lists. */
  static final Object NO_VALUE = new Object();

  private static final int MAX_DEPTH = 32;
  private static final int MAX_TEXT = 200;
  private static final int MAX_ENTRIES = 1000;
  private static final int MAX_ROBOT_ID = 64;

  /** A field is missing or out of range. */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final String detail;

    Invalid(String code, String detail) {
      super(detail, null, false, false);
      this.code = code;
      this.detail = detail;
    }

    String code() {
      return code;
    }

    String detail() {
      return detail;
    }
  }

  /** Reads one entry of a list. */
  interface EntryReader<T> {
    T read(JsonFields entry) throws Invalid;
  }

  private final Map<String, Object> values;

  private JsonFields(Map<String, Object> values) {
    this.values = values;
  }

  /** Reads an object and nothing after it. */
  static JsonFields read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new JsonParseException(parser, "not an object");
    }
    Map<String, Object> values = object(parser, 1);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "more than one object");
    }
    return new JsonFields(values);
  }

  /** Nulls are left out: to every rule here a null field is an absent one. */
  private static Map<String, Object> object(JsonParser parser, int depth) throws IOException {
    Map<String, Object> values = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      Object value = value(parser, depth);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  private static @Nullable Object value(JsonParser parser, int depth) throws IOException {
    if (depth >= MAX_DEPTH) {
      throw new JsonParseException(parser, "nested too deep");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, depth + 1);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          Object entry = value(parser, depth + 1);
          list.add(entry == null ? NO_VALUE : entry);
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> {
        boolean fits = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        yield fits ? (Object) parser.getLongValue() : NO_VALUE;
      }
      case VALUE_NUMBER_FLOAT -> {
        double number = parser.getDoubleValue();
        yield Double.isFinite(number) ? (Object) number : NO_VALUE;
      }
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      case VALUE_NULL -> null;
      default -> throw new JsonParseException(parser, "unexpected token");
    };
  }

  /** The {@code id} of a command, for an error; null when there is none that could be one. */
  @Nullable String commandId() {
    Object id = values.get("id");
    if (id instanceof String text && text.length() <= MAX_TEXT) {
      return text;
    }
    return id instanceof Long number ? number.toString() : null;
  }

  /** A text or whole number as JSON text, null when it is absent. */
  @Nullable String scalar(String name) throws Invalid {
    Object value = values.get(name);
    if (value == null || value instanceof Long) {
      return value == null ? null : value.toString();
    }
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text(name))) + '"';
  }

  /** A finite number, null when it is absent. */
  @Nullable Double decimal(String name) throws Invalid {
    Object value = values.get(name);
    if (value == null || value instanceof Number) {
      return value == null ? null : (Double) ((Number) value).doubleValue();
    }
    throw outOfRange(name);
  }

  /** A whole number, also when it was written with a fraction of 0 as some languages do. */
  int whole(String name, int least, int most) throws Invalid {
    Object value = required(name);
    Object whole =
        value instanceof Double decimal && decimal % 1 == 0 ? decimal.longValue() : value;
    return (int) number(whole, name, least, most);
  }

  JsonFields object(String name) throws Invalid {
    return new JsonFields(map(name));
  }

  Map<String, Object> map(String name) throws Invalid {
    if (required(name) instanceof Map<?, ?> map) {
      Map<String, Object> fields = new HashMap<>();
      map.forEach((key, value) -> fields.put(String.valueOf(key), value));
      return fields;
    }
    throw outOfRange(name);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  private Object required(String name) throws Invalid {
    Object value = values.get(name);
    if (value == null) {
      throw new Invalid(Codes.MISSING_FIELD, name);
    }
    return value;
  }

  static Invalid outOfRange(String name) {
    return new Invalid(Reason.OUT_OF_RANGE.wireName(), name);
  }

  private static String text(Object value, String name, int longest) throws Invalid {
    if (value instanceof String text && text.length() <= longest) {
      return text;
    }
    throw outOfRange(name);
  }

  String text(String name) throws Invalid {
    return text(name, MAX_TEXT);
  }

  /**
   * @param longest in UTF-16 units
   */
  String text(String name, int longest) throws Invalid {
    return text(required(name), name, longest);
  }

  boolean flag(String name) throws Invalid {
    if (required(name) instanceof Boolean flag) {
      return flag;
    }
    throw outOfRange(name);
  }

  private static long number(Object value, String name, long least, long most) throws Invalid {
    if (value instanceof Long number && number >= least && number <= most) {
      return number;
    }
    throw outOfRange(name);
  }

  long number(String name, long least, long most) throws Invalid {
    return number(required(name), name, least, most);
  }

  long u32(String name) throws Invalid {
    return number(name, 0, U32_MAX);
  }

  /** Exactly that many lower-case hexadecimal digits. */
  String hex(String name, int digits) throws Invalid {
    String text = text(name);
    if (text.length() != digits) {
      throw outOfRange(name);
    }
    for (int i = 0; i < digits; i++) {
      if ("0123456789abcdef".indexOf(text.charAt(i)) < 0) {
        throw outOfRange(name);
      }
    }
    return text;
  }

  long hex64(String name) throws Invalid {
    return Long.parseUnsignedLong(hex(name, 16), 16);
  }

  String robotId() throws Invalid {
    return robotId("robot_id");
  }

  String robotId(String name) throws Invalid {
    String id = text(name);
    if (!isRobotId(id)) {
      throw outOfRange(name);
    }
    return id;
  }

  static boolean isRobotId(String id) {
    if (id.isEmpty() || id.length() > MAX_ROBOT_ID) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private List<?> list(String name) throws Invalid {
    if (required(name) instanceof List<?> list && list.size() <= MAX_ENTRIES) {
      return list;
    }
    throw outOfRange(name);
  }

  List<String> texts(String name) throws Invalid {
    List<String> texts = new ArrayList<>();
    for (Object each : list(name)) {
      texts.add(text(each, name, MAX_TEXT));
    }
    return texts;
  }

  List<Integer> versions() throws Invalid {
    List<Integer> versions = new ArrayList<>();
    for (Object each : list("versions")) {
      versions.add((int) number(each, "versions", 0, Integer.MAX_VALUE));
    }
    return versions;
  }

  <T> List<T> list(String name, EntryReader<T> reader) throws Invalid {
    List<T> entries = new ArrayList<>();
    for (Object each : list(name)) {
      if (!(each instanceof Map<?, ?> map)) {
        throw outOfRange(name);
      }
      Map<String, Object> fields = new HashMap<>();
      map.forEach((key, value) -> fields.put(String.valueOf(key), value));
      entries.add(reader.read(new JsonFields(fields)));
    }
    return entries;
  }

  Numbered pair(String name) throws Invalid {
    List<?> list = list(name);
    if (list.size() != 2) {
      throw outOfRange(name);
    }
    return new Numbered(
        number(list.get(0), name, 0, U32_MAX), number(list.get(1), name, 0, U32_MAX));
  }

  <E extends Enum<E>> E oneOf(String name, Class<E> type) throws Invalid {
    String text = text(name);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
        return constant;
      }
    }
    throw outOfRange(name);
  }
}
