package org.havatar.relay.access.identity;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks by WebAuthn Level 3 §7 what authenticators show: type, challenge, origin, relying party,
 * that its owner was there and has unlocked it, and the signature. Of which make an authenticator
 * is, nobody asks. Any thread; the work is done on Vert.x's workers, because a first signature
 * loads hundreds of classes and event loops carry driving.
 */
final class PasskeyCheck {
  private static final Logger LOG = LoggerFactory.getLogger(PasskeyCheck.class);
  private static final boolean USER_VERIFIED = true;
  private static final boolean USER_PRESENT = true;

  /** ES256, EdDSA and RS256, as browsers want them offered. */
  static final List<PublicKeyCredentialParameters> ALGORITHMS =
      List.of(
          algorithm(COSEAlgorithmIdentifier.ES256),
          algorithm(COSEAlgorithmIdentifier.EdDSA),
          algorithm(COSEAlgorithmIdentifier.RS256));

  private final ObjectConverter converter = new ObjectConverter();
  private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
  private final AttestedCredentialDataConverter credentials =
      new AttestedCredentialDataConverter(converter);
  private final Vertx vertx;

  PasskeyCheck(Vertx vertx) {
    this.vertx = vertx;
  }

  private static PublicKeyCredentialParameters algorithm(COSEAlgorithmIdentifier algorithm) {
    return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm);
  }

  /** The new passkey; empty when something about it is wrong. */
  Future<Optional<Passkey.Proof>> enrolled(PublicKeyCredential shown, Ceremony ceremony) {
    return checked(() -> Optional.of(checkEnrolment(shown, ceremony)), Optional.empty());
  }

  private Passkey.Proof checkEnrolment(PublicKeyCredential shown, Ceremony ceremony) {
    RegistrationRequest request =
        new RegistrationRequest(shown.bytes("attestationObject"), shown.bytes("clientDataJSON"));
    RegistrationData data =
        manager.verify(
            request,
            new RegistrationParameters(
                server(shown, ceremony), ALGORITHMS, USER_VERIFIED, USER_PRESENT));
    if (data.getAttestationObject() == null) {
      throw new IllegalArgumentException("no attestation object");
    }
    AuthenticatorData<?> made = data.getAttestationObject().getAuthenticatorData();
    AttestedCredentialData credential = made.getAttestedCredentialData();
    if (credential == null) {
      throw new IllegalArgumentException("no credential");
    }
    return new Passkey.Proof(
        PublicKeyCredential.text(credential.getCredentialId()),
        ceremony.userHandle(),
        ceremony.party().id(),
        PublicKeyCredential.text(credentials.convert(credential)),
        made.getSignCount());
  }

  /** The counter of an assertion by that passkey; empty when something about it is wrong. */
  Future<OptionalLong> asserted(PublicKeyCredential shown, Passkey.Proof proof, Ceremony ceremony) {
    return checked(
        () -> OptionalLong.of(checkAssertion(shown, proof, ceremony)), OptionalLong.empty());
  }

  private long checkAssertion(PublicKeyCredential shown, Passkey.Proof proof, Ceremony ceremony) {
    if (!proof.party().equals(ceremony.party().id())) {
      throw new IllegalArgumentException("a passkey for another host");
    }
    AuthenticationRequest request =
        new AuthenticationRequest(
            PublicKeyCredential.decode(proof.id()),
            PublicKeyCredential.decode(proof.userHandle()),
            shown.bytes("authenticatorData"),
            shown.bytes("clientDataJSON"),
            shown.bytes("signature"));
    AttestedCredentialData credential =
        credentials.convert(PublicKeyCredential.decode(proof.credential()));
    // The counter is judged where it is written: two assertions may come at once.
    CredentialRecordImpl fromZero =
        new CredentialRecordImpl(
            new NoneAttestationStatement(),
            null,
            null,
            null,
            0,
            credential,
            null,
            null,
            null,
            null);
    AuthenticationData data =
        manager.verify(
            request,
            new AuthenticationParameters(
                server(shown, ceremony), fromZero, null, USER_VERIFIED, USER_PRESENT));
    if (data.getAuthenticatorData() == null) {
      throw new IllegalArgumentException("no authenticator data");
    }
    return data.getAuthenticatorData().getSignCount();
  }

  private static ServerProperty server(PublicKeyCredential shown, Ceremony ceremony) {
    return new ServerProperty(
        new com.webauthn4j.data.client.Origin(ceremony.party().origin()),
        ceremony.party().id(),
        new DefaultChallenge(shown.challenge())); // that the ceremony was found by
  }

  /** Whatever a stranger's bytes make of the library: it is a refusal. */
  private <T> Future<T> checked(Supplier<T> check, T refused) {
    return vertx.executeBlocking(
        () -> {
          try {
            return check.get();
          } catch (RuntimeException e) {
            LOG.debug("a passkey is refused: {}", e.toString());
            return refused;
          }
        },
        false);
  }
}
