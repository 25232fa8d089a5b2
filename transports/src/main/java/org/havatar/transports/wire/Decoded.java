package org.havatar.transports.wire;

import org.jspecify.annotations.Nullable;

/** What a peer's bytes turned out to be. Decoding never throws. */
public sealed interface Decoded {
  /** A well-formed message. */
  record Ok(Message message) implements Decoded {}

  /**
   * Not a message.
   *
   * @param code as in PROTOCOL.md §4 and §5.3
   * @param detail for a person
   * @param commandId of the older dialect, when it could be read
   */
  record Bad(String code, String detail, @Nullable String commandId) implements Decoded {
    public Bad(String code, String detail) {
      this(code, detail, null);
    }
  }
}
