package org.havatar.relay.access.identity;

import java.net.URI;

/**
 * Whom a passkey is for.
 *
 * @param origin of the page, as browsers tell it
 */
record RelyingParty(String origin) {
  static final String NAME = "Havatar";

  /** The host name: a passkey works on no other. */
  String id() {
    return URI.create(origin).getHost();
  }
}
