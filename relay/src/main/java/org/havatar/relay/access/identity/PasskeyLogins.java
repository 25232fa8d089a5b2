package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.identity.Attempts.Admission;
import org.havatar.relay.access.identity.Ceremony.Purpose;
import org.havatar.relay.access.identity.LoginRule.Beginning;
import org.havatar.relay.access.identity.LoginRule.Settled;

/** Logins by passkey, and proofs of those that stand. Any thread. */
public final class PasskeyLogins {
  /** Under which limits count who shows a passkey of nobody; no account's name. */
  private static final String NOBODY = "";

  private final Stores stores;
  private final Attempts attempts;
  private final Logins logins;
  private final Ceremonies ceremonies;
  private final PasskeyCheck check;

  record Stores(AccountStore accounts, AuditStore audit) {}

  PasskeyLogins(
      Stores stores, Attempts attempts, Logins logins, Ceremonies ceremonies, PasskeyCheck check) {
    this.stores = stores;
    this.attempts = attempts;
    this.logins = logins;
    this.ceremonies = ceremonies;
    this.check = check;
  }

  /**
   * What the browser asks its authenticators, whoever it will be: nothing is told about accounts.
   *
   * @param originHeader of the page that asks, as its browser tells it
   */
  public Future<PasskeyOutcome> begin(String originHeader) {
    Optional<RelyingParty> party = ceremonies.party(originHeader);
    if (party.isEmpty()) {
      return Future.succeededFuture(new PasskeyOutcome.NotHere());
    }
    return ceremonies
        .begin(Ceremony.login(party.get()))
        .map(challenge -> new PasskeyOutcome.Options(options(party.get(), challenge)));
  }

  private static JsonObject options(RelyingParty party, String challenge) {
    return new JsonObject()
        .put("challenge", challenge)
        .put("timeout", Ceremonies.LIFE_MS)
        .put("rpId", party.id())
        .put("userVerification", "required");
  }

  /**
   * Whatever is wrong gets the same answer; guesses are counted as those of passwords. The browser
   * may be known, and is from then on.
   */
  public Future<LoginOutcome> login(JsonObject credential, Origin origin, Browser browser) {
    Optional<PublicKeyCredential> shown = PublicKeyCredential.read(credential);
    Future<Optional<Account>> holder =
        shown
            .flatMap(PublicKeyCredential::userHandle)
            .map(stores.accounts()::accountOfHandle)
            .orElse(Future.succeededFuture(Optional.empty()));
    return holder.compose(
        account -> {
          String name = account.map(known -> known.user().name()).orElse(NOBODY);
          Attempts.Who who = new Attempts.Who(name, account, origin, browser);
          return attempts
              .admit(who, logins.rules().now())
              .compose(
                  admission ->
                      switch (admission) {
                        case Admission.Wait wait ->
                            Future.succeededFuture(new LoginOutcome.Wait(wait.retryAfterMs()));
                        case Admission.Go go -> login(who, shown, go);
                      });
        });
  }

  private Future<LoginOutcome> login(
      Attempts.Who who, Optional<PublicKeyCredential> shown, Admission.Go attempt) {
    return asserted(shown, who.account())
        .compose(
            asserted ->
                asserted.passkey().isPresent()
                    ? settle(who, asserted, attempt)
                    : denied(who.name(), who.origin(), asserted.why()))
        .onFailure(cause -> attempt.onUndecided().run());
  }

  /**
   * Proves once more who asks, by one of their own passkeys; the login that asks counts as proven
   * from now on. Guesses are counted of that login.
   */
  public Future<ProofOutcome> renewProof(SignedIn who, JsonObject credential, Origin origin) {
    String name = who.user().name();
    return switch (attempts.admit(who)) {
      case Admission.Wait wait ->
          Future.succeededFuture(new ProofOutcome.Wait(wait.retryAfterMs()));
      case Admission.Go attempt ->
          stores
              .accounts()
              .account(name)
              .compose(account -> asserted(PublicKeyCredential.read(credential), account))
              .compose(
                  asserted ->
                      asserted.passkey().isPresent()
                          ? prove(who, asserted, origin, attempt)
                          : noted(name, origin, asserted.why())
                              .map(new ProofOutcome.PasskeyRefused()))
              .onFailure(cause -> attempt.onUndecided().run());
    };
  }

  /**
   * What an authenticator has shown.
   *
   * @param passkey of the account; empty: none, and {@code why} tells the reason
   */
  private record Asserted(Optional<Passkey> passkey, long signCount, String why) {
    static Asserted nothing(String why) {
      return new Asserted(Optional.empty(), 0, why);
    }
  }

  private Future<Asserted> asserted(
      Optional<PublicKeyCredential> shown, Optional<Account> account) {
    if (shown.isEmpty()) {
      return Future.succeededFuture(Asserted.nothing("no passkey"));
    }
    PublicKeyCredential credential = shown.get();
    Optional<Passkey> passkey =
        account.flatMap(
            known ->
                credential.id().flatMap(known::passkey).filter(each -> isOf(each, credential)));
    return ceremonies
        .take(credential.challenge(), Purpose.LOGIN)
        .compose(
            ceremony -> {
              if (passkey.isEmpty()) {
                return Future.succeededFuture(Asserted.nothing("an unknown passkey"));
              }
              return ceremony.isEmpty()
                  ? Future.succeededFuture(Asserted.nothing("a challenge that isn't out"))
                  : checked(credential, passkey.get(), ceremony.get());
            });
  }

  private static boolean isOf(Passkey passkey, PublicKeyCredential shown) {
    return shown.userHandle().filter(passkey.proof().userHandle()::equals).isPresent();
  }

  private Future<Asserted> checked(PublicKeyCredential shown, Passkey passkey, Ceremony ceremony) {
    return check
        .asserted(shown, passkey.proof(), ceremony)
        .map(
            signCount ->
                signCount.isPresent()
                    ? new Asserted(Optional.of(passkey), signCount.getAsLong(), "")
                    : Asserted.nothing("passkey %s: wrong proof".formatted(passkey.name())));
  }

  private Future<LoginOutcome> settle(Attempts.Who who, Asserted asserted, Admission.Go attempt) {
    String name = who.name();
    Beginning beginning = logins.beginning(name, who.origin(), who.browser());
    PasskeyRule<Settled> rule =
        new PasskeyRule<>(
            asserted.passkey().orElseThrow(),
            asserted.signCount(),
            beginning,
            new PasskeyRule.Answers<>() {
              @Override
              public Decision<Account, Settled> accepted(Account account, String how) {
                return beginning.welcome(account, how);
              }

              @Override
              public Settled denied() {
                return new Settled.Denied();
              }

              @Override
              public Settled disabled() {
                return new Settled.Disabled();
              }
            });
    return stores
        .accounts()
        .decide(name, rule)
        .map(settled -> settled.orElse(new Settled.Denied()))
        .onSuccess(
            settled -> {
              if (settled instanceof Settled.Welcome) {
                attempt.onAccepted().run();
              }
            })
        .map(logins::outcome);
  }

  private Future<ProofOutcome> prove(
      SignedIn who, Asserted asserted, Origin origin, Admission.Go attempt) {
    String name = who.user().name();
    Beginning now = logins.beginning(name, origin);
    PasskeyRule<ProofOutcome> rule =
        new PasskeyRule<>(
            asserted.passkey().orElseThrow(),
            asserted.signCount(),
            now,
            new PasskeyRule.Answers<>() {
              @Override
              public Decision<Account, ProofOutcome> accepted(Account account, String how) {
                return OwnAccount.provenAnew(account, who, now, how);
              }

              @Override
              public ProofOutcome denied() {
                return new ProofOutcome.PasskeyRefused();
              }

              @Override
              public ProofOutcome disabled() {
                return new ProofOutcome.Gone();
              }
            });
    return stores
        .accounts()
        .decide(name, rule)
        .map(outcome -> outcome.orElse(new ProofOutcome.Gone()))
        .onSuccess(
            outcome -> {
              if (outcome instanceof ProofOutcome.Done) {
                attempt.onAccepted().run();
              }
            });
  }

  private Future<LoginOutcome> denied(String knownName, Origin origin, String why) {
    return noted(knownName, origin, why).map(new LoginOutcome.Denied());
  }

  /** A log that can't be written makes no difference to who is refused. */
  private Future<Boolean> noted(String knownName, Origin origin, String why) {
    AuditEntry note =
        new AuditEntry(logins.rules().epochMs(), origin.actor(""), "login.refused", knownName, why);
    return stores.audit().append(note).map(true).otherwise(false);
  }
}
