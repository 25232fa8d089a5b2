package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.port.Clocks;
import org.havatar.relay.access.port.Ephemera;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who somebody is: logins, and the accounts behind them. Any thread. */
public final class Identity {
  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
  private static final long KEYS_EVERY_MS = 60_000;

  private final SigningKeys keys;
  private final Tokens tokens;
  private final Logins logins;
  private final OwnAccount own;
  private final Accounts accounts;
  private final Passkeys passkeys;
  private final PasskeyLogins passkeyLogins;
  private volatile LoginPolicy policy;
  private volatile PasskeyPolicy passkeyPolicy;

  /** What logins are kept in. */
  public record Stores(AccountStore accounts, AuditStore audit, Ephemera ephemera) {}

  private Identity(
      Vertx vertx, Stores stores, Passwords passwords, Clocks clocks, IdentityOptions options) {
    policy = options.login();
    passkeyPolicy = options.passkeys();
    AccountStore kept = stores.accounts;
    keys = new SigningKeys(kept, clocks.wall()::millis);
    tokens = new Tokens(vertx, keys, clocks.wall(), options.tokenLifeS());
    PasswordCheck check = new PasswordCheck(kept, passwords, new Attempts(kept, clocks));
    Logins.Rules rules = new Logins.Rules(() -> policy, clocks);
    logins = new Logins(kept, stores.audit, check, tokens, rules);
    own = new OwnAccount(kept, passwords, check, logins);
    accounts = new Accounts(kept, passwords);
    Ceremonies ceremonies = new Ceremonies(stores.ephemera, () -> passkeyPolicy);
    PasskeyCheck passkeyCheck = new PasskeyCheck(vertx);
    passkeys = new Passkeys(kept, logins, ceremonies, passkeyCheck);
    passkeyLogins =
        new PasskeyLogins(
            new PasskeyLogins.Stores(kept, stores.audit),
            check.attempts(),
            logins,
            ceremonies,
            passkeyCheck);
  }

  /** Reads the keys for tokens from the store, or makes the first one. */
  public static Future<Identity> open(
      Vertx vertx, Stores stores, Passwords passwords, Clocks clocks, IdentityOptions options) {
    Identity identity = new Identity(vertx, stores, passwords, clocks, options);
    return identity
        .turnKeys()
        .map(
            known -> {
              vertx.setPeriodic(
                  KEYS_EVERY_MS,
                  ignored ->
                      identity
                          .turnKeys()
                          .onFailure(
                              why ->
                                  LOG.warn("signing keys can't be looked at: {}", why.toString())));
              return identity;
            });
  }

  /** Makes the next signing key when it is due, on whatever node first. */
  public Future<Boolean> turnKeys() {
    return keys.turn(policy).map(true);
  }

  /** Goes by other figures from now on. */
  public void follow(IdentityOptions options) {
    policy = options.login();
    passkeyPolicy = options.passkeys();
    tokens.live(options.tokenLifeS());
  }

  public Logins logins() {
    return logins;
  }

  public OwnAccount own() {
    return own;
  }

  /** Passkeys of one's own account. */
  public Passkeys passkeys() {
    return passkeys;
  }

  public PasskeyLogins passkeyLogins() {
    return passkeyLogins;
  }

  public Accounts accounts() {
    return accounts;
  }

  /** The open halves of the signing keys (RFC 7517). */
  public JsonObject jwks() {
    return keys.ring().jwks();
  }
}
