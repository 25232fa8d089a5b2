package org.havatar.relay.access.identity;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * A key pair for ES256 (RFC 7518): ECDSA on P-256.
 *
 * @param id the {@code kid} of its tokens
 * @param createdMs epoch milliseconds
 * @param jwk both halves, as RFC 7517 writes them
 */
public record SigningKey(String id, long createdMs, String jwk) {
  private static final int ID_BYTES = 9;
  private static final int COORDINATE_BYTES = 32;

  static SigningKey create(SecureRandom random, long nowMs) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      String id = Secrets.create(random, ID_BYTES);
      ECPublicKey open = (ECPublicKey) pair.getPublic();
      JsonObject jwk =
          new JsonObject()
              .put("kty", "EC")
              .put("crv", "P-256")
              .put("alg", Tokens.ALGORITHM)
              .put("use", "sig")
              .put("kid", id)
              .put("x", text(open.getW().getAffineX()))
              .put("y", text(open.getW().getAffineY()))
              .put("d", text(((ECPrivateKey) pair.getPrivate()).getS()));
      return new SigningKey(id, nowMs, jwk.encode());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /** Of fixed length, as RFC 7518 §6.2.1.2 wants it. */
  private static String text(BigInteger number) {
    byte[] signed = number.toByteArray(); // may have a leading zero, or be short
    byte[] fixed = new byte[COORDINATE_BYTES];
    int length = Math.min(signed.length, COORDINATE_BYTES);
    System.arraycopy(signed, signed.length - length, fixed, COORDINATE_BYTES - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
  }

  /** What everybody may know. */
  JsonObject publicJwk() {
    JsonObject open = new JsonObject(jwk);
    open.remove("d");
    return open;
  }

  /** Without the key: records end up in logs. */
  @Override
  public String toString() {
    return "SigningKey[" + id + "]";
  }
}
