package org.havatar.relay.access.robots;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens of share links: {@code hvs_}, the robot's id, {@code ~}, 32 random bytes in base64url. */
final class LinkTokens {
  private static final int BYTES = 32;
  private static final Pattern SHAPE =
      Pattern.compile("hvs_([A-Za-z0-9._-]{1,64})~[A-Za-z0-9_-]{43}");

  private LinkTokens() {}

  static String create(String robotId, SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return "hvs_" + robotId + "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Where to look for the link. */
  static Optional<String> robotId(String token) {
    Matcher matcher = SHAPE.matcher(token);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
