package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.havatar.relay.api.document.ApiDocument;
import org.havatar.relay.api.document.Operation;
import org.havatar.relay.api.document.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Judges every answer that a test gets by the document: its status, its kind, each of its fields,
 * and that it has no others.
 */
final class AnswerCheck {
  private final ApiDocument document;
  private final Map<String, Shape> shapes = new HashMap<>();

  AnswerCheck(ApiDocument document) {
    this.document = document;
  }

  /** Fails when the answer isn't one that the document tells; what is no operation isn't judged. */
  void check(HttpResponse<String> response) {
    String method = response.request().method();
    String path = response.uri().getRawPath();
    Optional<Operation> asked =
        document.operations().stream()
            .filter(each -> each.method().name().equals(method))
            .filter(each -> each.pattern().matcher(path).matches())
            .findFirst();
    if (asked.isEmpty()) {
      return;
    }
    String status = String.valueOf(response.statusCode());
    String where = "%s %s, answer %s".formatted(asked.get().id(), path, status);
    JsonObject told = asked.get().json().getJsonObject("responses").getJsonObject(status);
    assertThat(told).as(where + ": a status that the document doesn't tell").isNotNull();
    JsonObject content = told.getJsonObject("content", new JsonObject());
    String type = response.headers().firstValue("content-type").orElse("").replaceAll(";.*", "");
    if (content.isEmpty()) {
      assertThat(response.body()).as(where).isEmpty();
      return;
    }
    assertThat(content.fieldNames()).as(where + ": its content-type").contains(type);
    if (type.endsWith("json") && !type.endsWith("ndjson")) { // those are lines
      checkBody(where, type, content.getJsonObject(type).getJsonObject("schema"), response.body());
    }
  }

  private void checkBody(String where, String type, JsonObject schema, String body) {
    Shape shape = shapes.computeIfAbsent(where + type, ignored -> new Shape(closed(schema)));
    assertThat(shape.faultOf(Json.decodeValue(body))).as(where + ": " + body).isEmpty();
  }

  /** A field that the document doesn't tell is a fault too; in 3.1 it would be let through. */
  private static @Nullable Object closedValue(@Nullable Object value) {
    if (value instanceof JsonArray array) {
      JsonArray closed = new JsonArray();
      array.forEach(each -> closed.add(closedValue(each)));
      return closed;
    }
    return value instanceof JsonObject object ? closed(object) : value;
  }

  private static JsonObject closed(JsonObject object) {
    JsonObject closed = new JsonObject();
    object
        .fieldNames()
        .forEach(
            name -> {
              Object each = object.getValue(name);
              // Parts of a whole are closed by the whole.
              closed.put(name, name.equals("allOf") ? each : closedValue(each));
            });
    boolean isObject =
        object.getValue("properties") instanceof JsonObject && object.containsKey("type");
    if ((isObject || object.containsKey("allOf")) && !object.containsKey("additionalProperties")) {
      closed.put("unevaluatedProperties", false);
    }
    return closed;
  }
}
