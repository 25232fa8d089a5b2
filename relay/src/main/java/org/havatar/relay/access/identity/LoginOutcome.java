package org.havatar.relay.access.identity;

/** What became of a login. */
public sealed interface LoginOutcome {
  /**
   * Welcome.
   *
   * @param refreshToken renews it
   * @param browser what the browser shows at its next login; empty: nothing
   */
  record Accepted(String token, int expiresInS, String refreshToken, String browser)
      implements LoginOutcome {
    /** Without the tokens: records end up in logs. */
    @Override
    public String toString() {
      return "Accepted[" + expiresInS + " s]";
    }
  }

  /** Wrong name or wrong password; which of both is nobody's business. */
  record Denied() implements LoginOutcome {}

  /** The password is right; a code is needed too. */
  record CodeRequired() implements LoginOutcome {}

  /** The password is right; the code is wrong, or was used before. */
  record CodeWrong() implements LoginOutcome {}

  /**
   * The password is right, but so many wrong codes came after it that codes of the authenticator
   * are good for nothing for so long; recovery codes and passkeys are.
   */
  record CodesBlocked(long untilMs) implements LoginOutcome {}

  /** The password is right, but an administrator has disabled the account. */
  record Disabled() implements LoginOutcome {}

  /** The password is right, but was good for a time only. */
  record PasswordOver() implements LoginOutcome {}

  /**
   * All is right, but a step is left before anything else may be done.
   *
   * @param token good for that step only
   */
  record StepLeft(Step step, String token, int expiresInS) implements LoginOutcome {
    /** Without the token: records end up in logs. */
    @Override
    public String toString() {
      return "StepLeft[" + step + "]";
    }
  }

  /** What is left. */
  enum Step {
    /** The password is a one-time one: choose another. */
    PASSWORD_CHANGE,
    /** A second factor has to be set up. */
    TOTP_ENROLMENT
  }

  /** Too many attempts; nothing was looked at. */
  record Wait(long retryAfterMs) implements LoginOutcome {}

  /** The node has as many passwords to check as it can take. */
  record Busy() implements LoginOutcome {}
}
