package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The keys that sign tokens, as this node knows them of the store. Any thread. */
final class SigningKeys {
  /** A token of an unknown key makes us look at the store again, at most so often. */
  static final long LOOK_AGAIN_MS = 1000;

  private final SecureRandom random = new SecureRandom();
  private final AccountStore store;
  private final LongSupplier epochMs;
  private volatile KeyRing ring = KeyRing.EMPTY;
  private long lookedMs = Long.MIN_VALUE / 2;
  private Future<KeyRing> looking = Future.succeededFuture(KeyRing.EMPTY);

  SigningKeys(AccountStore store, LongSupplier epochMs) {
    this.store = store;
    this.epochMs = epochMs;
  }

  KeyRing ring() {
    return ring;
  }

  /** Makes the next key when it is due, on whatever node first; to be called every minute. */
  Future<KeyRing> turn(LoginPolicy policy) {
    long nowMs = epochMs.getAsLong();
    SigningKey candidate = SigningKey.create(random, nowMs);
    return store
        .signingKeys(
            known -> known.isDue(policy, nowMs) ? known.turned(candidate, policy, nowMs) : known)
        .onSuccess(known -> ring = known);
  }

  /** That key, also when another node has just made it. */
  Future<Optional<SigningKey>> key(String id) {
    Optional<SigningKey> known = ring.key(id);
    return known.isPresent() ? Future.succeededFuture(known) : look().map(found -> found.key(id));
  }

  /** All who ask within the same second share one look. */
  private synchronized Future<KeyRing> look() {
    long nowMs = epochMs.getAsLong();
    if (Math.abs(nowMs - lookedMs) >= LOOK_AGAIN_MS) { // the wall clock may step
      lookedMs = nowMs;
      looking = store.signingKeys(known -> known).onSuccess(known -> ring = known);
    }
    return looking;
  }
}
