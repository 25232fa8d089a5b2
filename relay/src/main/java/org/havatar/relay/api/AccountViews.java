package org.havatar.relay.api;

import io.vertx.core.json.JsonObject;
import org.havatar.relay.access.identity.Account;

/** What is shown of an account: nothing that proves it. */
final class AccountViews {
  private AccountViews() {}

  /** To its owner. */
  static JsonObject own(Account account) {
    return new JsonObject()
        .put("name", account.user().name())
        .put("display_name", account.user().displayName())
        .put("role", account.user().role().wireName())
        .put("zone", account.zone())
        .put(
            "second_factors",
            new JsonObject()
                .put("totp", account.second().confirmed())
                .put("recovery_codes_left", account.second().recoveryHashes().size()));
  }

  /** To administrators. */
  static JsonObject full(Account account) {
    return own(account)
        .put("disabled", account.disabled())
        .put("password_change_required", account.password().oneTime());
  }
}
