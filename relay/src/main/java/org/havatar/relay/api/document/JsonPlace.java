package org.havatar.relay.api.document;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place within JSON (RFC 6901). */
record JsonPlace(List<String> steps) {
  /**
   * @param pointer such as {@code #/items/2/name}
   */
  static JsonPlace parse(String pointer) {
    List<String> steps = new ArrayList<>();
    String[] parts = pointer.split("/", -1);
    for (int i = 1; i < parts.length; i++) {
      String step = parts[i].replace("~1", "/").replace("~0", "~");
      steps.add(step.contains("%") ? URLDecoder.decode(step, StandardCharsets.UTF_8) : step);
    }
    return new JsonPlace(List.copyOf(steps));
  }

  JsonPlace child(String step) {
    List<String> all = new ArrayList<>(steps);
    all.add(step);
    return new JsonPlace(List.copyOf(all));
  }

  /** What is there; null when nothing is. */
  @Nullable Object in(@Nullable Object root) {
    Object at = root;
    for (String step : steps) {
      if (at instanceof JsonObject object) {
        at = object.getValue(step);
      } else if (at instanceof JsonArray array && isIndex(step, array.size())) {
        at = array.getValue(Integer.parseInt(step));
      } else {
        return null;
      }
    }
    return at;
  }

  private static boolean isIndex(String step, int size) {
    return step.matches("\\d{1,6}") && Integer.parseInt(step) < size;
  }

  /** For people: {@code items[2].name}. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (String step : steps) {
      if (step.matches("\\d+")) {
        text.append('[').append(step).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step);
      }
    }
    return text.toString();
  }
}
