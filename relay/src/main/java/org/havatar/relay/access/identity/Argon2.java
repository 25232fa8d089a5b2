package org.havatar.relay.access.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) with its parameters in the result, as a PHC string: {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Takes tens of milliseconds and {@code memoryKib} of
 * heap: never on an event loop.
 *
 * @param memoryKib memory of one hash; 19 MiB with 2 passes is OWASP's least
 */
record Argon2(int memoryKib, int passes) {
  static final Argon2 DEFAULT = new Argon2(19_456, 2);
  static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=1\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  String hash(String password, byte[] salt) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
        .formatted(
            memoryKib,
            passes,
            base64.encodeToString(salt),
            base64.encodeToString(raw(password, salt)));
  }

  /** True when {@code password} made {@code phc}, with whatever parameters that was made. */
  static boolean verify(String password, String phc) {
    Matcher parts = PHC.matcher(phc);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not an argon2id hash");
    }
    Argon2 asThen = new Argon2(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    byte[] salt = Base64.getDecoder().decode(parts.group(3));
    byte[] expected = Base64.getDecoder().decode(parts.group(4));
    return MessageDigest.isEqual(expected, asThen.raw(password, salt));
  }

  private byte[] raw(String password, byte[] salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[HASH_BYTES];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }
}
