package org.havatar.relay.api.document;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that a request says outside of its body.
 *
 * @param shape of the value when it is read as its type
 */
public record Parameter(String name, Where where, boolean required, Shape shape) {
  /** Where it stands. */
  public enum Where {
    PATH,
    QUERY,
    HEADER
  }

  static Parameter of(JsonObject json) {
    String name = json.getString("name", "");
    JsonObject schema = json.getJsonObject("schema");
    if (name.isEmpty() || schema == null) {
      throw new DocumentException("a parameter needs a name and a schema: " + json);
    }
    Where where =
        switch (json.getString("in", "")) {
          case "path" -> Where.PATH;
          case "query" -> Where.QUERY;
          case "header" -> Where.HEADER;
          default -> throw new DocumentException(name + " has to be in path, query or header");
        };
    switch (String.valueOf(schema.getValue("type"))) {
      case "string", "integer", "number", "boolean" -> {
        return new Parameter(name, where, json.getBoolean("required", false), new Shape(schema));
      }
      default ->
          throw new DocumentException(
              "the parameter %s has to be string, integer, number or boolean".formatted(name));
    }
  }

  /** What counts when nothing is said. */
  public Optional<Object> otherwise() {
    return Optional.ofNullable(shape.schema().getValue("default"));
  }

  /** As its type; text that is none of that type stays text, which the shape then refuses. */
  public Object read(String text) {
    return switch (String.valueOf(shape.schema().getValue("type"))) {
      case "integer" -> text.matches("-?\\d{1,18}") ? Long.valueOf(text) : text;
      case "number" -> number(text);
      case "boolean" ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> text;
          };
      default -> text;
    };
  }

  private static Object number(String text) {
    return text.matches("-?\\d{1,15}(\\.\\d{1,15})?") ? Double.valueOf(text) : text;
  }

  public Optional<Fault> faultOf(@Nullable Object value) {
    return shape.faultOf(value);
  }
}
