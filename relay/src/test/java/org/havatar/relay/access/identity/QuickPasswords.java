package org.havatar.relay.access.identity;

/** Real hashes that cost next to nothing, for tests that hash many. */
public final class QuickPasswords {
  private QuickPasswords() {}

  public static Passwords create() {
    return new Passwords(2, new Argon2(64, 1));
  }
}
