package org.havatar.relay.access.identity;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.identity.LoginOutcome.Step;

/**
 * What a right password leads to; pure.
 *
 * @param verifiedHash of the password that was found right
 * @param beginning the login that begins, if one does
 */
record LoginRule(String verifiedHash, Optional<String> code, Beginning beginning)
    implements Function<Account, Decision<Account, LoginRule.Settled>> {
  /**
   * A login that may begin.
   *
   * @param token its first refresh token
   * @param browserShown see {@link Guard#knowing}
   * @param browserGiven the same
   */
  record Beginning(
      RefreshToken token,
      Origin origin,
      LoginPolicy policy,
      long nowMs,
      String browserShown,
      String browserGiven) {
    /**
     * The login begins unless a step is left.
     *
     * @param account with all that this decision changes
     */
    Decision<Account, Settled> proceed(Account account) {
      String name = account.user().name();
      Optional<Step> left = stepLeft(account);
      if (left.isPresent()) {
        String detail = "a step is left: " + left.get().name();
        Settled settled = new Settled.Left(left.get(), name, account.fingerprint());
        return Decision.changed(account, settled, note("login.begun", name, detail));
      }
      return welcome(account, "");
    }

    /**
     * The login begins.
     *
     * @param how for the audit log, with a space before it; empty: by password
     */
    Decision<Account, Settled> welcome(Account account, String how) {
      LoginSession session = LoginSession.begin(token, origin, nowMs);
      return Decision.changed(
          account
              .with(session, policy, nowMs)
              .with(account.guard().knowing(browserShown, browserGiven, nowMs)),
          new Settled.Welcome(token, browserGiven),
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
    record Welcome(RefreshToken token, String browser) implements Settled {}

    record Left(Step step, String account, String fingerprint) implements Settled {}

    /** The password was changed in the meantime. */
    record Denied() implements Settled {}

    record CodeRequired() implements Settled {}

    /** See {@link Codes.Verdict.Wrong}. */
    record CodeWrong(int tellingAt) implements Settled {}

    record CodesBlocked(long untilMs) implements Settled {}

    record Disabled() implements Settled {}

    record PasswordOver() implements Settled {}
  }

  @Override
  public Decision<Account, Settled> apply(Account account) {
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
      return Decision.unchanged(new Settled.CodeRequired());
    }
    return switch (Codes.judge(account, code.get(), beginning.nowMs())) {
      case Codes.Verdict.Right right -> beginning.proceed(right.account());
      case Codes.Verdict.Wrong wrong ->
          new Decision<>(
              new Settled.CodeWrong(wrong.tellingAt()),
              Optional.of(wrong.account()),
              Stream.concat(
                      Stream.of(beginning.note("login.refused", name(account), "wrong code")),
                      Codes.notes(wrong, beginning).stream())
                  .toList());
      case Codes.Verdict.Blocked blocked ->
          refused(new Settled.CodesBlocked(blocked.untilMs()), account, "codes are blocked");
    };
  }

  private static String name(Account account) {
    return account.user().name();
  }

  private Decision<Account, Settled> refused(Settled settled, Account account, String why) {
    return Decision.noted(settled, beginning.note("login.refused", name(account), why));
  }

  /** Without what it proves: records end up in logs. */
  @Override
  public String toString() {
    return "LoginRule";
  }
}
