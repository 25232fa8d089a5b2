package org.havatar.relay.api.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;

/** Puts a schema in words. {@code x-expected} says it better where a pattern would be shown. */
public final class Expectation {
  private Expectation() {}

  /** Without verb, such as {@code a whole number from 1 to 1000}. */
  public static String of(JsonObject schema) {
    if (schema.getString("x-expected") != null) {
      return schema.getString("x-expected");
    }
    if (schema.containsKey("const")) {
      return String.valueOf(schema.getValue("const"));
    }
    if (schema.getJsonArray("enum") != null) {
      return either(schema.getJsonArray("enum"));
    }
    for (String choice : new String[] {"oneOf", "anyOf"}) {
      if (schema.getJsonArray(choice) != null) {
        return schema.getJsonArray(choice).stream()
            .map(each -> of((JsonObject) each))
            .collect(Collectors.joining(", or "));
      }
    }
    Object type = schema.getValue("type", "");
    return type instanceof JsonArray types
        ? types.stream()
            .map(each -> ofType(String.valueOf(each), schema))
            .collect(Collectors.joining(", or "))
        : ofType(String.valueOf(type), schema);
  }

  private static String ofType(String type, JsonObject schema) {
    return switch (type) {
      case "string" -> text(schema);
      case "integer" -> "a whole number" + range(schema, "minimum", "maximum", "");
      case "number" -> "a number" + range(schema, "minimum", "maximum", "");
      case "boolean" -> "true or false";
      case "array" -> "a list" + range(schema, "minItems", "maxItems", " entries");
      case "object" -> "an object";
      case "null" -> "null";
      default -> "as the document of this interface says";
    };
  }

  private static String text(JsonObject schema) {
    String format = schema.getString("format", "");
    if (format.equals("date-time")) {
      return "a moment like 2026-11-21T13:00:00Z";
    }
    String text = "text" + range(schema, "minLength", "maxLength", " characters");
    return schema.containsKey("pattern")
        ? text + " that matches " + schema.getString("pattern")
        : text;
  }

  private static String range(JsonObject schema, String least, String most, String unit) {
    Object low = schema.getValue(least);
    Object high = schema.getValue(most);
    String of = unit.isEmpty() ? "" : " of";
    if (low != null && high != null) {
      return "%s %s to %s%s".formatted(unit.isEmpty() ? " from" : " of", low, high, unit);
    }
    if (low != null) {
      return "%s at least %s%s".formatted(of, low, unit);
    }
    return high == null ? "" : "%s at most %s%s".formatted(of, high, unit);
  }

  private static String either(JsonArray values) {
    return values.stream().map(each -> String.valueOf(each)).collect(Collectors.joining(" or "));
  }
}
