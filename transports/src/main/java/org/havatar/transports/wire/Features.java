package org.havatar.transports.wire;

/** What a peer may offer in hello (PROTOCOL.md §6). */
public final class Features {
  /** The robot takes fresh keys over its connection. */
  public static final String KEY_ROTATION = "key_rotation";

  /** The client knows an administrator's lock from a stop: what it presses is what it means. */
  public static final String ADMIN_LOCK = "admin_lock";

  private Features() {}
}
