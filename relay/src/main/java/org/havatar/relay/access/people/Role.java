package org.havatar.relay.access.people;

import java.util.Locale;
import java.util.Optional;

/** What an account is for. */
public enum Role {
  /** Owns robots, and drives what is shared with them. */
  USER,
  /** Drives and watches what is shared with them; owns no robots. */
  CARER,
  /** May do everything. */
  ADMINISTRATOR;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> named(String wireName) {
    for (Role role : values()) {
      if (role.wireName().equals(wireName)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
