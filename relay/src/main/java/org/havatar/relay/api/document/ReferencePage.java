package org.havatar.relay.api.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The document for people: one page of HTML without scripts, each operation with its anchor. */
public final class ReferencePage {
  private static final String STYLE_PATH = "/api/docs.css";

  /** Of tags that name no {@code x-order}; in the order of their files. */
  private static final int DEFAULT_ORDER = 50;

  private static final String COMMON = "x-common";

  private final ApiDocument document;
  private final Html html = new Html();

  public ReferencePage(ApiDocument document) {
    this.document = document;
  }

  /** All of it. */
  public String html() {
    JsonObject info = document.json().getJsonObject("info");
    String title = info.getString("title", "") + ": REST interface";
    html.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .element("title", title)
        .raw("<link rel=\"stylesheet\" href=\"" + STYLE_PATH + "\"></head>\n<body>\n")
        .raw("<a class=\"skip\" href=\"#content\">Skip to the operations</a>\n<header>\n")
        .element("h1", title)
        .element("p", info.getString("description", ""))
        .raw("<p>For programs: <a href=\"/api/openapi.json\">openapi.json</a> (OpenAPI 3.1).</p>\n")
        .raw("</header>\n");
    navigation();
    html.raw("<main id=\"content\">\n");
    proofs();
    commonRefusals();
    for (JsonObject tag : tags()) {
      String name = tag.getString("name");
      html.raw("<section><h2 id=\"tag-" + Html.escape(name) + "\">").text(name).raw("</h2>\n");
      html.element("p", tag.getString("description", ""));
      of(name).forEach(this::operation);
      html.raw("</section>\n");
    }
    html.raw("</main>\n</body></html>\n");
    return html.toString();
  }

  private List<JsonObject> tags() {
    return document.json().getJsonArray("tags", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .sorted(Comparator.comparingInt(tag -> tag.getInteger("x-order", DEFAULT_ORDER)))
        .toList();
  }

  private List<Operation> of(String tag) {
    return document.operations().stream()
        .filter(each -> each.json().getJsonArray("tags", new JsonArray()).contains(tag))
        .filter(each -> !each.json().getBoolean("x-internal", false))
        .toList();
  }

  private void navigation() {
    html.raw("<nav aria-label=\"Operations\">\n");
    for (JsonObject tag : tags()) {
      String name = tag.getString("name");
      html.raw("<h2><a href=\"#tag-" + Html.escape(name) + "\">").text(name).raw("</a></h2>\n<ul>");
      for (Operation each : of(name)) {
        html.raw("<li><a href=\"#" + each.id() + "\">")
            .text(each.json().getString("summary", each.id()))
            .raw("</a></li>\n");
      }
      html.raw("</ul>\n");
    }
    html.raw("</nav>\n");
  }

  private void proofs() {
    JsonObject schemes =
        document.json().getJsonObject("components").getJsonObject("securitySchemes");
    html.raw("<section><h2 id=\"proofs\">Who is asking</h2>\n<dl>\n");
    for (String name : schemes.fieldNames()) {
      html.raw("<dt><code>").text(name).raw("</code></dt>");
      html.element("dd", schemes.getJsonObject(name).getString("description", ""));
    }
    html.raw("</dl></section>\n");
  }

  /** Told once, because any operation may answer so. */
  private void commonRefusals() {
    JsonObject responses =
        document.json().getJsonObject("components").getJsonObject("responses", new JsonObject());
    Map<String, JsonObject> common = new TreeMap<>();
    for (String name : responses.fieldNames()) {
      if (responses.getJsonObject(name).getBoolean(COMMON, false)) {
        common.put(name.replaceAll("\\D", ""), responses.getJsonObject(name));
      }
    }
    html.raw("<section><h2 id=\"refusals\">Refusals</h2>\n");
    html.element("p", "Any operation may answer so; others are told with the operation.");
    refusals(common);
    new FieldTable(html, false)
        .write(
            new References(document.json())
                .resolve(new JsonObject().put("$ref", "#/components/schemas/Problem")),
            "Fields of a refusal, application/problem+json");
    html.raw("</section>\n");
  }

  private void refusals(Map<String, JsonObject> byStatus) {
    html.raw("<dl class=\"refusals\">\n");
    byStatus.forEach(
        (status, response) -> {
          html.raw("<div><dt><code>").text(status).raw("</code></dt>");
          html.element("dd", response.getString("description", "")).raw("</div>\n");
        });
    html.raw("</dl>\n");
  }

  private void operation(Operation operation) {
    JsonObject json = operation.json();
    html.raw("<article id=\"" + operation.id() + "\">\n<h3><a href=\"#" + operation.id() + "\">")
        .text(json.getString("summary", operation.id()))
        .raw("</a></h3>\n<p class=\"line\"><code><b class=\"method\">")
        .text(operation.method().name())
        .raw("</b> ")
        .text(operation.path())
        .raw("</code> <span class=\"who\">")
        .text(who(operation))
        .raw("</span></p>\n");
    if (json.getBoolean("deprecated", false)) {
      html.raw("<p class=\"warning\">").text(farewell(json)).raw("</p>\n");
    }
    if (json.containsKey("description")) {
      html.element("p", json.getString("description"));
    }
    parameters(operation);
    JsonObject body = json.getJsonObject("requestBody");
    if (body != null) {
      media(body.getJsonObject("content"), "Request body", true);
    }
    responses(json.getJsonObject("responses"));
    html.raw("</article>\n");
  }

  private static String who(Operation operation) {
    if (operation.protection().scheme().isEmpty()) {
      return "for everybody";
    }
    String scheme = operation.protection().scheme().get();
    String who =
        operation.protection().administratorsOnly()
            ? "with an administrator's " + scheme
            : "with " + scheme;
    return operation.protection().proof().isPresent() ? who + ", freshly proven" : who;
  }

  private static String farewell(JsonObject json) {
    StringBuilder text = new StringBuilder("Deprecated");
    if (json.containsKey("x-deprecated-since")) {
      text.append(" since ").append(json.getString("x-deprecated-since"));
    }
    text.append('.');
    if (json.containsKey("x-sunset")) {
      text.append(" It goes on ").append(json.getString("x-sunset")).append('.');
    }
    if (json.containsKey("x-successor")) {
      text.append(" Use ").append(json.getString("x-successor")).append(" instead.");
    }
    return text.toString();
  }

  private void parameters(Operation operation) {
    if (operation.parameters().isEmpty()) {
      return;
    }
    FieldTable.begin(html, "Parameters", "Name");
    for (Object each : parametersOf(operation)) {
      JsonObject parameter = (JsonObject) each;
      JsonObject schema = parameter.getJsonObject("schema").copy();
      if (parameter.containsKey("description")) {
        schema.put("description", parameter.getString("description"));
      }
      String note =
          "in "
              + parameter.getString("in")
              + (parameter.getBoolean("required", false) ? ", required" : "");
      FieldTable.row(html, parameter.getString("name"), note, schema);
    }
    FieldTable.end(html);
  }

  private static JsonArray parametersOf(Operation operation) {
    return operation.json().getJsonArray("parameters", new JsonArray());
  }

  private void responses(JsonObject responses) {
    Map<String, JsonObject> refusals = new TreeMap<>();
    for (String status : responses.fieldNames()) {
      JsonObject response = responses.getJsonObject(status);
      if (status.startsWith("2")) {
        html.raw("<h4>Answer <code>").text(status).raw("</code></h4>\n");
        html.element("p", response.getString("description", ""));
        media(response.getJsonObject("content", new JsonObject()), "Answer " + status, false);
      } else if (!response.getBoolean(COMMON, false)) {
        refusals.put(status, response);
      }
    }
    if (!refusals.isEmpty()) {
      html.raw("<h4>Other answers</h4>\n");
      refusals(refusals);
    }
  }

  private void media(JsonObject content, String caption, boolean isRequest) {
    for (String type : content.fieldNames()) {
      JsonObject media = content.getJsonObject(type);
      JsonObject schema = media.getJsonObject("schema");
      if (schema == null) {
        continue;
      }
      if (!type.endsWith("json")) {
        html.element("p", type.toLowerCase(Locale.ROOT));
        continue;
      }
      new FieldTable(html, isRequest).write(schema, caption);
      html.raw("<pre tabindex=\"0\" aria-label=\"Example\">")
          .text(pretty(Examples.ofMedia(media)))
          .raw("</pre>\n");
    }
  }

  private static String pretty(@Nullable Object value) {
    if (value instanceof JsonObject object) {
      return object.encodePrettily();
    }
    return value instanceof JsonArray array ? array.encodePrettily() : String.valueOf(value);
  }
}
