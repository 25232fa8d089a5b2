package org.havatar.relay.access.identity;

import org.havatar.relay.access.people.User;

/**
 * Somebody who has proved who they are, and by which login.
 *
 * @param session the login's id; empty for who has a step of the login left, and may do that only
 * @param isProven whether that was within {@link LoginSession#PROOF_MS}; who has a step of the
 *     login left has just begun it
 */
public record SignedIn(User user, String session, boolean isProven) {
  /** False for who has a step of the login left. */
  public boolean isComplete() {
    return !session.isEmpty();
  }
}
