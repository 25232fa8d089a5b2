package org.havatar.relay.access.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What ties an entry of the audit log to those before it in its ring. Its digest is taken over all
 * that it says but how often it is counted; its link over the link before and the digest, so that
 * no entry can be changed, taken out or put in without another link for every one behind it.
 *
 * <p>What has to be forgotten later goes without breaking the chain: the address has a digest of
 * its own, which stays when the address goes, and an entry from which an erased name was taken
 * keeps the digest that it had. The salts go with what they were for, so that nobody can try out
 * what it was. All are small letters of base 16, or empty.
 *
 * @param salt 16 bytes; empty once the entry was revised, and of an earlier relay's entries
 * @param addressSalt 16 bytes; empty once the address was forgotten
 * @param addressDigest SHA-256, once the address was forgotten
 * @param digest SHA-256, once the entry was revised; else it is taken anew from the entry
 * @param link SHA-1; empty: not in a chain. The engines' scripts know no other function, and it is
 *     taken over digests only, where finding a second one to the same link is what counts.
 */
public record AuditSeal(
    String salt, String addressSalt, String addressDigest, String digest, String link) {
  /** Of an entry that an earlier relay wrote. */
  public static final AuditSeal NONE = new AuditSeal("", "", "", "", "");

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SALT_BYTES = 16;

  /** For a new entry, in no chain yet. */
  public static AuditSeal fresh() {
    return new AuditSeal(salt(RANDOM), salt(RANDOM), "", "", "");
  }

  private static String salt(SecureRandom random) {
    byte[] bytes = new byte[SALT_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** What the link of {@code entry} is taken over. */
  public String digestOf(AuditEntry entry) {
    return digest.isEmpty() ? digestOfAll(entry) : digest;
  }

  /** {@code ops/docs/security.md} tells the order to those who check a log by themselves. */
  private String digestOfAll(AuditEntry entry) {
    Digest all =
        new Digest()
            .add(salt)
            .add(Long.toString(entry.atMs()))
            .add(entry.by().account())
            .add(addressDigestOf(entry))
            .add(entry.action())
            .add(entry.object())
            .add(entry.detail())
            .add(entry.about().robot());
    entry.about().accounts().stream().sorted().forEach(all::add);
    return all.hex();
  }

  private String addressDigestOf(AuditEntry entry) {
    return addressDigest.isEmpty()
        ? new Digest().add(addressSalt).add(entry.by().address()).hex()
        : addressDigest;
  }

  /** The link of an entry of that digest behind the link before; empty: the first of its ring. */
  public static String link(String before, String digest) {
    byte[] both = (before + digest).getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().formatHex(function("SHA-1").digest(both));
  }

  /** The same, in a chain. */
  public AuditSeal linked(String as) {
    return new AuditSeal(salt, addressSalt, addressDigest, digest, as);
  }

  /** Of what is left when {@code entry} becomes {@code revised}. */
  public AuditSeal revised(AuditEntry entry, AuditEntry revised) {
    if (salt.isEmpty() || revised.equals(entry)) {
      return this;
    }
    return revised.equals(entry.withoutAddress())
        ? new AuditSeal(salt, "", addressDigestOf(entry), "", link)
        : new AuditSeal("", "", "", digestOfAll(entry), link);
  }

  /** Whether what the entry says can't be compared any more with what it said. */
  public boolean isRevised() {
    return !digest.isEmpty();
  }

  private static MessageDigest function(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }

  /** SHA-256 over texts in UTF-8, each behind its length in bytes (u32, big endian). */
  private static final class Digest {
    private final MessageDigest sum = function("SHA-256");

    Digest add(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      sum.update(bytes);
      return this;
    }

    String hex() {
      return HexFormat.of().formatHex(sum.digest());
    }
  }
}
