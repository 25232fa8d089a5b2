package org.havatar.transports.wire;

/** Which protocol this is (PROTOCOL.md). */
public final class Protocol {
  /** In the first byte of every binary message, in hellos and welcomes. */
  public static final int VERSION = 1;

  private Protocol() {}
}
