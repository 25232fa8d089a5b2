package org.havatar.relay.access.identity;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

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
    byte[] given = typed.replace(" ", "").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    long now = step(nowMs);
    for (long step = now - SKEW_STEPS; step <= now + SKEW_STEPS; step++) {
      byte[] right = code(secret, step).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      if (MessageDigest.isEqual(right, given) && step > lastStep) {
        return OptionalLong.of(step);
      }
    }
    return OptionalLong.empty();
  }

  /** RFC 4648, without padding, as authenticator programs want secrets. */
  static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte each : bytes) {
      held = held << 8 | each & 0xff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt(held >> bits & 31));
      }
      held &= (1 << bits) - 1;
    }
    if (bits > 0) {
      text.append(BASE32.charAt(held << 5 - bits & 31));
    }
    return text.toString();
  }

  static byte[] bytes(String base32) {
    byte[] bytes = new byte[base32.length() * 5 / 8];
    int held = 0;
    int bits = 0;
    int at = 0;
    for (char each : base32.toCharArray()) {
      held = held << 5 | BASE32.indexOf(each);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (held >> bits);
      }
      held &= (1 << bits) - 1;
    }
    return Arrays.copyOf(bytes, at);
  }
}
