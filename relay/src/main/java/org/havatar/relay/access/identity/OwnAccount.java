package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.identity.LoginRule.Beginning;
import org.havatar.relay.access.identity.LoginRule.Settled;
import org.havatar.relay.access.people.User;

/** What people may change of their own account. Any thread. */
public final class OwnAccount {
  private static final int RECOVERY_CODES = 10;
  private static final int RECOVERY_GROUPS = 4;

  private final SecureRandom random = new SecureRandom();
  private final AccountStore store;
  private final Passwords passwords;
  private final Proofs proofs;
  private final Logins logins;

  OwnAccount(AccountStore store, Passwords passwords, PasswordCheck check, Logins logins) {
    this.store = store;
    this.passwords = passwords;
    this.proofs = new Proofs(store, check);
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

  /**
   * A new password; all other logins of the account end. A browser in which that completes a login
   * is known from then on.
   */
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
    return proofs.proven(
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
    return proofs.decide(
        who,
        proven,
        account -> {
          Account changed = account.with(Account.Password.chosen(hash), who.session());
          return goOn(who, changed, beginning, "account.password", List.of());
        });
  }

  /** Who had this step left goes on with the login. */
  private Decision<Account, ProofOutcome> goOn(
      SignedIn who, Account changed, Beginning beginning, String action, List<String> codes) {
    String name = changed.user().name();
    if (who.isComplete()) {
      return Decision.changed(
          changed,
          new ProofOutcome.Done(codes, Optional.empty()),
          beginning.note(action, name, ""));
    }
    Decision<Account, Settled> login = beginning.proceed(changed);
    return new Decision<>(
        new ProofOutcome.Done(codes, Optional.of(logins.outcome(login.answer()))),
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
    return prove(who, password, code, origin, account -> Proofs.judge(account, code, now));
  }

  private Future<ProofOutcome> prove(
      SignedIn who,
      String password,
      Optional<String> code,
      Origin origin,
      Function<Account, Decision<Account, ProofOutcome>> rule) {
    return proofs.proven(who, password, code, origin, proven -> proofs.decide(who, proven, rule));
  }

  /** The same; the login that asks counts as proven from now on. */
  public Future<ProofOutcome> renewProof(
      SignedIn who, String password, Optional<String> code, Origin origin) {
    Beginning now = logins.beginning(who.user().name(), origin);
    return prove(
        who,
        password,
        code,
        origin,
        account -> {
          Decision<Account, ProofOutcome> judged = Proofs.judge(account, code, now);
          return judged.answer() instanceof ProofOutcome.Done
              ? provenAnew(judged.changed().orElse(account), who, now, "")
              : judged;
        });
  }

  /**
   * The login that asks counts as proven from now on.
   *
   * @param how for the audit log, with a space before it; empty: by password
   */
  static Decision<Account, ProofOutcome> provenAnew(
      Account account, SignedIn who, Beginning now, String how) {
    String name = account.user().name();
    return Decision.changed(
        account.provenIn(who.session(), now.nowMs()),
        ProofOutcome.Done.PLAINLY,
        now.note("login.proven", name, "session " + who.session() + how));
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
                    ? Decision.unchanged(false)
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
   * have proved one factor only. A browser in which that completes a login is known from then on.
   */
  public Future<ProofOutcome> confirmTotp(
      SignedIn who, String code, Origin origin, Browser browser) {
    List<String> codes = recoveryCodes();
    List<String> hashes = codes.stream().map(SecondFactor::recoveryHash).toList();
    Beginning beginning = logins.beginning(who.user().name(), origin, browser);
    Function<Account, Decision<Account, ProofOutcome>> rule =
        account -> {
          if (account.second().confirmed()) {
            return Decision.unchanged(new ProofOutcome.AlreadyEnrolled());
          }
          if (!account.second().isEnrolling()) {
            return Decision.unchanged(new ProofOutcome.NotEnrolled());
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
              .orElseGet(() -> Decision.unchanged(new ProofOutcome.WrongCode()));
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
    Function<Account, Decision<Account, ProofOutcome>> rule =
        account -> {
          if (!account.second().confirmed()) {
            return Decision.unchanged(new ProofOutcome.NotEnrolled());
          }
          return Proofs.judge(
              account,
              code,
              beginning,
              used -> {
                Renewed renewed = change.apply(used.second());
                Account changed = used.with(renewed.second());
                return goOn(who, changed, beginning, renewed.action(), renewed.codes());
              });
        };
    return prove(who, password, Optional.of(code), origin, rule);
  }

  private List<String> recoveryCodes() {
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < RECOVERY_CODES; i++) {
      codes.add(Secrets.createReadable(random, RECOVERY_GROUPS));
    }
    return List.copyOf(codes);
  }
}
