package org.havatar.relay.access.port;

import org.jspecify.annotations.Nullable;

/** Something lasting can't be read or written now; the message is a sentence for a person. */
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Unavailable(String message) {
    this(message, null);
  }

  public Unavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
