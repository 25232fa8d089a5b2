package org.havatar.relay.access.identity;

/**
 * Figures of logins.
 *
 * @param tokenLifeS seconds that a token is good, at most {@link #MAX_TOKEN_LIFE_S}
 */
public record IdentityOptions(int tokenLifeS, LoginPolicy login, PasskeyPolicy passkeys) {
  public static final int MAX_TOKEN_LIFE_S = 900;

  public IdentityOptions {
    if (tokenLifeS < 1 || tokenLifeS > MAX_TOKEN_LIFE_S) {
      throw new IllegalArgumentException("tokenLifeS is out of range: " + tokenLifeS);
    }
  }
}
