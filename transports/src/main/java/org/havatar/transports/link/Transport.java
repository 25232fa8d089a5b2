package org.havatar.transports.link;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A way in for links, on one event loop: it listens, asks an {@link Acceptor} about everybody who
 * comes, and hands over the links of those who were let in. Whoever speaks to a relay does it
 * through one of these, and no session knows which.
 *
 * <p>What each of them owes its acceptor: {@link Acceptor#connected} before anything dear is done
 * for a peer, {@link Acceptor#judge} once a handshake, and {@link Acceptor#onRefused} for each one
 * that is turned away, also by the transport itself. All calls are on the loop, and so are the
 * links' calls to their listeners.
 */
public interface Transport {
  /** Listens; completes when whoever comes is served, and fails when that can't be. */
  CompletionStage<?> start();

  /** Lets nobody in any more and ends what is still open. */
  CompletionStage<?> stop();

  /**
   * Shows another certificate from the next handshake on; open links stay open. When it fails the
   * old one stays. A transport that shows none of its own has nothing to do.
   */
  CompletionStage<?> show(Certificate certificate);

  /**
   * Other origins from the next handshake on.
   *
   * @param origins of pages that may connect besides the relay's own; only browsers tell one
   */
  void allowOrigins(Set<String> origins);
}
