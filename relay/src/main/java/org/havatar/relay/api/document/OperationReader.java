package org.havatar.relay.api.document;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.havatar.relay.api.document.Operation.Body;
import org.havatar.relay.api.document.Operation.Protection;
import org.havatar.relay.api.document.Parameter.Where;

/** Reads a document's operations, and refuses what the router couldn't keep. */
final class OperationReader {
  static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  static final String JSON = "application/json";

  private final JsonObject document;
  private final JsonObject schemes;

  OperationReader(JsonObject document) {
    this.document = document;
    this.schemes =
        document
            .getJsonObject("components", new JsonObject())
            .getJsonObject("securitySchemes", new JsonObject());
  }

  /** Those that have to be tried first come first. */
  List<Operation> read() {
    Map<String, Operation> byId = new LinkedHashMap<>();
    JsonObject paths = document.getJsonObject("paths", new JsonObject());
    for (String path : paths.fieldNames()) {
      JsonObject item = paths.getJsonObject(path);
      for (String method : item.fieldNames()) {
        if (METHODS.contains(method)) {
          Operation operation = operation(path, method, item);
          if (byId.put(operation.id(), operation) != null) {
            throw new DocumentException("two operations are called " + operation.id());
          }
        }
      }
    }
    return byId.values().stream().sorted(Operation::byPrecedence).toList();
  }

  private Operation operation(String path, String method, JsonObject item) {
    JsonObject json = new References(document).resolve(item.getJsonObject(method));
    String id = json.getString("operationId", "");
    if (!id.matches("[a-z][A-Za-z0-9]*")) {
      throw new DocumentException(
          "%s %s needs an operationId like createBooking".formatted(method, path));
    }
    if (json.getJsonObject("responses", new JsonObject()).isEmpty()) {
      throw new DocumentException(id + " has no responses");
    }
    Operation operation =
        new Operation(
            id,
            HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
            path,
            protection(id, json),
            parameters(id, item, json),
            body(id, json),
            Lifecycle.of(id, json),
            json);
    checkPath(operation);
    return operation;
  }

  private Protection protection(String id, JsonObject json) {
    JsonArray security =
        json.getJsonArray("security", document.getJsonArray("security", new JsonArray()));
    boolean administrators = json.getBoolean("x-administrators", false);
    Optional<FreshProof> proof = FreshProof.of(json);
    if (security.isEmpty()) {
      if (administrators || proof.isPresent()) {
        throw new DocumentException(
            id + " is public, so it can't be for administrators or after a proof only");
      }
      return new Protection(Optional.empty(), false, Optional.empty());
    }
    Set<String> names = security.getJsonObject(0).fieldNames();
    if (security.size() != 1 || names.size() != 1) {
      throw new DocumentException(id + " has to name exactly one security scheme, or none: []");
    }
    String scheme = names.iterator().next();
    if (!schemes.containsKey(scheme)) {
      throw new DocumentException("%s names the unknown scheme %s".formatted(id, scheme));
    }
    return new Protection(Optional.of(scheme), administrators, proof);
  }

  private List<Parameter> parameters(String id, JsonObject item, JsonObject json) {
    List<Parameter> parameters = new ArrayList<>();
    JsonArray ofPath =
        new References(document)
            .resolve(new JsonObject().put("all", item.getJsonArray("parameters", new JsonArray())))
            .getJsonArray("all");
    for (JsonArray some : List.of(ofPath, json.getJsonArray("parameters", new JsonArray()))) {
      some.forEach(each -> parameters.add(Parameter.of((JsonObject) each)));
    }
    if (parameters.stream().map(Parameter::name).distinct().count() < parameters.size()) {
      throw new DocumentException(id + " has a parameter twice");
    }
    return List.copyOf(parameters);
  }

  private static Optional<Body> body(String id, JsonObject json) {
    JsonObject body = json.getJsonObject("requestBody");
    if (body == null) {
      return Optional.empty();
    }
    JsonObject content = body.getJsonObject("content", new JsonObject());
    if (!content.fieldNames().equals(Set.of(JSON))
        || content.getJsonObject(JSON).getJsonObject("schema") == null) {
      throw new DocumentException(id + " has to take " + JSON + " with a schema");
    }
    Shape shape = new Shape(content.getJsonObject(JSON).getJsonObject("schema"));
    return Optional.of(new Body(body.getBoolean("required", false), shape));
  }

  private static void checkPath(Operation operation) {
    String filled = operation.path();
    for (Parameter each : operation.parameters()) {
      if (each.where() == Where.PATH) {
        String variable = "{" + each.name() + "}";
        if (!filled.contains(variable) || !each.required()) {
          throw new DocumentException(
              "%s: %s has to be in the path, and required".formatted(operation.id(), variable));
        }
        filled = filled.replace(variable, "");
      }
    }
    if (filled.contains("{") || !filled.startsWith("/")) {
      throw new DocumentException(
          "%s: the path %s has a variable that is no parameter"
              .formatted(operation.id(), operation.path()));
    }
  }
}
