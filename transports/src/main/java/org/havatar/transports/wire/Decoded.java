package org.havatar.transports.wire;

/** What a peer's bytes turned out to be. Decoding never throws. */
public sealed interface Decoded {
  /** A well-formed message. */
  record Ok(Message message) implements Decoded {}

  /** Not a message: {@code code} as in PROTOCOL.md §4 and §5.3, {@code detail} for a person. */
  record Bad(String code, String detail) implements Decoded {}
}
