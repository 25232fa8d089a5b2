package org.havatar.transports.wire;

/** What a peer may offer in hello (PROTOCOL.md §6). */
public final class Features {
  /** The robot takes fresh keys over its connection. */
  public static final String KEY_ROTATION = "key_rotation";

  private Features() {}
}
