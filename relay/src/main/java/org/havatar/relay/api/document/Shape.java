package org.havatar.relay.api.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a value has to look like: a schema without references, ready to judge. Any thread. */
public final class Shape {
  /** Keywords that only point on to others; what those say is the fault. */
  private static final Set<String> POINTERS =
      Set.of(
          "properties", "items", "prefixItems", "allOf", "if", "then", "else", "dependentSchemas");

  private static final Pattern CHOICE = Pattern.compile("(.*?/(?:oneOf|anyOf|not))(?:/.*)?");
  private static final Pattern ANNOTATION = Pattern.compile("x-.*|examples?|description|default");

  private final JsonObject schema;
  private final Validator validator;

  /**
   * @param schema JSON Schema 2020-12, all references replaced by what they name
   */
  public Shape(JsonObject schema) {
    this.schema = schema;
    JsonSchemaOptions options =
        new JsonSchemaOptions()
            .setBaseUri("urn:havatar:relay")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic);
    // A name like "id" in an example would be taken for the identifier of a schema.
    validator = Validator.create(JsonSchema.of(bare(schema)), options);
  }

  public JsonObject schema() {
    return schema;
  }

  /** The first thing that is wrong, if any. */
  public Optional<Fault> faultOf(@Nullable Object value) {
    OutputUnit output = validator.validate(value);
    if (Boolean.TRUE.equals(output.getValid())) {
      return Optional.empty();
    }
    List<OutputUnit> errors = output.getErrors() == null ? List.of() : output.getErrors();
    return Optional.of(
        errors.stream()
            .filter(error -> !POINTERS.contains(lastOf(error.getKeywordLocation())))
            .findFirst()
            .map(error -> fault(error, value))
            .orElse(new Fault("", Fault.Kind.WRONG, Expectation.of(schema))));
  }

  private Fault fault(OutputUnit error, @Nullable Object value) {
    String keyword = error.getKeywordLocation();
    // Of several alternatives none fits: it is no use to say why the first doesn't.
    Matcher choice = CHOICE.matcher(keyword);
    JsonPlace at = JsonPlace.parse(error.getInstanceLocation());
    if (choice.matches()) {
      keyword = choice.group(1);
    }
    JsonObject owner = ownerOf(keyword);
    if (lastOf(keyword).equals("required")) {
      String missing = missing(owner, at.in(value));
      return new Fault(at.child(missing).text(), Fault.Kind.MISSING, "");
    }
    return new Fault(at.text(), Fault.Kind.WRONG, Expectation.of(owner));
  }

  private static String missing(JsonObject owner, @Nullable Object at) {
    JsonObject object = at instanceof JsonObject found ? found : new JsonObject();
    return owner.getJsonArray("required", new JsonArray()).stream()
        .map(String::valueOf)
        .filter(name -> !object.containsKey(name))
        .findFirst()
        .orElse("");
  }

  /** The schema that has the keyword at this place. */
  private JsonObject ownerOf(String keywordLocation) {
    int end = keywordLocation.lastIndexOf('/');
    return JsonPlace.parse(keywordLocation.substring(0, Math.max(end, 0))).in(schema)
            instanceof JsonObject owner
        ? owner
        : schema;
  }

  private static String lastOf(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** Null counts as absent, unless the schema names it. */
  public @Nullable Object withoutNulls(@Nullable Object value) {
    return withoutNulls(value, schema);
  }

  private static @Nullable Object withoutNulls(@Nullable Object value, JsonObject schema) {
    if (value instanceof JsonArray array && schema.getValue("items") instanceof JsonObject items) {
      JsonArray kept = new JsonArray();
      array.forEach(each -> kept.add(withoutNulls(each, items)));
      return kept;
    }
    if (!(value instanceof JsonObject object)) {
      return value;
    }
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    JsonObject kept = new JsonObject();
    for (String name : object.fieldNames()) {
      Object each = object.getValue(name);
      JsonObject of =
          properties.getValue(name) instanceof JsonObject known ? known : new JsonObject();
      if (each != null || takesNull(of)) {
        kept.put(name, withoutNulls(each, of));
      }
    }
    return kept;
  }

  private static boolean takesNull(JsonObject schema) {
    return schema.getValue("type") instanceof JsonArray types && types.contains("null");
  }

  private static JsonObject bare(JsonObject schema) {
    JsonObject bare = new JsonObject();
    for (String name : schema.fieldNames()) {
      if (ANNOTATION.matcher(name).matches()) {
        continue;
      }
      Object value = schema.getValue(name);
      boolean isMap = name.equals("properties") || name.equals("patternProperties");
      bare.put(name, isMap ? bareMap((JsonObject) value) : bareValue(value));
    }
    return bare;
  }

  private static JsonObject bareMap(JsonObject map) {
    JsonObject bare = new JsonObject();
    map.fieldNames().forEach(name -> bare.put(name, bareValue(map.getValue(name))));
    return bare;
  }

  private static @Nullable Object bareValue(@Nullable Object value) {
    if (value instanceof JsonArray array) {
      JsonArray bare = new JsonArray();
      array.forEach(each -> bare.add(bareValue(each)));
      return bare;
    }
    return value instanceof JsonObject object ? bare(object) : value;
  }
}
