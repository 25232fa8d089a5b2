package org.havatar.relay.access.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * What renews a login, in clear: {@code hvl_account.session.family.secret}, the account's name in
 * base64url. All tokens of one login have its family, so that an older one is known for what it is
 * however often the login was refreshed since; the secret is good once.
 */
record RefreshToken(String account, String session, String family, String secret) {
  static final int MAX_LENGTH = 512;
  private static final String PREFIX = "hvl_";
  private static final int SESSION_BYTES = 12;
  private static final int FAMILY_BYTES = 16;
  private static final int SECRET_BYTES = 32;

  /** Of a new login. */
  static RefreshToken first(String account, SecureRandom random) {
    return new RefreshToken(
        account,
        Secrets.create(random, SESSION_BYTES),
        Secrets.create(random, FAMILY_BYTES),
        Secrets.create(random, SECRET_BYTES));
  }

  RefreshToken next(SecureRandom random) {
    return new RefreshToken(account, session, family, Secrets.create(random, SECRET_BYTES));
  }

  String text() {
    String name =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(account.getBytes(StandardCharsets.UTF_8));
    return PREFIX + String.join(".", name, session, family, secret);
  }

  /** Empty when it is none. */
  static Optional<RefreshToken> parse(String text) {
    if (text.length() > MAX_LENGTH || !text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String[] parts = text.substring(PREFIX.length()).split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    try {
      String name = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
      return Optional.of(new RefreshToken(name, parts[1], parts[2], parts[3]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Without what it proves: records end up in logs. */
  @Override
  public String toString() {
    return "RefreshToken[" + account + "]";
  }
}
