package org.havatar.relay.api;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Names the route that a path belongs to, as it is written in the router: a bounded set. */
final class RouteTemplates {
  private static final String OTHER = "other";
  private static final Pattern PARAMETER = Pattern.compile(":[A-Za-z]+");

  private final Map<String, Pattern> byTemplate = new LinkedHashMap<>();

  /**
   * @param router with all its routes
   */
  RouteTemplates(Router router) {
    for (Route route : router.getRoutes()) {
      String path = route.getPath();
      if (path != null && route.methods() != null) {
        String regex = PARAMETER.matcher(path).replaceAll("[^/]+");
        byTemplate.put(path, Pattern.compile(regex));
      }
    }
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
