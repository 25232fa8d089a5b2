package org.havatar.relay.access;

import org.havatar.relay.access.identity.LoginPolicy;
import org.havatar.relay.access.identity.PasskeyPolicy;
import org.havatar.relay.access.robots.RobotOptions;

/**
 * Figures of access.
 *
 * @param tokenLifeS seconds that a token is good, at most {@link #MAX_TOKEN_LIFE_S}
 * @param ticketLifeMs milliseconds that a ticket is good, at most {@link #MAX_TICKET_LIFE_MS}
 */
public record AccessOptions(
    int tokenLifeS,
    int ticketLifeMs,
    LoginPolicy login,
    RobotOptions robots,
    PasskeyPolicy passkeys) {
  public static final int MAX_TOKEN_LIFE_S = 900;
  public static final int MAX_TICKET_LIFE_MS = 30_000;

  public AccessOptions {
    if (tokenLifeS < 1 || tokenLifeS > MAX_TOKEN_LIFE_S) {
      throw new IllegalArgumentException("tokenLifeS is out of range: " + tokenLifeS);
    }
    if (ticketLifeMs < 1 || ticketLifeMs > MAX_TICKET_LIFE_MS) {
      throw new IllegalArgumentException("ticketLifeMs is out of range: " + ticketLifeMs);
    }
  }

  /** With the usual figures of logins and robots. */
  public AccessOptions(int tokenLifeS, int ticketLifeMs) {
    this(tokenLifeS, ticketLifeMs, LoginPolicy.DEFAULT);
  }

  /** With the usual figures of robots. */
  public AccessOptions(int tokenLifeS, int ticketLifeMs, LoginPolicy login) {
    this(tokenLifeS, ticketLifeMs, login, RobotOptions.DEFAULT, PasskeyPolicy.OFF);
  }
}
