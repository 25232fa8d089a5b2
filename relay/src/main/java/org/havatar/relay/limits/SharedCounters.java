package org.havatar.relay.limits;

import io.vertx.core.Future;

/**
 * Port: counters that all nodes of a cluster share, for limits. May be called on any thread, never
 * blocks; the future is heard on the caller's Vert.x context. It may fail or take its time: whoever
 * asks has a bound of their own and goes on without it.
 */
public interface SharedCounters {
  /**
   * Adds to a counter and tells its value. A counter begins at 0 with its first addition, and is
   * forgotten {@code windowMs} after that.
   */
  Future<Long> addAndGet(String key, long amount, long windowMs);
}
