package org.havatar.relay.api.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A value as a schema wants it: its own example where it has one, else the least that fits. */
final class Examples {
  private Examples() {}

  /**
   * Of one kind of content.
   *
   * @param media a media type object, without references
   */
  static @Nullable Object ofMedia(JsonObject media) {
    return media.containsKey("example")
        ? media.getValue("example")
        : of(media.getJsonObject("schema", new JsonObject()));
  }

  static @Nullable Object of(JsonObject schema) {
    JsonArray examples = schema.getJsonArray("examples", new JsonArray());
    if (!examples.isEmpty()) {
      return examples.getValue(0);
    }
    for (String said : new String[] {"const", "default"}) {
      if (schema.containsKey(said)) {
        return schema.getValue(said);
      }
    }
    for (String several : new String[] {"enum", "oneOf", "anyOf"}) {
      JsonArray choices = schema.getJsonArray(several, new JsonArray());
      if (!choices.isEmpty()) {
        Object first = choices.getValue(0);
        return several.equals("enum") || !(first instanceof JsonObject choice) ? first : of(choice);
      }
    }
    return ofType(schema);
  }

  private static @Nullable Object ofType(JsonObject schema) {
    Object type = schema.getValue("type", "object");
    String first = type instanceof JsonArray types ? types.getString(0) : String.valueOf(type);
    return switch (first) {
      case "string" ->
          schema.getString("format", "").equals("date-time") ? "2026-11-21T13:00:00Z" : "text";
      case "integer", "number" -> schema.getValue("minimum", 1);
      case "boolean" -> true;
      case "array" -> new JsonArray().add(of(schema.getJsonObject("items", new JsonObject())));
      case "null" -> null;
      default -> object(schema);
    };
  }

  private static JsonObject object(JsonObject schema) {
    JsonObject object = new JsonObject();
    for (Object part : schema.getJsonArray("allOf", new JsonArray())) {
      object.mergeIn(object((JsonObject) part));
    }
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    properties.fieldNames().forEach(name -> object.put(name, of(properties.getJsonObject(name))));
    return object;
  }
}
