package org.havatar.relay.session.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The tag of a client instance (PROTOCOL.md §9), the same on every node. */
public final class HolderTag {
  private HolderTag() {}

  /** First 8 bytes of SHA-256 over the UTF-8 of {@code account}, a zero byte, {@code instance}. */
  public static long of(String account, String instance) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    digest.update(account.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    digest.update(instance.getBytes(StandardCharsets.UTF_8));
    long tag = ByteBuffer.wrap(digest.digest()).getLong();
    return tag == 0 ? 1 : tag; // 0 means "nobody" on the wire
  }
}
