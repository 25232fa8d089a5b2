package org.havatar.relay.api.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Replaces {@code $ref} by what it names; what stands beside it goes before (OpenAPI 3.1). */
final class References {
  private final JsonObject document;
  private final Deque<String> under = new ArrayDeque<>();

  References(JsonObject document) {
    this.document = document;
  }

  JsonObject resolve(JsonObject object) {
    String reference = object.getValue("$ref") instanceof String text ? text : null;
    if (reference == null) {
      JsonObject resolved = new JsonObject();
      object.fieldNames().forEach(name -> resolved.put(name, value(object.getValue(name))));
      return resolved;
    }
    if (under.contains(reference)) {
      throw new DocumentException(reference + " refers to itself");
    }
    if (!reference.startsWith("#/")
        || !(JsonPlace.parse(reference).in(document) instanceof JsonObject target)) {
      throw new DocumentException(reference + " refers to nothing");
    }
    under.push(reference);
    JsonObject resolved = resolve(target);
    under.pop();
    for (String name : object.fieldNames()) {
      if (!name.equals("$ref")) {
        resolved.put(name, value(object.getValue(name)));
      }
    }
    return resolved;
  }

  private @Nullable Object value(@Nullable Object value) {
    if (value instanceof JsonArray array) {
      JsonArray resolved = new JsonArray();
      array.forEach(each -> resolved.add(value(each)));
      return resolved;
    }
    return value instanceof JsonObject object ? resolve(object) : value;
  }
}
