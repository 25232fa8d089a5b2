package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import org.havatar.relay.access.identity.Ceremony.Purpose;
import org.havatar.relay.access.port.Ephemera;

/** Challenges that are out: each is good once, for two minutes, on every node. Any thread. */
final class Ceremonies {
  /** Time to find the security key, or to unlock the telephone. */
  static final long LIFE_MS = 120_000;

  private static final int CHALLENGE_BYTES = 32;
  private static final int HANDLE_BYTES = 32;
  private static final String KEY = "passkey/";

  private final SecureRandom random = new SecureRandom();
  private final Ephemera ephemera;
  private final Supplier<PasskeyPolicy> policy;

  Ceremonies(Ephemera ephemera, Supplier<PasskeyPolicy> policy) {
    this.ephemera = ephemera;
    this.policy = policy;
  }

  Optional<RelyingParty> party(String originHeader) {
    return policy.get().party(originHeader);
  }

  String createUserHandle() {
    return Secrets.create(random, HANDLE_BYTES);
  }

  /** The challenge, in base64url. */
  Future<String> begin(Ceremony ceremony) {
    String challenge = Secrets.create(random, CHALLENGE_BYTES);
    return ephemera.put(KEY + Secrets.hash(challenge), ceremony.text(), LIFE_MS).map(challenge);
  }

  /** What that challenge is for; whoever asks again, or for something else, gets nothing. */
  Future<Optional<Ceremony>> take(String challenge, Purpose purpose) {
    return ephemera
        .take(KEY + Secrets.hash(challenge))
        .map(text -> text.map(Ceremony::of).filter(each -> isGood(each, purpose)));
  }

  /** The operator may have taken the page's origin from the list meanwhile. */
  private boolean isGood(Ceremony ceremony, Purpose purpose) {
    return ceremony.purpose() == purpose && party(ceremony.party().origin()).isPresent();
  }
}
