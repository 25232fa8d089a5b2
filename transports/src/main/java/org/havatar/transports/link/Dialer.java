package org.havatar.transports.link;

import java.net.URI;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens links to a server. Calls back on the event loop that called {@link #dial}. */
public interface Dialer {
  /**
   * Connects once; no retry. Either {@code opener} or {@code failed} is called, once.
   *
   * @param bearer token or key to show, or null
   * @param failed hears what was wrong
   */
  void dial(URI uri, @Nullable String bearer, Acceptor.Opener opener, Consumer<Failure> failed);

  /**
   * No link came of it.
   *
   * @param sentence for the log
   * @param isProofRefused the server answered, and does not take {@code bearer}
   */
  record Failure(String sentence, boolean isProofRefused) {}
}
