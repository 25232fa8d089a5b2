package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.identity.Ceremony.Purpose;
import org.havatar.relay.access.identity.LoginRule.Beginning;
import org.havatar.relay.access.people.User;

/** Passkeys of one's own account. Any thread. */
public final class Passkeys {
  private final AccountStore store;
  private final Logins logins;
  private final Ceremonies ceremonies;
  private final PasskeyCheck check;

  Passkeys(AccountStore store, Logins logins, Ceremonies ceremonies, PasskeyCheck check) {
    this.store = store;
    this.logins = logins;
    this.ceremonies = ceremonies;
    this.check = check;
  }

  /**
   * Begins to make a passkey. Who asks has proved it lately: a borrowed login may not become a
   * lasting one.
   *
   * @param originHeader of the page that asks, as its browser tells it
   */
  public Future<PasskeyOutcome> begin(User user, String originHeader) {
    return ceremonies
        .party(originHeader)
        .map(party -> begin(user, party))
        .orElse(Future.succeededFuture(new PasskeyOutcome.NotHere()));
  }

  private Future<PasskeyOutcome> begin(User user, RelyingParty party) {
    return store
        .account(user.name())
        .compose(
            account -> {
              if (account.isEmpty()) {
                return Future.succeededFuture(new PasskeyOutcome.Gone());
              }
              if (isFull(account.get())) {
                return Future.succeededFuture(new PasskeyOutcome.TooMany());
              }
              String handle = account.get().userHandle().orElseGet(ceremonies::createUserHandle);
              return ceremonies
                  .begin(new Ceremony(Purpose.ENROLMENT, party, user.name(), handle))
                  .map(
                      challenge ->
                          new PasskeyOutcome.Options(
                              options(account.get(), party, handle, challenge)));
            });
  }

  private static boolean isFull(Account account) {
    return account.passkeys().size() >= Account.MOST_PASSKEYS;
  }

  private static JsonObject options(
      Account account, RelyingParty party, String handle, String challenge) {
    JsonArray algorithms = new JsonArray();
    PasskeyCheck.ALGORITHMS.forEach(
        each ->
            algorithms.add(
                new JsonObject().put("type", "public-key").put("alg", each.getAlg().getValue())));
    JsonArray known = new JsonArray();
    account.passkeys().stream()
        .filter(each -> each.proof().party().equals(party.id()))
        .forEach(
            each ->
                known.add(new JsonObject().put("type", "public-key").put("id", each.proof().id())));
    User user = account.user();
    return new JsonObject()
        .put("rp", new JsonObject().put("id", party.id()).put("name", RelyingParty.NAME))
        .put(
            "user",
            new JsonObject()
                .put("id", handle)
                .put("name", user.name())
                .put("displayName", user.displayName()))
        .put("challenge", challenge)
        .put("pubKeyCredParams", algorithms)
        .put("timeout", Ceremonies.LIFE_MS)
        .put("excludeCredentials", known)
        .put(
            "authenticatorSelection",
            new JsonObject()
                .put("residentKey", "required")
                .put("requireResidentKey", true)
                .put("userVerification", "required"))
        .put("attestation", "none");
  }

  /**
   * Keeps the passkey that was made.
   *
   * @param name by its owner
   * @param credential as the browser gives it, as JSON
   */
  public Future<PasskeyOutcome> add(
      SignedIn who, String name, JsonObject credential, Origin origin) {
    Optional<PublicKeyCredential> shown = PublicKeyCredential.read(credential);
    if (shown.isEmpty()) {
      return Future.succeededFuture(new PasskeyOutcome.Refused());
    }
    return ceremonies
        .take(shown.get().challenge(), Purpose.ENROLMENT)
        .map(begun -> begun.filter(each -> each.account().equals(who.user().name())))
        .compose(
            begun ->
                begun.isPresent()
                    ? check
                        .enrolled(shown.get(), begun.get())
                        .compose(proof -> keep(who, name, proof, origin))
                    : Future.succeededFuture(new PasskeyOutcome.Refused()));
  }

  private Future<PasskeyOutcome> keep(
      SignedIn who, String name, Optional<Passkey.Proof> proof, Origin origin) {
    if (proof.isEmpty()) {
      return Future.succeededFuture(new PasskeyOutcome.Refused());
    }
    String account = who.user().name();
    Beginning now = logins.beginning(account, origin);
    Passkey made = new Passkey(proof.get(), name, now.nowMs(), now.nowMs());
    return store
        .decideHandle(account, proof.get().userHandle(), adding(made, now))
        .map(done -> done.orElse(new PasskeyOutcome.Gone()));
  }

  private static Function<Account, Decision<Account, PasskeyOutcome>> adding(
      Passkey made, Beginning now) {
    return account -> {
      if (account.disabled()) {
        return Decision.unchanged(new PasskeyOutcome.Gone());
      }
      if (isFull(account)) {
        return Decision.unchanged(new PasskeyOutcome.TooMany());
      }
      if (account.passkey(made.proof().id()).isPresent()) {
        return Decision.unchanged(new PasskeyOutcome.Known());
      }
      List<Passkey> all = new ArrayList<>(account.passkeys());
      all.add(made);
      return Decision.changed(
          account.with(all),
          new PasskeyOutcome.Added(made),
          now.note("account.passkey_added", account.user().name(), made.name()));
    };
  }

  /** False when the account has none of that id. */
  public Future<Boolean> remove(User user, String id, Origin origin) {
    Beginning now = logins.beginning(user.name(), origin);
    return store
        .account(user.name())
        .map(account -> account.flatMap(known -> known.passkey(id)))
        .compose(
            passkey ->
                passkey.isPresent()
                    ? store
                        .decideHandle(
                            user.name(),
                            passkey.get().proof().userHandle(),
                            account -> removing(account, passkey.get(), now))
                        .map(done -> done.orElse(false))
                    : Future.succeededFuture(false));
  }

  private static Decision<Account, Boolean> removing(
      Account account, Passkey passkey, Beginning now) {
    List<Passkey> left =
        account.passkeys().stream()
            .filter(each -> !each.proof().id().equals(passkey.proof().id()))
            .toList();
    return left.size() == account.passkeys().size()
        ? Decision.unchanged(false)
        : Decision.changed(
            account.with(left),
            true,
            now.note("account.passkey_removed", account.user().name(), passkey.name()));
  }
}
