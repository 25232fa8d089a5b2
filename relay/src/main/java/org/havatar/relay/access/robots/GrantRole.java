package org.havatar.relay.access.robots;

import java.util.Locale;
import java.util.Optional;

/** What a grant or a share link lets somebody do with one robot, in rising order. */
public enum GrantRole {
  /** See it, and stop it. */
  VIEWER,
  /** Drive it too. */
  DRIVER;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** As documents and interfaces write it. */
  public String text() {
    return text;
  }

  public static Optional<GrantRole> of(String text) {
    for (GrantRole each : values()) {
      if (each.text.equals(text)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
