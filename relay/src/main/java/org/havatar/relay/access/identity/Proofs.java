package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.identity.Attempts.Admission;
import org.havatar.relay.access.identity.LoginRule.Beginning;
import org.havatar.relay.access.identity.PasswordCheck.Verdict;

/** Password and code of somebody whose login stands, or has a step left. Any thread. */
final class Proofs {
  private final AccountStore store;
  private final PasswordCheck check;

  Proofs(AccountStore store, PasswordCheck check) {
    this.store = store;
    this.check = check;
  }

  /**
   * Goes on when the password is right. Guesses are counted of the login that asks, so that nobody
   * else's keep its owner from this; those of codes are counted as at a login.
   */
  Future<ProofOutcome> proven(
      SignedIn who,
      String password,
      Optional<String> code,
      Origin origin,
      Function<Account, Future<ProofOutcome>> then) {
    return check
        .check(who, password)
        .compose(
            verdict ->
                switch (verdict) {
                  case Verdict.Wait wait ->
                      Future.succeededFuture(new ProofOutcome.Wait(wait.retryAfterMs()));
                  case Verdict.Busy ignored -> Future.succeededFuture(new ProofOutcome.Busy());
                  case Verdict.Wrong ignored ->
                      Future.succeededFuture(new ProofOutcome.WrongPassword());
                  case Verdict.Right right -> proven(right, code, origin, then);
                });
  }

  private Future<ProofOutcome> proven(
      Verdict.Right right,
      Optional<String> code,
      Origin origin,
      Function<Account, Future<ProofOutcome>> then) {
    return switch (check.attempts().admitCode(right.account(), code, origin)) {
      case Admission.Wait wait -> {
        right.attempt().onUndecided().run();
        yield Future.succeededFuture(new ProofOutcome.Wait(wait.retryAfterMs()));
      }
      case Admission.Go admitted ->
          then.apply(right.account())
              .onSuccess(outcome -> count(outcome, right.account(), right.attempt(), admitted))
              .onFailure(
                  cause -> {
                    right.attempt().onUndecided().run();
                    admitted.onUndecided().run();
                  });
    };
  }

  private static void count(
      ProofOutcome outcome, Account account, Admission.Go password, Admission.Go code) {
    if (outcome instanceof ProofOutcome.WrongCode wrong) {
      password.onUndecided().run();
      Codes.tell(account.user().name(), wrong.tellingAt());
    } else if (outcome instanceof ProofOutcome.CodeRequired
        || outcome instanceof ProofOutcome.CodesBlocked) {
      password.onUndecided().run();
    } else {
      password.onAccepted().run();
      code.onAccepted().run();
    }
  }

  /** Unless the account is another one by now than the one that was proven. */
  Future<ProofOutcome> decide(
      SignedIn who, Account proven, Function<Account, Decision<Account, ProofOutcome>> rule) {
    return store
        .decide(
            who.user().name(),
            account ->
                account.disabled() || !account.fingerprint().equals(proven.fingerprint())
                    ? Decision.<Account, ProofOutcome>unchanged(new ProofOutcome.Gone())
                    : rule.apply(account))
        .map(done -> done.orElse(new ProofOutcome.Gone()));
  }

  /** What the code is to it, if it needs one; empty: none was sent. */
  static Decision<Account, ProofOutcome> judge(
      Account account, Optional<String> code, Beginning now) {
    if (!account.second().confirmed()) {
      return Decision.unchanged(ProofOutcome.Done.PLAINLY);
    }
    if (code.isEmpty()) {
      return Decision.unchanged(new ProofOutcome.CodeRequired());
    }
    return judge(
        account,
        code.get(),
        now,
        used -> new Decision<>(ProofOutcome.Done.PLAINLY, Optional.of(used), List.of()));
  }

  /**
   * @param then what follows from a right code, of the account in which it is used up
   */
  static Decision<Account, ProofOutcome> judge(
      Account account,
      String code,
      Beginning now,
      Function<Account, Decision<Account, ProofOutcome>> then) {
    return switch (Codes.judge(account, code, now.nowMs())) {
      case Codes.Verdict.Right right -> then.apply(right.account());
      case Codes.Verdict.Wrong wrong ->
          new Decision<>(
              new ProofOutcome.WrongCode(wrong.tellingAt()),
              Optional.of(wrong.account()),
              Codes.notes(wrong, now));
      case Codes.Verdict.Blocked blocked ->
          Decision.unchanged(new ProofOutcome.CodesBlocked(blocked.untilMs()));
    };
  }
}
