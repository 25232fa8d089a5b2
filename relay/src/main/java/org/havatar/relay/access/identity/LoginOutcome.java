package org.havatar.relay.access.identity;

/** What became of a login. */
public sealed interface LoginOutcome {
  /** Welcome. */
  record Accepted(String token, int expiresInS) implements LoginOutcome {
    /** Without the token: records end up in logs. */
    @Override
    public String toString() {
      return "Accepted[" + expiresInS + " s]";
    }
  }

  /** Wrong name or wrong password; which of both is nobody's business. */
  record Denied() implements LoginOutcome {}

  /** Too many attempts; nothing was looked at. */
  record Wait(long retryAfterMs) implements LoginOutcome {}

  /** The node has as many passwords to check as it can take. */
  record Busy() implements LoginOutcome {}
}
