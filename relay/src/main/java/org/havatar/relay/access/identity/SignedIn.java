package org.havatar.relay.access.identity;

import org.havatar.relay.access.User;

/**
 * Somebody who has proved who he is, and by which login.
 *
 * @param session the login's id; empty for who has a step of the login left, and may do that only
 */
public record SignedIn(User user, String session) {
  /** False for who has a step of the login left. */
  public boolean isComplete() {
    return !session.isEmpty();
  }
}
