package org.havatar.relay.api.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The REST interface as OpenAPI 3.1 describes it. It is written in one YAML file a subject, beside
 * {@code api.yaml}, which holds what all share; here they are one.
 */
public final class ApiDocument {
  private static final String FOLDER = "openapi";
  private static final String ROOT = "api.yaml";

  private final JsonObject json;
  private final List<Operation> operations;

  private ApiDocument(JsonObject json) {
    this.json = json;
    this.operations = new OperationReader(json).read();
  }

  /**
   * Reads the document from the class path. Blocks.
   *
   * @throws DocumentException when it is wrong
   */
  public static ApiDocument load(ClassLoader classes) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    Resources.read(classes, FOLDER)
        .forEach((name, bytes) -> texts.put(name, new String(bytes, StandardCharsets.UTF_8)));
    return of(texts);
  }

  /**
   * Puts the files together.
   *
   * @param texts YAML by the name of its file
   * @throws DocumentException when something is wrong
   */
  public static ApiDocument of(Map<String, String> texts) {
    String root = texts.get(ROOT);
    if (root == null) {
      throw new DocumentException("there is no " + ROOT);
    }
    JsonObject whole = YamlText.read(ROOT, root);
    new TreeMap<>(texts)
        .forEach(
            (name, text) -> {
              if (!name.equals(ROOT)) {
                add(whole, YamlText.read(name, text), name);
              }
            });
    if (!whole.getString("openapi", "").startsWith("3.1.")) {
      throw new DocumentException(ROOT + " has to say openapi: 3.1.x");
    }
    new StandardAnswers(whole).complete();
    return new ApiDocument(whole);
  }

  private static void add(JsonObject whole, JsonObject part, String name) {
    for (String section : part.fieldNames()) {
      switch (section) {
        case "tags" -> {
          JsonArray tags = whole.getJsonArray("tags", new JsonArray());
          tags.addAll(part.getJsonArray("tags"));
          whole.put("tags", tags);
        }
        // Operations of one path, and schemas of one kind, may come from several files.
        case "paths", "components" ->
            addAll(child(whole, section), part.getJsonObject(section), name);
        default -> throw new DocumentException("%s may not have %s".formatted(name, section));
      }
    }
  }

  private static void addAll(JsonObject into, JsonObject from, String name) {
    for (String group : from.fieldNames()) {
      JsonObject existing = child(into, group);
      JsonObject added = from.getJsonObject(group);
      for (String key : added.fieldNames()) {
        if (existing.containsKey(key)) {
          throw new DocumentException(
              "%s: %s has %s already, in another file".formatted(name, group, key));
        }
        existing.put(key, added.getValue(key));
      }
    }
  }

  static JsonObject child(JsonObject parent, String name) {
    JsonObject child = parent.getJsonObject(name);
    if (child == null) {
      child = new JsonObject();
      parent.put(name, child);
    }
    return child;
  }

  /** All of it in one, with references. */
  public JsonObject json() {
    return json;
  }

  /** Those that have to be tried first come first. */
  public List<Operation> operations() {
    return operations;
  }
}
