package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.havatar.relay.access.identity.Attempts.Admission;
import org.havatar.relay.access.port.Unavailable;

/** Checks passwords, and slows down who guesses. Any thread. */
final class PasswordCheck {
  /** What was found. */
  sealed interface Verdict {
    /**
     * It is that account's.
     *
     * @param account as it was; whoever decides by it looks whether its password still is this
     * @param attempt a failure so far
     */
    record Right(Account account, Admission.Go attempt) implements Verdict {}

    /** Or there is no such account, which takes as long. */
    record Wrong(boolean isKnown) implements Verdict {}

    record Wait(long retryAfterMs) implements Verdict {}

    record Busy() implements Verdict {}
  }

  private final AccountStore store;
  private final Passwords passwords;
  private final Attempts attempts;

  PasswordCheck(AccountStore store, Passwords passwords, Attempts attempts) {
    this.store = store;
    this.passwords = passwords;
    this.attempts = attempts;
  }

  /**
   * At a login.
   *
   * @param name lower case
   */
  Future<Verdict> check(
      String name, String password, Origin origin, Browser browser, LoginPolicy policy) {
    return check(
        name,
        password,
        account -> attempts.admit(new Attempts.Who(name, account, origin, browser), policy));
  }

  /** Of somebody whose login stands, or has a step left. */
  Future<Verdict> check(SignedIn who, String password) {
    return check(
        who.user().name(), password, account -> Future.succeededFuture(attempts.admit(who)));
  }

  Attempts attempts() {
    return attempts;
  }

  private Future<Verdict> check(
      String name, String password, Function<Optional<Account>, Future<Admission>> admission) {
    return store
        .account(name)
        .compose(
            account ->
                admission
                    .apply(account)
                    .compose(
                        admitted ->
                            switch (admitted) {
                              case Admission.Wait wait ->
                                  Future.succeededFuture(new Verdict.Wait(wait.retryAfterMs()));
                              case Admission.Go go -> verified(account, password, go);
                            }))
        .recover(
            cause ->
                cause instanceof Unavailable
                    ? Future.succeededFuture(new Verdict.Busy())
                    : Future.failedFuture(cause));
  }

  private Future<Verdict> verified(
      Optional<Account> account, String password, Admission.Go attempt) {
    Future<Boolean> checked =
        account.isPresent()
            ? passwords.verify(password, account.get().password().hash())
            : passwords.verifyNobody(password);
    return checked
        .<Verdict>map(
            right ->
                right && account.isPresent()
                    ? new Verdict.Right(account.get(), attempt)
                    : new Verdict.Wrong(account.isPresent()))
        .onFailure(cause -> attempt.onUndecided().run());
  }
}
