package org.havatar.relay.access.identity;

import org.havatar.relay.access.User;

/**
 * An account as the store keeps it.
 *
 * @param passwordHash in PHC string format
 */
public record Account(User user, String passwordHash) {
  /** Without the hash: records end up in logs. */
  @Override
  public String toString() {
    return "Account[" + user + "]";
  }
}
