package org.havatar.relay.session;

/** A session that stands between a peer of an older dialect and one of {@link Sessions}' own. */
public interface Adapter extends Session {
  void onTick(long nowMs);

  /** That account's login may have ended; empty: anybody's. */
  default void onLoginChanged(String account) {}

  /** The node leaves. The session behind it was told before; one that has none closes its link. */
  void leave();
}
