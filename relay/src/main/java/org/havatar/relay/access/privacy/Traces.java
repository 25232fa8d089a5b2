package org.havatar.relay.access.privacy;

import io.vertx.core.Future;

/** Port: what a node keeps of people outside the store: its command log. Any thread. */
@FunctionalInterface
public interface Traces {
  /** Puts {@code pseudonym} in the place of that name; tells how often. May be repeated. */
  Future<Long> erase(String account, String pseudonym);
}
