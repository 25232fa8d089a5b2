package org.havatar.relay.access.identity;

import java.util.Optional;

/**
 * What somebody shows to log in.
 *
 * @param userName as typed
 * @param code of the authenticator program, or a recovery code
 */
public record Credentials(
    String userName, String password, Optional<String> code, Browser browser) {
  /** Without what it proves: records end up in logs. */
  @Override
  public String toString() {
    return "Credentials";
  }
}
