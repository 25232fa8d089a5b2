package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Clocks;
import org.havatar.relay.access.Unavailable;

/** Checks passwords, and slows down who guesses. Any thread. */
final class PasswordCheck {
  /** What was found. */
  sealed interface Verdict {
    /** The account as it was; whoever decides by it looks whether its password still is this. */
    record Right(Account account) implements Verdict {}

    /** Or there is no such account, which takes as long. */
    record Wrong(boolean isKnown) implements Verdict {}

    record Wait(long retryAfterMs) implements Verdict {}

    record Busy() implements Verdict {}
  }

  private final LoginLimiter limiter = new LoginLimiter();
  private final AccountStore store;
  private final Passwords passwords;
  private final LongSupplier monotonicMs;
  private final LongSupplier epochMs;

  PasswordCheck(AccountStore store, Passwords passwords, Clocks clocks) {
    this.store = store;
    this.passwords = passwords;
    this.monotonicMs = clocks.monotonicMs();
    this.epochMs = clocks.wall()::millis;
  }

  /**
   * Counts as a failure until {@link #accepted} or {@link #undecided}.
   *
   * @param name lower case
   */
  Future<Verdict> check(String name, String password, Origin origin, LoginPolicy policy) {
    return store
        .account(name)
        .compose(account -> check(name, account, password, origin, policy))
        .recover(
            cause ->
                cause instanceof Unavailable
                    ? Future.succeededFuture(new Verdict.Busy())
                    : Future.failedFuture(cause));
  }

  private Future<Verdict> check(
      String name, Optional<Account> account, String password, Origin origin, LoginPolicy policy) {
    long waitMs = attempt(name, account, origin, policy);
    if (waitMs > 0) {
      return Future.succeededFuture(new Verdict.Wait(waitMs));
    }
    Future<Boolean> checked =
        account.isPresent()
            ? passwords.verify(password, account.get().password().hash())
            : passwords.verifyNobody(password);
    return checked
        .<Verdict>map(
            right ->
                right && account.isPresent()
                    ? new Verdict.Right(account.get())
                    : new Verdict.Wrong(account.isPresent()))
        .onFailure(cause -> undecided(name, origin));
  }

  /**
   * For a proof of another kind: 0 when it may be looked at, which then counts as a failure until
   * {@link #accepted} or {@link #undecided}; else the milliseconds to wait.
   */
  long attempt(String name, Optional<Account> account, Origin origin, LoginPolicy policy) {
    boolean familiar = account.isPresent() && isFamiliar(account.get(), origin, policy);
    return limiter.attempt(name, origin.group(), familiar, monotonicMs.getAsLong());
  }

  private boolean isFamiliar(Account account, Origin origin, LoginPolicy policy) {
    return account.standing(policy, epochMs.getAsLong()).stream()
        .anyMatch(each -> each.origin().group().equals(origin.group()));
  }

  /** It was no guess. */
  void accepted(String name, Origin origin) {
    limiter.succeeded(name, origin.group());
  }

  /** It came to nothing, or something more is needed. */
  void undecided(String name, Origin origin) {
    limiter.undecided(name, origin.group());
  }
}
