package org.havatar.relay.access.port;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Port: small things that live for seconds or minutes and need no disk: tickets, codes that may be
 * used once, counters of limits. In the memory of a node that stands alone, and in what several
 * nodes share, so that what one node put another takes. A restart may lose all of it: nothing here
 * may be what a right rests on.
 *
 * <p>Any thread, never blocks, heard on the caller's Vert.x context; fails with {@link
 * Unavailable}. Keys say their kind first ({@code ticket/…}) and hold no secrets: they may be seen
 * where they are kept. Bounded: beyond the bound the oldest go.
 */
public interface Ephemera {
  /**
   * Puts {@code value} there for {@code ttlMs}.
   *
   * @return false when something is there already, which then stays as it is
   */
  Future<Boolean> put(String key, String value, long ttlMs);

  /** Takes it away; of several who ask for it at the same instant, on any node, one gets it. */
  Future<Optional<String>> take(String key);

  /**
   * Adds to a counter that begins at 0 and ends {@code windowMs} after its first addition.
   *
   * @param amount may be negative
   * @return the counter afterwards
   */
  Future<Long> addAndGet(String key, long amount, long windowMs);
}
