package org.havatar.relay.directory;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Routes of one node, of each robot one, and a digest of them that every process works out alike.
 */
final class RouteSet {
  private final Map<String, Route> routes = new HashMap<>();
  private long digest;

  void put(Route route) {
    count(routes.put(route.robotId(), route), -1);
    count(route, 1);
  }

  void remove(String robotId) {
    count(routes.remove(robotId), -1);
  }

  void replace(Collection<Route> all) {
    routes.clear();
    digest = 0;
    all.forEach(this::put);
  }

  List<Route> all() {
    return List.copyOf(routes.values());
  }

  long digest() {
    return digest;
  }

  private void count(@Nullable Route route, int sign) {
    if (route != null) {
      digest += sign * hash(route);
    }
  }

  private static long hash(Route route) {
    long hash = route.robotId().hashCode();
    hash = 31 * hash + route.address().hashCode();
    hash = 31 * hash + route.epoch().boot();
    hash = 31 * hash + route.epoch().counter();
    hash = 31 * hash + route.startId();
    int flags = (route.standby() ? 1 : 0) + (route.older() ? 2 : 0) + (route.quiet() ? 4 : 0);
    return (31 * hash + flags) * 0x9E37_79B9_7F4A_7C15L; // spread, so that sums differ
  }
}
