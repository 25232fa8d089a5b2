package org.havatar.relay.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.access.identity.CodeGuesses;
import org.havatar.relay.access.identity.Guard;
import org.havatar.relay.access.identity.KeyRing;
import org.havatar.relay.access.identity.KnownBrowser;
import org.havatar.relay.access.identity.LoginSession;
import org.havatar.relay.access.identity.Origin;
import org.havatar.relay.access.identity.Passkey;
import org.havatar.relay.access.identity.SecondFactor;
import org.havatar.relay.access.identity.SigningKey;
import org.havatar.relay.access.people.Role;
import org.havatar.relay.access.people.User;
import org.jspecify.annotations.Nullable;

/** How accounts and signing keys are written; what earlier versions left out has its default. */
final class AccountRecords {
  private AccountRecords() {}

  static String of(Account account) {
    User user = account.user();
    SecondFactor second = account.second();
    return new JsonObject()
        .put("name", user.name())
        .put("display_name", user.displayName())
        .put("role", user.role().wireName())
        .put("password_hash", account.password().hash())
        .put("password_one_time", account.password().oneTime())
        .put("password_until_ms", account.password().untilMs())
        .put("disabled", account.disabled())
        .put(
            "second_factor",
            new JsonObject()
                .put("secret", second.secret())
                .put("confirmed", second.confirmed())
                .put("last_step", second.lastStep())
                .put("recovery_hashes", new JsonArray(second.recoveryHashes())))
        .put("sessions", array(account.sessions(), AccountRecords::json))
        .put("zone", account.zone())
        .put("erased_as", account.erasedAs())
        .put("passkeys", array(account.passkeys(), AccountRecords::json))
        .put("guard", json(account.guard()))
        .encode();
  }

  static Account account(String text) {
    JsonObject json = new JsonObject(text);
    return new Account(
        new User(json.getString("name"), json.getString("display_name"), role(json)),
        new Account.Password(
            json.getString("password_hash"),
            json.getBoolean("password_one_time", false),
            json.getLong("password_until_ms", Long.MAX_VALUE)),
        json.getBoolean("disabled", false),
        second(json.getJsonObject("second_factor", new JsonObject())),
        list(json.getJsonArray("sessions"), AccountRecords::session),
        json.getString("zone", "UTC"),
        list(json.getJsonArray("passkeys"), AccountRecords::passkey),
        json.getString("erased_as", ""),
        guard(json.getJsonObject("guard", new JsonObject())));
  }

  private static JsonObject json(Guard guard) {
    CodeGuesses codes = guard.codes();
    return new JsonObject()
        .put("wrong_codes", codes.count())
        .put("wrong_codes_since_ms", codes.sinceMs())
        .put("wrong_codes_told_ms", codes.toldMs())
        .put(
            "browsers",
            array(
                guard.browsers(),
                each ->
                    new JsonObject()
                        .put("id", each.id())
                        .put("hash", each.hash())
                        .put("failures", each.failures())
                        .put("since_ms", each.sinceMs())));
  }

  private static Guard guard(JsonObject json) {
    return new Guard(
        new CodeGuesses(
            json.getInteger("wrong_codes", 0),
            json.getLong("wrong_codes_since_ms", 0L),
            json.getLong("wrong_codes_told_ms", 0L)),
        list(
            json.getJsonArray("browsers"),
            each ->
                new KnownBrowser(
                    each.getString("id"),
                    each.getString("hash"),
                    each.getInteger("failures"),
                    each.getLong("since_ms"))));
  }

  /** An account of the first layout only said whether it is an administrator's. */
  private static Role role(JsonObject json) {
    String role = json.getString("role");
    if (role == null) {
      return json.getBoolean("administrator") ? Role.ADMINISTRATOR : Role.USER;
    }
    return Role.named(role).orElseThrow(() -> new IllegalStateException("unknown role " + role));
  }

  private static SecondFactor second(JsonObject json) {
    List<String> hashes = new ArrayList<>();
    json.getJsonArray("recovery_hashes", new JsonArray())
        .forEach(each -> hashes.add(String.valueOf(each)));
    return new SecondFactor(
        json.getString("secret", ""),
        json.getBoolean("confirmed", false),
        json.getLong("last_step", Long.MIN_VALUE),
        List.copyOf(hashes));
  }

  private static JsonObject json(LoginSession session) {
    return new JsonObject()
        .put("id", session.id())
        .put("created_ms", session.createdMs())
        .put("used_ms", session.usedMs())
        .put("proven_ms", session.provenMs())
        .put("family_hash", session.familyHash())
        .put("current_hash", session.currentHash())
        .put(
            "former",
            array(
                session.former(),
                each -> new JsonObject().put("hash", each.hash()).put("used_ms", each.usedMs())))
        .put("address", session.origin().address())
        .put("address_group", session.origin().group())
        .put("device", session.origin().device());
  }

  private static LoginSession session(JsonObject json) {
    return new LoginSession(
        json.getString("id"),
        json.getLong("created_ms"),
        json.getLong("used_ms"),
        json.getLong("proven_ms", 0L),
        json.getString("family_hash"),
        json.getString("current_hash"),
        list(
            json.getJsonArray("former"),
            each -> new LoginSession.Former(each.getString("hash"), each.getLong("used_ms"))),
        new Origin(
            json.getString("address"), json.getString("address_group"), json.getString("device")));
  }

  private static JsonObject json(Passkey passkey) {
    Passkey.Proof proof = passkey.proof();
    return new JsonObject()
        .put("id", proof.id())
        .put("user_handle", proof.userHandle())
        .put("party", proof.party())
        .put("credential", proof.credential())
        .put("sign_count", proof.signCount())
        .put("name", passkey.name())
        .put("created_ms", passkey.createdMs())
        .put("used_ms", passkey.usedMs());
  }

  private static Passkey passkey(JsonObject json) {
    return new Passkey(
        new Passkey.Proof(
            json.getString("id"),
            json.getString("user_handle"),
            json.getString("party"),
            json.getString("credential"),
            json.getLong("sign_count")),
        json.getString("name"),
        json.getLong("created_ms"),
        json.getLong("used_ms"));
  }

  static String of(KeyRing ring) {
    return new JsonObject()
        .put(
            "keys",
            array(
                ring.keys(),
                key ->
                    new JsonObject()
                        .put("id", key.id())
                        .put("created_ms", key.createdMs())
                        .put("jwk", new JsonObject(key.jwk()))))
        .encode();
  }

  static KeyRing keyRing(String text) {
    return new KeyRing(
        list(
            new JsonObject(text).getJsonArray("keys"),
            key ->
                new SigningKey(
                    key.getString("id"),
                    key.getLong("created_ms"),
                    key.getJsonObject("jwk").encode())));
  }

  private static <T> JsonArray array(List<T> all, Function<T, JsonObject> json) {
    JsonArray array = new JsonArray();
    all.forEach(each -> array.add(json.apply(each)));
    return array;
  }

  private static <T> List<T> list(@Nullable JsonArray array, Function<JsonObject, T> read) {
    List<T> all = new ArrayList<>();
    for (int i = 0; array != null && i < array.size(); i++) {
      all.add(read.apply(array.getJsonObject(i)));
    }
    return List.copyOf(all);
  }
}
