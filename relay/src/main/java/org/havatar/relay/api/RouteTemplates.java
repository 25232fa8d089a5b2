package org.havatar.relay.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.havatar.relay.api.document.Operation;

/** Names the route that a path belongs to, as it is written in the router: a bounded set. */
final class RouteTemplates {
  private static final String OTHER = "other";

  private final Map<String, Pattern> byTemplate = new LinkedHashMap<>();

  /**
   * @param operations all of them, those that are tried first come first
   */
  RouteTemplates(List<Operation> operations) {
    operations.forEach(each -> byTemplate.put(each.template(), each.pattern()));
  }

  /** Of what no route names, a page's file is {@code page}, anything else {@code other}. */
  String of(String path, boolean isOfPage) {
    for (Map.Entry<String, Pattern> each : byTemplate.entrySet()) {
      if (each.getValue().matcher(path).matches()) {
        return each.getKey();
      }
    }
    return isOfPage ? "page" : OTHER;
  }
}
