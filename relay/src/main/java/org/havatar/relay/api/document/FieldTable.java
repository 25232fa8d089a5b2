package org.havatar.relay.api.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The fields of a schema as rows, nested ones by their whole name: {@code robots[].name}. */
final class FieldTable {
  private final Html html;
  private final boolean isRequest;

  /**
   * @param isRequest whether it tells what has to be sent, or what may come
   */
  FieldTable(Html html, boolean isRequest) {
    this.html = html;
    this.isRequest = isRequest;
  }

  void write(JsonObject schema, String caption) {
    begin(html, caption, "Field");
    rows("", schema);
    end(html);
  }

  static void begin(Html html, String caption, String first) {
    html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .text(caption)
        .raw("\">\n<table><caption>")
        .text(caption)
        .raw("</caption>\n<thead><tr><th scope=\"col\">")
        .text(first)
        .raw("</th><th scope=\"col\">Is</th><th scope=\"col\">Means</th></tr></thead>\n<tbody>\n");
  }

  static void end(Html html) {
    html.raw("</tbody></table></div>\n");
  }

  private void rows(String prefix, JsonObject schema) {
    for (String several : new String[] {"allOf", "oneOf", "anyOf"}) {
      for (Object part : schema.getJsonArray(several, new JsonArray())) {
        rows(prefix, (JsonObject) part);
      }
    }
    if (schema.getValue("items") instanceof JsonObject items) {
      rows(prefix + "[]", items);
    }
    JsonArray required = schema.getJsonArray("required", new JsonArray());
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    for (String name : properties.fieldNames()) {
      JsonObject property = properties.getJsonObject(name);
      String path = prefix.isEmpty() ? name : prefix + "." + name;
      row(html, path, note(required.contains(name)), property);
      rows(path, property);
    }
    if (schema.getValue("additionalProperties") instanceof JsonObject any) {
      row(html, prefix.isEmpty() ? "(any name)" : prefix + ".(any name)", "", any);
    }
  }

  private String note(boolean required) {
    if (isRequest) {
      return required ? "required" : "";
    }
    return required ? "" : "not always";
  }

  /** One thing: its name, what it is, what it means. */
  static void row(Html html, String name, String note, JsonObject schema) {
    html.raw("<tr><th scope=\"row\"><code>").text(name).raw("</code>");
    if (!note.isEmpty()) {
      html.raw(" <small>").text(note).raw("</small>");
    }
    html.raw("</th><td>").text(Expectation.of(schema));
    if (schema.containsKey("default")) {
      html.text("; default ").raw("<code>").text(String.valueOf(schema.getValue("default")));
      html.raw("</code>");
    }
    html.raw("</td><td>").text(schema.getString("description", "")).raw("</td></tr>\n");
  }
}
