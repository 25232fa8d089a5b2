package org.havatar.relay.access.identity;

import com.webauthn4j.converter.AttestationObjectConverter;
import com.webauthn4j.converter.AuthenticatorDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionAuthenticatorOutput;
import com.webauthn4j.data.extension.authenticator.RegistrationExtensionAuthenticatorOutput;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.UUID;

/**
 * A person's authenticator and the browser before it, which answer as WebAuthn says; or otherwise,
 * as a {@link Way} wants it.
 */
public final class SecurityKey {
  private static final byte PRESENT = 0x01;
  private static final byte VERIFIED = 0x04;
  private static final byte WITH_CREDENTIAL = 0x40;

  private final ObjectConverter converter = new ObjectConverter();
  private final KeyPair keys;
  private final String id;
  private String userHandle = "";
  private long signCount;

  /**
   * How it is used.
   *
   * @param origin that the browser tells
   * @param party whose id the authenticator signs
   * @param verified whether its owner has unlocked it
   */
  public record Way(String origin, String party, boolean verified) {
    public static Way on(String origin) {
      return new Way(origin, new RelyingParty(origin).id(), true);
    }
  }

  /**
   * @param id of its credential, as text
   * @param signCount where its counter begins; 0: it doesn't count
   */
  public SecurityKey(String id, long signCount) {
    this.id = base64(id.getBytes(StandardCharsets.UTF_8));
    this.signCount = signCount;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public String id() {
    return id;
  }

  /** The next assertion says the one after it. */
  void countFrom(long count) {
    signCount = count;
  }

  void pretendToBeOf(String otherUserHandle) {
    userHandle = otherUserHandle;
  }

  private static String base64(byte[] bytes) {
    return PublicKeyCredential.text(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] clientData(String type, JsonObject options, Way way) {
    return new JsonObject()
        .put("type", type)
        .put("challenge", options.getString("challenge"))
        .put("origin", way.origin())
        .put("crossOrigin", false)
        .toBuffer()
        .getBytes();
  }

  private static byte flags(Way way, int more) {
    return (byte) (PRESENT | more | (way.verified() ? VERIFIED : 0));
  }

  private static byte[] partyHash(Way way) {
    return sha256(way.party().getBytes(StandardCharsets.UTF_8));
  }

  /** As navigator.credentials.create does. */
  public JsonObject make(JsonObject options, Way way) {
    userHandle = options.getJsonObject("user").getString("id");
    AttestedCredentialData credential =
        new AttestedCredentialData(
            new AAGUID(new UUID(0, 0)),
            PublicKeyCredential.decode(id),
            EC2COSEKey.create((ECPublicKey) keys.getPublic(), COSEAlgorithmIdentifier.ES256));
    AuthenticatorData<RegistrationExtensionAuthenticatorOutput> data =
        new AuthenticatorData<>(partyHash(way), flags(way, WITH_CREDENTIAL), signCount, credential);
    byte[] attestation =
        new AttestationObjectConverter(converter)
            .convertToBytes(new AttestationObject(data, new NoneAttestationStatement()));
    return credential(
        new JsonObject()
            .put("clientDataJSON", base64(clientData("webauthn.create", options, way)))
            .put("attestationObject", base64(attestation)));
  }

  /** As navigator.credentials.get does. */
  public JsonObject show(JsonObject options, Way way) {
    signCount = signCount == 0 ? 0 : signCount + 1;
    AuthenticatorData<AuthenticationExtensionAuthenticatorOutput> data =
        new AuthenticatorData<>(partyHash(way), flags(way, 0), signCount);
    byte[] signed = new AuthenticatorDataConverter(converter).convert(data);
    byte[] clientData = clientData("webauthn.get", options, way);
    return credential(
        new JsonObject()
            .put("clientDataJSON", base64(clientData))
            .put("authenticatorData", base64(signed))
            .put("signature", base64(signature(signed, sha256(clientData))))
            .put("userHandle", userHandle));
  }

  private byte[] signature(byte[] data, byte[] clientDataHash) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(data);
      signature.update(clientDataHash);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private JsonObject credential(JsonObject response) {
    return new JsonObject()
        .put("id", id)
        .put("rawId", id)
        .put("type", "public-key")
        .put("clientExtensionResults", new JsonObject())
        .put("response", response);
  }
}
