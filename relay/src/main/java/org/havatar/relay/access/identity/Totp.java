package org.havatar.relay.access.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/**
 * Time-based one-time passwords (RFC 6238) as authenticator programs make them: SHA-1, six digits,
 * steps of 30 s. Own code because the library reads the system's clock.
 */
final class Totp {
  static final int SECRET_BYTES = 20;
  static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;
  static final long STEP_MS = 30_000;

  /** Steps that a device's clock may be off. */
  private static final int SKEW_STEPS = 1;

  private Totp() {}

  static long step(long epochMs) {
    return Math.floorDiv(epochMs, STEP_MS);
  }

  /** The code of one step. */
  static String code(byte[] secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0x0f;
      int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffff;
      return ("%0" + DIGITS + "d").formatted(number % MODULUS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  /**
   * The step whose code this is, if it is later than the last one that was used.
   *
   * @param typed spaces don't count
   */
  static OptionalLong stepOf(String typed, byte[] secret, long lastStep, long nowMs) {
    byte[] given = typed.replace(" ", "").getBytes(StandardCharsets.UTF_8);
    long now = step(nowMs);
    for (long step = now - SKEW_STEPS; step <= now + SKEW_STEPS; step++) {
      byte[] right = code(secret, step).getBytes(StandardCharsets.UTF_8);
      if (MessageDigest.isEqual(right, given) && step > lastStep) {
        return OptionalLong.of(step);
      }
    }
    return OptionalLong.empty();
  }

  /** Whether it looks like one, right or wrong: a recovery code doesn't. */
  static boolean isShaped(String typed) {
    String code = typed.replace(" ", "");
    return code.length() <= DIGITS && code.chars().allMatch(Character::isDigit);
  }

  /** RFC 4648, as authenticator programs want secrets. */
  static String base32(byte[] bytes) {
    return Base32.toBase32String(bytes);
  }

  static byte[] bytes(String base32) {
    return Base32.decode(base32);
  }
}
