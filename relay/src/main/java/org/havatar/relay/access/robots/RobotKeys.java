package org.havatar.relay.access.robots;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Keys of robots: 256 random bits. No slow hash is needed for them, so a robot's handshake costs
 * microseconds.
 */
public final class RobotKeys {
  static final String PREFIX = "hvr_";
  private static final int BYTES = 32;

  private static final int ID_BYTES = 6;

  /** Compared with when there is no robot; no key is known that hashes to it. */
  public static final String NO_HASH = "0".repeat(64);

  private RobotKeys() {}

  public static String create(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The store's record of a key that was just made. */
  static Keyring.Key record(String key, long nowMs, SecureRandom random) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return new Keyring.Key(HexFormat.of().formatHex(id), hash(key), nowMs, 0);
  }

  public static String hash(String key) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Takes the same time wherever the hashes differ. */
  public static boolean matches(String key, String hash) {
    return isSame(hash(key), hash);
  }

  /** Takes the same time wherever they differ. */
  static boolean isSame(String hash, String other) {
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }
}
