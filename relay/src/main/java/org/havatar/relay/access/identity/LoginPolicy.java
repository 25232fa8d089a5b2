package org.havatar.relay.access.identity;

import org.havatar.relay.access.people.Role;

/**
 * How long logins last and what they need.
 *
 * @param idleMs a login that was not refreshed for so long is over
 * @param absoluteMs a login that is so old is over
 * @param signingKeyMs how long a key signs tokens before the next one does
 */
public record LoginPolicy(long idleMs, long absoluteMs, long signingKeyMs, TotpFor totpFor) {
  /** Who needs a second factor. */
  public enum TotpFor {
    NONE,
    ADMINISTRATORS,
    EVERYONE
  }

  boolean needsTotp(Role role) {
    return switch (totpFor) {
      case NONE -> false;
      case ADMINISTRATORS -> role == Role.ADMINISTRATOR;
      case EVERYONE -> true;
    };
  }
}
