package org.havatar.relay.session.connection;

import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Message;

/** One connection's session, on its loop. Times are the node's monotonic milliseconds. */
public interface Session {
  /** In which a peer of this protocol has to say hello. */
  long HELLO_WITHIN_MS = 5000;

  /** Which protocol its peer speaks. */
  enum Dialect {
    /** This one, {@code havatar.1}. */
    PROTOCOL,
    /** The older JSON dialect (PROTOCOL.md §11). */
    OLDER,
    /** It has not shown yet. */
    UNDECIDED
  }

  default Dialect dialect() {
    return Dialect.PROTOCOL;
  }

  void onMessage(Message message, long nowMs);

  /** The link takes setpoints again. */
  default void onWritable(long nowMs) {}

  /** The peer's transport sent this token of a probe back. */
  default void onProbed(long token, long nowMs) {}

  /** A fault of ours: nobody knows its state, so it ends, and only it. */
  void abort();

  /** The link is closed, by whomever; the session must already be harmless. */
  void onClosed(CloseCode code);
}
