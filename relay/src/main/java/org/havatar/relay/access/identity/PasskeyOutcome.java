package org.havatar.relay.access.identity;

import io.vertx.core.json.JsonObject;

/** What became of a wish about passkeys. */
public sealed interface PasskeyOutcome {
  /**
   * What the browser asks its authenticators.
   *
   * @param publicKey WebAuthn's JSON of creation or request options
   */
  record Options(JsonObject publicKey) implements PasskeyOutcome {}

  record Added(Passkey passkey) implements PasskeyOutcome {}

  /** Pages of this origin have no passkeys. */
  record NotHere() implements PasskeyOutcome {}

  /** What the authenticator showed is wrong, or too late, or shown before. */
  record Refused() implements PasskeyOutcome {}

  /** The account has as many as it may. */
  record TooMany() implements PasskeyOutcome {}

  /** The account has this one. */
  record Known() implements PasskeyOutcome {}

  /** The account is gone. */
  record Gone() implements PasskeyOutcome {}
}
