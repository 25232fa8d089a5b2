package org.havatar.relay.access.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random texts that prove something, and what is kept of them. */
final class Secrets {
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private Secrets() {}

  /** In base64url. */
  static String create(SecureRandom random, int bytes) {
    byte[] raw = new byte[bytes];
    random.nextBytes(raw);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
  }

  /** For people to type: groups of four letters and digits, 20 bits each. */
  static String createReadable(SecureRandom random, int groups) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4 * groups; i++) {
      if (i > 0 && i % 4 == 0) {
        text.append('-');
      }
      text.append(BASE32.charAt(random.nextInt(BASE32.length())));
    }
    return text.toString();
  }

  /** SHA-256 in hexadecimal; the secrets are random, so that no slow hash is needed. */
  static String hash(String secret) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Takes the same time wherever the hashes differ. */
  static boolean matches(String secret, String hash) {
    return MessageDigest.isEqual(
        hash(secret).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
  }
}
