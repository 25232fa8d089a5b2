package org.havatar.transports.link;

import java.net.URI;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens links to a server. Calls back on the event loop that called {@link #dial}. */
public interface Dialer {
  /**
   * Connects once; no retry. Either {@code opener} or {@code failed} is called, once.
   *
   * @param bearer token or key for the Authorization header, or null
   * @param failed hears a sentence for the log
   */
  void dial(URI uri, @Nullable String bearer, Acceptor.Opener opener, Consumer<String> failed);
}
