package org.havatar.relay.access;

import org.havatar.relay.access.identity.IdentityOptions;
import org.havatar.relay.access.robots.RobotOptions;

/**
 * Figures of access.
 *
 * @param ticketLifeMs milliseconds that a ticket is good, at most {@link #MAX_TICKET_LIFE_MS}
 */
public record AccessOptions(IdentityOptions identity, int ticketLifeMs, RobotOptions robots) {
  public static final int MAX_TICKET_LIFE_MS = 30_000;

  public AccessOptions {
    if (ticketLifeMs < 1 || ticketLifeMs > MAX_TICKET_LIFE_MS) {
      throw new IllegalArgumentException("ticketLifeMs is out of range: " + ticketLifeMs);
    }
  }
}
