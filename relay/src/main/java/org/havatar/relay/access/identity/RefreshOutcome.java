package org.havatar.relay.access.identity;

/** What became of a wish to renew a login. */
public sealed interface RefreshOutcome {
  /** Renewed; the refresh token that was shown is used up. */
  record Renewed(LoginOutcome.Accepted tokens) implements RefreshOutcome {}

  /** There is no such login any more, or never was: log in. */
  record Ended() implements RefreshOutcome {}

  /** Somebody has used the refresh token before, so the login is ended for everybody. */
  record Stolen() implements RefreshOutcome {}
}
