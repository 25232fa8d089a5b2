package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.identity.Ceremony.Purpose;
import org.havatar.relay.access.identity.LoginRule.Settled;

/** Logins by passkey. Any thread. */
public final class PasskeyLogins {
  /** Under which limits count who shows a passkey of nobody; no account's name. */
  private static final String NOBODY = "";

  private final Stores stores;
  private final PasswordCheck attempts;
  private final Logins logins;
  private final Ceremonies ceremonies;
  private final PasskeyCheck check;

  record Stores(AccountStore accounts, AuditStore audit) {}

  PasskeyLogins(
      Stores stores,
      PasswordCheck attempts,
      Logins logins,
      Ceremonies ceremonies,
      PasskeyCheck check) {
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

  /** Whatever is wrong gets the same answer; guesses are counted as those of passwords. */
  public Future<LoginOutcome> login(JsonObject credential, Origin origin) {
    Optional<PublicKeyCredential> shown = PublicKeyCredential.read(credential);
    Future<Optional<Account>> holder =
        shown
            .flatMap(PublicKeyCredential::userHandle)
            .map(stores.accounts()::accountOfHandle)
            .orElse(Future.succeededFuture(Optional.empty()));
    return holder.compose(
        account -> {
          String name = account.map(known -> known.user().name()).orElse(NOBODY);
          long waitMs = attempts.attempt(name, account, origin, logins.rules().now());
          if (waitMs > 0) {
            return Future.succeededFuture(new LoginOutcome.Wait(waitMs));
          }
          return shown.isEmpty()
              ? denied(name, origin, "no passkey")
              : begun(shown.get(), account, origin)
                  .onFailure(cause -> attempts.undecided(name, origin));
        });
  }

  private Future<LoginOutcome> begun(
      PublicKeyCredential shown, Optional<Account> account, Origin origin) {
    String name = account.map(known -> known.user().name()).orElse(NOBODY);
    Optional<Passkey> passkey =
        account.flatMap(
            known -> shown.id().flatMap(known::passkey).filter(each -> isOf(each, shown)));
    return ceremonies
        .take(shown.challenge(), Purpose.LOGIN)
        .compose(
            ceremony -> {
              if (passkey.isEmpty()) {
                return denied(name, origin, "an unknown passkey");
              }
              return ceremony.isEmpty()
                  ? denied(name, origin, "a challenge that isn't out")
                  : check(shown, ceremony.get(), name, passkey.get(), origin);
            });
  }

  private static boolean isOf(Passkey passkey, PublicKeyCredential shown) {
    return shown.userHandle().filter(passkey.proof().userHandle()::equals).isPresent();
  }

  private Future<LoginOutcome> check(
      PublicKeyCredential shown, Ceremony ceremony, String name, Passkey passkey, Origin origin) {
    return check
        .asserted(shown, passkey.proof(), ceremony)
        .compose(
            signCount ->
                signCount.isPresent()
                    ? settle(name, passkey, signCount, origin)
                    : denied(name, origin, "passkey %s: wrong proof".formatted(passkey.name())));
  }

  private Future<LoginOutcome> settle(
      String name, Passkey passkey, OptionalLong signCount, Origin origin) {
    PasskeyRule rule =
        new PasskeyRule(passkey, signCount.getAsLong(), logins.beginning(name, origin));
    return stores
        .accounts()
        .decide(name, rule)
        .map(settled -> settled.orElse(new Settled.Denied()))
        .onSuccess(
            settled -> {
              if (settled instanceof Settled.Welcome) {
                attempts.accepted(name, origin);
              }
            })
        .map(logins::outcome);
  }

  private Future<LoginOutcome> denied(String knownName, Origin origin, String why) {
    AuditEntry note =
        new AuditEntry(logins.rules().epochMs(), origin.actor(""), "login.refused", knownName, why);
    return stores
        .audit()
        .append(note)
        .<LoginOutcome>map(new LoginOutcome.Denied())
        .otherwise(new LoginOutcome.Denied());
  }
}
