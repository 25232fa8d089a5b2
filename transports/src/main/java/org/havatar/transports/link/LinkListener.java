package org.havatar.transports.link;

import org.havatar.transports.wire.Message;

/** Hears one link, on that link's event loop. */
public interface LinkListener {
  /** A well-formed message arrived. */
  void onMessage(Message message);

  /**
   * The link takes setpoints again after it had answered {@link Link.Offer#FULL}. Called once for
   * each such phase.
   */
  default void onWritable() {}

  /** The peer's transport sent back the token of a {@link Link#probe}; may be forged. */
  default void onProbed(long token) {}

  /** The last call: the link is closed, by whomever. */
  void onClosed(CloseCode code);
}
