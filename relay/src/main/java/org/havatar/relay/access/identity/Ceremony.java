package org.havatar.relay.access.identity;

import io.vertx.core.json.JsonObject;

/**
 * What a challenge was made for. Nothing else is answered with it.
 *
 * @param account whose passkey is being made; empty at a login
 * @param userHandle that the new passkey gets; empty at a login
 */
record Ceremony(Purpose purpose, RelyingParty party, String account, String userHandle) {
  enum Purpose {
    ENROLMENT,
    LOGIN
  }

  static Ceremony login(RelyingParty party) {
    return new Ceremony(Purpose.LOGIN, party, "", "");
  }

  String text() {
    return new JsonObject()
        .put("purpose", purpose.name())
        .put("origin", party.origin())
        .put("account", account)
        .put("user_handle", userHandle)
        .encode();
  }

  static Ceremony of(String text) {
    JsonObject json = new JsonObject(text);
    return new Ceremony(
        Purpose.valueOf(json.getString("purpose")),
        new RelyingParty(json.getString("origin")),
        json.getString("account"),
        json.getString("user_handle"));
  }
}
