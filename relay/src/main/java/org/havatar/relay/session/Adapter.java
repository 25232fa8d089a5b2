package org.havatar.relay.session;

import org.havatar.relay.session.connection.Session;

/** A session that stands between a peer of an older dialect and one of {@link Sessions}' own. */
public interface Adapter extends Session {
  void onTick(long nowMs);

  /**
   * The node's clock stood still while the world went on, so that what waited looks young.
   *
   * @param byMs for so long, as far as it is known
   */
  default void onLeap(long byMs, long nowMs) {}

  /** That account's login may have ended; empty: anybody's. */
  default void onLoginChanged(String account) {}

  /** The node leaves. The session behind it was told before; one that has none closes its link. */
  void leave();
}
