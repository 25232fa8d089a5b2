package org.havatar.relay.api.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What programs rely on, as facts of one line each: {@code operation what place = value}. Programs
 * that worked with some facts go on working with others when nothing is {@link #broken}.
 */
record Contract(SortedMap<String, String> facts) {
  static Contract of(ApiDocument document) {
    SortedMap<String, String> facts = new TreeMap<>();
    for (Operation each : document.operations()) {
      String who = each.protection().scheme().orElse("everybody");
      facts.put(
          each.id() + " is",
          "%s %s for %s%s"
              .formatted(
                  each.method(),
                  each.path(),
                  who,
                  each.protection().administratorsOnly() ? ", administrators" : ""));
      for (Parameter parameter : each.parameters()) {
        String where = parameter.where().name().toLowerCase(Locale.ROOT);
        facts.put(
            "%s takes %s:%s".formatted(each.id(), where, parameter.name()),
            (parameter.required() ? "required " : "optional ") + type(parameter.shape().schema()));
      }
      each.body()
          .ifPresent(
              body -> {
                facts.put(each.id() + " takes body:", body.required() ? "required" : "optional");
                fields(facts, each.id() + " takes body:", "", body.shape().schema(), true);
              });
      answers(facts, each);
    }
    return new Contract(facts);
  }

  private static void answers(SortedMap<String, String> facts, Operation operation) {
    JsonObject responses = operation.json().getJsonObject("responses");
    for (String status : responses.fieldNames()) {
      if (!status.startsWith("2")) {
        continue; // refusals may become others: programs have to expect any
      }
      String prefix = "%s answers %s:".formatted(operation.id(), status);
      JsonObject content = responses.getJsonObject(status).getJsonObject("content");
      facts.put(prefix, content == null ? "nothing" : String.join(" ", content.fieldNames()));
      if (content != null && content.containsKey(OperationReader.JSON)) {
        JsonObject schema =
            content.getJsonObject(OperationReader.JSON).getJsonObject("schema", new JsonObject());
        fields(facts, prefix, "", schema, false);
      }
    }
  }

  private static void fields(
      SortedMap<String, String> facts,
      String prefix,
      String path,
      JsonObject schema,
      boolean isRequest) {
    for (String several : List.of("allOf", "oneOf", "anyOf")) {
      for (Object part : schema.getJsonArray(several, new JsonArray())) {
        fields(facts, prefix, path, (JsonObject) part, isRequest);
      }
    }
    if (schema.getValue("items") instanceof JsonObject items) {
      fields(facts, prefix, path + "[]", items, isRequest);
    }
    JsonArray required = schema.getJsonArray("required", new JsonArray());
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    for (String name : properties.fieldNames()) {
      JsonObject property = properties.getJsonObject(name);
      String place = path.isEmpty() ? name : path + "." + name;
      String always = isRequest ? "required " : "always ";
      String sometimes = isRequest ? "optional " : "sometimes ";
      facts.put(prefix + place, (required.contains(name) ? always : sometimes) + type(property));
      fields(facts, prefix, place, property, isRequest);
    }
  }

  private static String type(JsonObject schema) {
    Object type = schema.getValue("type", "any");
    String name =
        type instanceof JsonArray types
            ? types.stream().map(String::valueOf).collect(Collectors.joining("/"))
            : String.valueOf(type);
    JsonArray values = schema.getJsonArray("enum");
    return values == null
        ? name
        : name + " " + new TreeSet<>(values.stream().map(String::valueOf).toList());
  }

  /** What programs that know {@code this} would trip over in {@code now}, as sentences. */
  List<String> broken(Contract now) {
    List<String> broken = new ArrayList<>();
    facts.forEach(
        (fact, was) -> {
          String is = now.facts.get(fact);
          if (is == null) {
            broken.add("gone: %s = %s".formatted(fact, was));
          } else if (!is.equals(was) && !isHarmless(fact, was, is)) {
            broken.add("changed: %s = %s, was %s".formatted(fact, is, was));
          }
        });
    now.facts.forEach(
        (fact, is) -> {
          String operation = fact.substring(0, fact.indexOf(' '));
          if (!facts.containsKey(fact)
              && is.startsWith("required")
              && facts.containsKey(operation + " is")
              && isAskedOfOldPrograms(fact)) {
            broken.add("newly required: %s = %s".formatted(fact, is));
          }
        });
    return broken;
  }

  /** A new object that is optional may have required fields of its own. */
  private boolean isAskedOfOldPrograms(String fact) {
    int dot = Math.max(fact.lastIndexOf('.'), fact.lastIndexOf("[]."));
    return dot < 0 || facts.containsKey(fact.substring(0, dot).replaceAll("\\[]$", ""));
  }

  private static boolean isHarmless(String fact, String was, String is) {
    if (fact.contains(" takes ")) {
      return is.equals(was.replace("required", "optional")) || hasMoreValues(was, is);
    }
    if (fact.contains(" answers ")) {
      return is.equals(was.replace("sometimes", "always")) || hasMoreValues(is, was);
    }
    return was.equals(is + ", administrators"); // open to more people
  }

  /** Of a request's enumeration; of an answer's a program may not know the new one. */
  private static boolean hasMoreValues(String was, String is) {
    int bracket = was.indexOf('[');
    return bracket > 0
        && is.startsWith(was.substring(0, bracket))
        && values(is).containsAll(values(was));
  }

  private static Set<String> values(String fact) {
    String list = fact.substring(fact.indexOf('[') + 1, fact.length() - 1);
    return Set.of(list.split(", ", -1));
  }

  static Contract parse(List<String> lines) {
    SortedMap<String, String> facts = new TreeMap<>();
    for (String line : lines) {
      int sign = line.indexOf(" = ");
      @Nullable String twice =
          sign < 0 ? null : facts.put(line.substring(0, sign), line.substring(sign + 3));
      if (twice != null) {
        throw new IllegalArgumentException("twice: " + line);
      }
    }
    return new Contract(facts);
  }

  List<String> lines() {
    return facts.entrySet().stream().map(each -> each.getKey() + " = " + each.getValue()).toList();
  }
}
