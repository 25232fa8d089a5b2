package org.havatar.relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.access.identity.CodeGuesses;
import org.havatar.relay.access.identity.KnownBrowser;
import org.havatar.relay.access.identity.Passkey;

/** What is shown of an account: nothing that proves it. */
final class AccountViews {
  private AccountViews() {}

  /** To its owner. */
  static JsonObject own(Account account) {
    JsonArray passkeys = new JsonArray();
    account.passkeys().forEach(each -> passkeys.add(json(each)));
    return known(account).put("passkeys", passkeys);
  }

  static JsonObject json(Passkey passkey) {
    return new JsonObject()
        .put("passkey_id", passkey.proof().id())
        .put("name", passkey.name())
        .put("host", passkey.proof().party())
        .put("created", Instant.ofEpochMilli(passkey.createdMs()).toString())
        .put("last_used", Instant.ofEpochMilli(passkey.usedMs()).toString());
  }

  private static JsonObject known(Account account) {
    JsonObject shown = shown(account);
    CodeGuesses codes = account.guard().codes();
    if (codes.toldMs() > 0) {
      shown.put("guessed_codes", json(codes));
    }
    return shown;
  }

  private static JsonObject json(CodeGuesses codes) {
    JsonObject json =
        new JsonObject()
            .put("told", Timestamps.text(codes.toldMs()))
            .put("count", codes.count())
            .put("since", Timestamps.text(codes.sinceMs()));
    return codes.count() >= CodeGuesses.MOST_A_DAY
        ? json.put("blocked_until", Timestamps.text(codes.endsMs()))
        : json;
  }

  /** What is kept of browsers that are known: for its owner only. */
  static JsonArray browsers(Account account) {
    JsonArray all = new JsonArray();
    for (KnownBrowser each : account.guard().browsers()) {
      all.add(
          new JsonObject()
              .put("id", each.id())
              .put("since", Timestamps.text(each.sinceMs()))
              .put("failures", each.failures()));
    }
    return all;
  }

  private static JsonObject shown(Account account) {
    return new JsonObject()
        .put("name", account.user().name())
        .put("display_name", account.user().displayName())
        .put("role", account.user().role().wireName())
        .put("zone", account.zone())
        .put(
            "second_factors",
            new JsonObject()
                .put("totp", account.second().confirmed())
                .put("recovery_codes_left", account.second().recoveryHashes().size())
                .put("passkeys", account.passkeys().size()));
  }

  /** To administrators. */
  static JsonObject full(Account account) {
    return known(account)
        .put("disabled", account.disabled())
        .put("password_change_required", account.password().oneTime());
  }
}
