package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.havatar.relay.access.User;
import org.havatar.relay.access.identity.Attempts.Admission;
import org.havatar.relay.access.identity.LoginRule.Beginning;
import org.havatar.relay.access.identity.LoginRule.Settled;
import org.havatar.relay.access.identity.PasswordCheck.Verdict;

/** What people may change of their own account. Any thread. */
public final class OwnAccount {
  private static final int RECOVERY_CODES = 10;
  private static final int RECOVERY_GROUPS = 4;

  private final SecureRandom random = new SecureRandom();
  private final AccountStore store;
  private final Passwords passwords;
  private final PasswordCheck check;
  private final Logins logins;

  OwnAccount(
      AccountStore store,
      Passwords passwords,
      PasswordCheck check,
      Logins logins) {
    this.store = store;
    this.passwords = passwords;
    this.check = check;
    this.logins = logins;
  }

  /** As it is kept; the API shows of it what is no secret. */
  public Future<Optional<Account>> account(User user) {
    return store.account(user.name());
  }

  /** Other texts; empty ones stay as they are. */
  public Future<Optional<Account>> describe(
      User user, Optional<String> displayName, Optional<String> zone, Origin origin) {
    return store.decide(
        user.name(),
        account -> {
          User old = account.user();
          Account changed =
              account
                  .with(new User(old.name(), displayName.orElse(old.displayName()), old.role()))
                  .inZone(zone.orElse(account.zone()));
          return Decision.changed(
              changed,
              changed,
              logins.beginning(old.name(), origin).note("account.describe", old.name(), ""));
        });
  }

  /** A new password; all other logins of the account end. */
  public Future<ProofOutcome> changePassword(
      SignedIn who, String password, String newPassword, Origin origin) {
    return changePassword(who, password, newPassword, origin, Browser.NONE);
  }

  /** The same; a browser in which that completes a login is known from then on. */
  public Future<ProofOutcome> changePassword(
      SignedIn who, String password, String newPassword, Origin origin, Browser browser) {
    Beginning beginning = logins.beginning(who.user().name(), origin, browser);
    Optional<String> fault =
        newPassword.equals(password)
            ? Optional.of("The new password is the old one. Choose another.")
            : PasswordRules.faultOf(newPassword, who.user().name());
    if (fault.isPresent()) {
      return Future.succeededFuture(new ProofOutcome.Unfit(fault.get()));
    }
    return proven(
        who,
        password,
        Optional.empty(),
        origin,
        proven ->
            passwords
                .hash(newPassword)
                .compose(hash -> savePassword(who, proven, hash, beginning)));
  }

  private Future<ProofOutcome> savePassword(
      SignedIn who, Account proven, String hash, Beginning beginning) {
    return decide(
        who,
        proven,
        account -> {
          Account changed = account.with(Account.Password.chosen(hash), who.session());
          return goOn(who, changed, beginning, "account.password", List.of());
        });
  }

  /** Who had this step left goes on with the login. */
  private Decision<ProofOutcome> goOn(
      SignedIn who, Account changed, Beginning beginning, String action, List<String> codes) {
    String name = changed.user().name();
    if (who.isComplete()) {
      return Decision.changed(
          new ProofOutcome.Done(codes, Optional.empty()),
          changed,
          beginning.note(action, name, ""));
    }
    Decision<Settled> login = beginning.proceed(changed);
    return new Decision<>(
        new ProofOutcome.Done(codes, Optional.of(logins.outcome(login.result()))),
        login.changed(),
        Stream.concat(Stream.of(beginning.note(action, name, "")), login.notes().stream())
            .toList());
  }

  /**
   * Proves once more who asks, before something that can't be undone.
   *
   * @param code of the second factor, which is needed when there is one
   */
  public Future<ProofOutcome> prove(
      SignedIn who, String password, Optional<String> code, Origin origin) {
    Beginning now = logins.beginning(who.user().name(), origin);
    return proven(
        who,
        password,
        code,
        origin,
        proven -> decide(who, proven, account -> judge(account, code, now)));
  }

  /** The same; the login that asks counts as proven from now on. */
  public Future<ProofOutcome> renewProof(
      SignedIn who, String password, Optional<String> code, Origin origin) {
    Beginning now = logins.beginning(who.user().name(), origin);
    return proven(
        who,
        password,
        code,
        origin,
        proven ->
            decide(
                who,
                proven,
                account -> {
                  Decision<ProofOutcome> judged = judge(account, code, now);
                  return judged.result() instanceof ProofOutcome.Done
                      ? provenAnew(judged.changed().orElse(account), who, now, "")
                      : judged;
                }));
  }

  /**
   * @param how for the audit log, with a space before it; empty: by password
   */
  static Decision<ProofOutcome> provenAnew(
      Account account, SignedIn who, Beginning now, String how) {
    String name = account.user().name();
    return Decision.changed(
        ProofOutcome.Done.PLAINLY,
        account.provenIn(who.session(), now.nowMs()),
        now.note("login.proven", name, "session " + who.session() + how));
  }

  private static Decision<ProofOutcome> judge(
      Account account, Optional<String> code, Beginning now) {
    if (!account.second().confirmed()) {
      return Decision.nothing(ProofOutcome.Done.PLAINLY);
    }
    if (code.isEmpty()) {
      return Decision.nothing(new ProofOutcome.CodeRequired());
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
  private static Decision<ProofOutcome> judge(
      Account account,
      String code,
      Beginning now,
      Function<Account, Decision<ProofOutcome>> then) {
    return switch (Codes.judge(account, code, now.nowMs())) {
      case Codes.Verdict.Right right -> then.apply(right.account());
      case Codes.Verdict.Wrong wrong ->
          new Decision<>(
              new ProofOutcome.WrongCode(wrong.tellingAt()),
              Optional.of(wrong.account()),
              Codes.notes(wrong, now));
      case Codes.Verdict.Blocked blocked ->
          Decision.nothing(new ProofOutcome.CodesBlocked(blocked.untilMs()));
    };
  }

  /** Begins to set up an authenticator program; empty when there is one already. */
  public Future<Optional<TotpEnrolment>> enrolTotp(SignedIn who) {
    byte[] raw = new byte[Totp.SECRET_BYTES];
    random.nextBytes(raw);
    String secret = Totp.base32(raw);
    String name = who.user().name();
    return store
        .decide(
            name,
            account ->
                account.second().confirmed()
                    ? Decision.nothing(false)
                    : new Decision<>(
                        true, Optional.of(account.with(SecondFactor.enrolling(secret))), List.of()))
        .map(
            begun ->
                begun.orElse(false)
                    ? Optional.of(TotpEnrolment.of(name, secret))
                    : Optional.empty());
  }

  /**
   * The first code shows that the program is set up right. Other logins of the account end: they
   * have proved one factor only.
   */
  public Future<ProofOutcome> confirmTotp(SignedIn who, String code, Origin origin) {
    return confirmTotp(who, code, origin, Browser.NONE);
  }

  /** The same; a browser in which that completes a login is known from then on. */
  public Future<ProofOutcome> confirmTotp(
      SignedIn who, String code, Origin origin, Browser browser) {
    List<String> codes = recoveryCodes();
    List<String> hashes = codes.stream().map(SecondFactor::recoveryHash).toList();
    Beginning beginning = logins.beginning(who.user().name(), origin, browser);
    Function<Account, Decision<ProofOutcome>> rule =
        account -> {
          if (account.second().confirmed()) {
            return Decision.nothing(new ProofOutcome.AlreadyEnrolled());
          }
          if (!account.second().isEnrolling()) {
            return Decision.nothing(new ProofOutcome.NotEnrolled());
          }
          return account
              .second()
              .confirmedBy(code, hashes, beginning.nowMs())
              .map(
                  second ->
                      goOn(
                          who,
                          account.with(second).loggedOutBut(who.session()),
                          beginning,
                          "account.totp_added",
                          codes))
              .orElseGet(() -> Decision.nothing(new ProofOutcome.WrongCode()));
        };
    return store.decide(who.user().name(), rule).map(done -> done.orElse(new ProofOutcome.Gone()));
  }

  /** Without a second factor from now on. */
  public Future<ProofOutcome> removeTotp(
      SignedIn who, String password, String code, Origin origin) {
    return withCode(
        who,
        password,
        code,
        origin,
        used -> new Renewed(SecondFactor.NONE, "account.totp_removed", List.of()));
  }

  /** Ten new recovery codes; the old ones are worth nothing any more. */
  public Future<ProofOutcome> renewRecoveryCodes(
      SignedIn who, String password, String code, Origin origin) {
    List<String> codes = recoveryCodes();
    List<String> hashes = codes.stream().map(SecondFactor::recoveryHash).toList();
    return withCode(
        who,
        password,
        code,
        origin,
        used ->
            new Renewed(
                new SecondFactor(used.secret(), true, used.lastStep(), hashes),
                "account.recovery_codes",
                codes));
  }

  private record Renewed(SecondFactor second, String action, List<String> codes) {}

  private Future<ProofOutcome> withCode(
      SignedIn who,
      String password,
      String code,
      Origin origin,
      Function<SecondFactor, Renewed> change) {
    Beginning beginning = logins.beginning(who.user().name(), origin);
    Function<Account, Decision<ProofOutcome>> rule =
        account -> {
          if (!account.second().confirmed()) {
            return Decision.nothing(new ProofOutcome.NotEnrolled());
          }
          return judge(
              account,
              code,
              beginning,
              used -> {
                Renewed renewed = change.apply(used.second());
                Account changed = used.with(renewed.second());
                return goOn(who, changed, beginning, renewed.action(), renewed.codes());
              });
        };
    return proven(
        who, password, Optional.of(code), origin, proven -> decide(who, proven, rule));
  }

  /**
   * Goes on when the password is right. Guesses are counted of the login that asks, so that nobody
   * else's keep its owner from this; those of codes are counted as at a login.
   */
  private Future<ProofOutcome> proven(
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
              .onSuccess(
                  outcome -> count(outcome, right.account(), right.attempt(), admitted))
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
  private Future<ProofOutcome> decide(
      SignedIn who, Account proven, Function<Account, Decision<ProofOutcome>> rule) {
    return store
        .decide(
            who.user().name(),
            account ->
                account.disabled() || !account.fingerprint().equals(proven.fingerprint())
                    ? Decision.<ProofOutcome>nothing(new ProofOutcome.Gone())
                    : rule.apply(account))
        .map(done -> done.orElse(new ProofOutcome.Gone()));
  }

  private List<String> recoveryCodes() {
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < RECOVERY_CODES; i++) {
      codes.add(Secrets.createReadable(random, RECOVERY_GROUPS));
    }
    return List.copyOf(codes);
  }
}
