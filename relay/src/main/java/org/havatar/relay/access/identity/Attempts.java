package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.port.Clocks;

/** Who may try to prove who they are; guesses are slowed down. Any thread. */
final class Attempts {
  /** Whether somebody may try. */
  sealed interface Admission {
    /**
     * It counts as a failure unless one of these is called.
     *
     * @param onAccepted it was no guess
     * @param onUndecided it came to nothing, or something more is needed
     */
    record Go(Runnable onAccepted, Runnable onUndecided) implements Admission {}

    record Wait(long retryAfterMs) implements Admission {}
  }

  /** Who tries. */
  record Who(String name, Optional<Account> account, Origin origin, Browser browser) {}

  private final LoginLimiter limiter = new LoginLimiter();
  private final AccountStore store;
  private final Clocks clocks;

  Attempts(AccountStore store, Clocks clocks) {
    this.store = store;
    this.clocks = clocks;
  }

  private long monotonicMs() {
    return clocks.monotonicMs().getAsLong();
  }

  private long epochMs() {
    return clocks.wall().millis();
  }

  /** To log in. A browser that is known is let by where others would have to wait. */
  Future<Admission> admit(Who who, LoginPolicy policy) {
    LoginLimiter.Attempt attempt =
        new LoginLimiter.Attempt(
            who.name(),
            who.account().isPresent(),
            who.account().isPresent() && isFamiliar(who.account().get(), who.origin(), policy),
            who.origin().group());
    long waitMs = limiter.attempt(attempt, monotonicMs());
    if (waitMs == 0) {
      return Future.succeededFuture(
          new Admission.Go(() -> limiter.succeeded(attempt), () -> limiter.undecided(attempt)));
    }
    return isKnown(who) ? admitKnown(who, waitMs) : later(waitMs);
  }

  private static Future<Admission> later(long waitMs) {
    return Future.succeededFuture(new Admission.Wait(waitMs));
  }

  private boolean isKnown(Who who) {
    return who.account()
        .flatMap(account -> account.guard().charged(who.browser().shown(), epochMs()))
        .isPresent();
  }

  /** Charged in the store before anything is looked at, so that parallel attempts count, too. */
  private Future<Admission> admitKnown(Who who, long waitMs) {
    String shown = who.browser().shown();
    Runnable giveBack = () -> change(who.name(), guard -> Optional.of(guard.discharged(shown)));
    return change(who.name(), guard -> guard.charged(shown, epochMs()))
        .map(
            charged -> charged ? new Admission.Go(giveBack, giveBack) : new Admission.Wait(waitMs));
  }

  private Future<Boolean> change(String name, Function<Guard, Optional<Guard>> rule) {
    return store
        .decide(
            name,
            account ->
                rule.apply(account.guard())
                    .map(guard -> new Decision<>(true, Optional.of(account.with(guard)), List.of()))
                    .orElse(Decision.unchanged(false)))
        .map(done -> done.orElse(false));
  }

  private boolean isFamiliar(Account account, Origin origin, LoginPolicy policy) {
    return account.standing(policy, epochMs()).stream()
        .anyMatch(each -> each.origin().group().equals(origin.group()));
  }

  /** To prove a login once more, or to go on with one: nobody else's guessing touches it. */
  Admission admit(SignedIn who) {
    String login = who.user().name() + ' ' + who.session();
    long waitMs = limiter.ofLogin(login, monotonicMs());
    return waitMs > 0
        ? new Admission.Wait(waitMs)
        : new Admission.Go(
            () -> limiter.ofLoginSucceeded(login), () -> limiter.ofLoginUndecided(login));
  }

  /**
   * To show a code after the right password; also known browsers wait. Codes that can't be guessed
   * are let by.
   */
  Admission admitCode(Account account, Optional<String> code, Origin origin) {
    if (!account.second().confirmed() || code.filter(Totp::isShaped).isEmpty()) {
      return new Admission.Go(() -> {}, () -> {});
    }
    String name = account.user().name();
    long waitMs = limiter.code(name, origin.group(), monotonicMs());
    return waitMs > 0
        ? new Admission.Wait(waitMs)
        : new Admission.Go(
            () -> limiter.codeSucceeded(name, origin.group()),
            () -> limiter.codeUndecided(name, origin.group()));
  }
}
