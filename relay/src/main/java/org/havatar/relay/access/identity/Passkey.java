package org.havatar.relay.access.identity;

/**
 * A passkey of an account: a key pair in a device or a password store, which shows it only after
 * its owner has unlocked it (WebAuthn Level 3). Times in epoch milliseconds.
 *
 * @param name by its owner
 * @param usedMs when it was used last; its beginning if never
 */
public record Passkey(Proof proof, String name, long createdMs, long usedMs) {
  /**
   * What its assertions are checked against. Texts in base64url.
   *
   * @param id of the credential
   * @param userHandle by which authenticators know the account; tells nothing about it
   * @param party the relying party's id: a host name
   * @param credential attested credential data with the public key (WebAuthn §6.5.1)
   * @param signCount the highest that was seen; 0: the authenticator may not count
   */
  public record Proof(
      String id, String userHandle, String party, String credential, long signCount) {
    /** An authenticator that counts never counts back; one that was copied does. */
    boolean mayContinueWith(long next) {
      return next > signCount || (next == 0 && signCount == 0);
    }

    /** Which key it is: ids may be chosen by whoever enrols. */
    boolean isSameKey(Proof other) {
      return id.equals(other.id) && credential.equals(other.credential);
    }
  }

  Passkey used(long signCount, long nowMs) {
    Proof next = new Proof(proof.id, proof.userHandle, proof.party, proof.credential, signCount);
    return new Passkey(next, name, createdMs, nowMs);
  }
}
