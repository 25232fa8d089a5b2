package org.havatar.transports.link;

import org.havatar.transports.wire.Message;

/**
 * One connection to a peer, used from its own event loop only. Keeps the three lanes of PROTOCOL.md
 * §6 and never blocks.
 */
public interface Link {
  /**
   * Hands over a message.
   *
   * <p>Stops are always taken. Events are queued up to a bound; over it the link closes itself.
   * Setpoints are refused with {@link Offer#FULL} while the peer doesn't take bytes: they are not
   * kept, the caller has a newer one soon.
   */
  Offer offer(Message message);

  /**
   * Asks the peer's transport, not its program, to send {@code token} back. The answer keeps its
   * place among the peer's messages. Lost when the peer doesn't take bytes.
   */
  void probe(long token);

  /** Says goodbye with a close code of PROTOCOL.md §6; the listener hears {@code onClosed}. */
  void close(CloseCode code);

  /** The peer's address and the transport's name, for logs. */
  LinkInfo info();

  /** What became of an offered message. */
  enum Offer {
    SENT,
    FULL,
    CLOSED
  }
}
