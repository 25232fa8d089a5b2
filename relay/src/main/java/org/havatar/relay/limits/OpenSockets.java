package org.havatar.relay.limits;

import java.util.HashMap;
import java.util.Map;

/** How many sockets each name has open on this node. Any thread; as large as there are sockets. */
final class OpenSockets {
  private final Map<String, Integer> counts = new HashMap<>();

  /** False when there are {@code most} already. */
  synchronized boolean take(String name, int most) {
    int count = counts.getOrDefault(name, 0);
    if (count >= most) {
      return false;
    }
    counts.put(name, count + 1);
    return true;
  }

  synchronized void giveBack(String name) {
    counts.computeIfPresent(name, (ignored, count) -> count == 1 ? null : count - 1);
  }
}
