package org.havatar.relay.access.identity;

import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.Role;

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

  public static final LoginPolicy DEFAULT =
      new LoginPolicy(
          TimeUnit.DAYS.toMillis(30),
          TimeUnit.DAYS.toMillis(90),
          TimeUnit.DAYS.toMillis(30),
          TotpFor.ADMINISTRATORS);

  /** The same, but for who needs a second factor. */
  public LoginPolicy withTotpFor(TotpFor whom) {
    return new LoginPolicy(idleMs, absoluteMs, signingKeyMs, whom);
  }

  boolean needsTotp(Role role) {
    return switch (totpFor) {
      case NONE -> false;
      case ADMINISTRATORS -> role == Role.ADMINISTRATOR;
      case EVERYONE -> true;
    };
  }
}
