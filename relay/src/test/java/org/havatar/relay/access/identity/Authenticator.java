package org.havatar.relay.access.identity;

/** The program on a person's telephone. */
public final class Authenticator {
  private Authenticator() {}

  public static String code(String secret, long epochMs) {
    return Totp.code(Totp.bytes(secret), Totp.step(epochMs));
  }
}
