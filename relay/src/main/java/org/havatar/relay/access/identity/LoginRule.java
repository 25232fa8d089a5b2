package org.havatar.relay.access.identity;

import java.util.Optional;
import java.util.function.Function;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.identity.LoginOutcome.Step;

/**
 * What a right password leads to; pure.
 *
 * @param verifiedHash of the password that was found right
 * @param beginning the login that begins, if one does
 */
record LoginRule(String verifiedHash, Optional<String> code, Beginning beginning)
    implements Function<Account, Decision<LoginRule.Settled>> {
  /**
   * A login that may begin.
   *
   * @param token its first refresh token
   */
  record Beginning(RefreshToken token, Origin origin, LoginPolicy policy, long nowMs) {
    /**
     * The login begins unless a step is left.
     *
     * @param account with all that this decision changes
     */
    Decision<Settled> proceed(Account account) {
      String name = account.user().name();
      Optional<Step> left = stepLeft(account);
      if (left.isPresent()) {
        String detail = "a step is left: " + left.get().name();
        Settled settled = new Settled.Left(left.get(), name, account.fingerprint());
        return Decision.changed(settled, account, note("login.begun", name, detail));
      }
      return welcome(account, "");
    }

    /**
     * The login begins.
     *
     * @param how for the audit log, with a space before it; empty: by password
     */
    Decision<Settled> welcome(Account account, String how) {
      LoginSession session = LoginSession.begin(token, origin, nowMs);
      return Decision.changed(
          new Settled.Welcome(token),
          account.with(session, policy, nowMs),
          note("login.accepted", account.user().name(), "session " + session.id() + how));
    }

    private Optional<Step> stepLeft(Account account) {
      if (account.password().oneTime()) {
        return Optional.of(Step.PASSWORD_CHANGE);
      }
      boolean enrol = policy.needsTotp(account.user().role()) && !account.second().confirmed();
      return enrol ? Optional.of(Step.TOTP_ENROLMENT) : Optional.empty();
    }

    AuditEntry note(String action, String name, String detail) {
      return new AuditEntry(nowMs, origin.actor(name), action, name, detail);
    }
  }

  /** What was decided. */
  sealed interface Settled {
    record Welcome(RefreshToken token) implements Settled {}

    record Left(Step step, String account, String fingerprint) implements Settled {}

    /** The password was changed in the meantime. */
    record Denied() implements Settled {}

    record CodeRequired() implements Settled {}

    record CodeWrong() implements Settled {}

    record Disabled() implements Settled {}

    record PasswordOver() implements Settled {}
  }

  @Override
  public Decision<Settled> apply(Account account) {
    if (!account.password().hash().equals(verifiedHash)) {
      return refused(new Settled.Denied(), account, "the password was just changed");
    }
    if (account.disabled()) {
      return refused(new Settled.Disabled(), account, "the account is disabled");
    }
    if (account.password().untilMs() <= beginning.nowMs()) {
      return refused(new Settled.PasswordOver(), account, "the one-time password is over");
    }
    if (!account.second().confirmed()) {
      return beginning.proceed(account);
    }
    if (code.isEmpty()) {
      return Decision.nothing(new Settled.CodeRequired());
    }
    Optional<SecondFactor> used = account.second().using(code.get(), beginning.nowMs());
    return used.isPresent()
        ? beginning.proceed(account.with(used.get()))
        : refused(new Settled.CodeWrong(), account, "wrong code");
  }

  private Decision<Settled> refused(Settled settled, Account account, String why) {
    return Decision.noted(settled, beginning.note("login.refused", account.user().name(), why));
  }

  /** Without what it proves: records end up in logs. */
  @Override
  public String toString() {
    return "LoginRule";
  }
}
