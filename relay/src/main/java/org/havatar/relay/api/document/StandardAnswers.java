package org.havatar.relay.api.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds the refusals that follow from what an operation is, so that the document tells them all and
 * its files needn't repeat them. An answer that a file does write stands.
 */
final class StandardAnswers {
  private final JsonObject document;

  StandardAnswers(JsonObject document) {
    this.document = document;
  }

  void complete() {
    JsonObject paths = document.getJsonObject("paths", new JsonObject());
    for (String path : paths.fieldNames()) {
      JsonObject item = paths.getJsonObject(path);
      for (String method : item.fieldNames()) {
        if (OperationReader.METHODS.contains(method)) {
          complete(path, item.getJsonObject(method), item);
        }
      }
    }
  }

  private void complete(String path, JsonObject operation, JsonObject item) {
    JsonObject responses = ApiDocument.child(operation, "responses");
    for (String status : statuses(path, operation, item)) {
      if (!responses.containsKey(status)) {
        responses.put(
            status, new JsonObject().put("$ref", "#/components/responses/Refused" + status));
      }
    }
  }

  private List<String> statuses(String path, JsonObject operation, JsonObject item) {
    List<String> statuses = new ArrayList<>(List.of("429", "500", "503"));
    boolean takesBody = operation.containsKey("requestBody");
    if (takesBody || operation.containsKey("parameters") || item.containsKey("parameters")) {
      statuses.add("400");
    }
    if (path.contains("{")) {
      statuses.add("404");
    }
    if (takesBody) {
      statuses.addAll(List.of("408", "413", "415"));
    }
    if (!operation
        .getJsonArray("security", document.getJsonArray("security", new JsonArray()))
        .isEmpty()) {
      statuses.add("401");
    }
    boolean isProven = operation.getBoolean(FreshProof.MARK, false);
    if (isProven || operation.getBoolean("x-administrators", false)) {
      statuses.add("403");
    }
    return statuses;
  }
}
