package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.havatar.relay.access.UsualOptions;
import org.havatar.relay.access.identity.LoginSession;
import org.havatar.relay.access.identity.SecurityKey;
import org.havatar.relay.access.identity.SecurityKey.Way;
import org.havatar.relay.access.people.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passkeys as pages see them. */
final class PasskeyRoutesTest {
  private static final String PASSWORD = "correct horse";
  private static final Way RIGHT = Way.on(ApiHarness.PAGE);

  private final ApiHarness bench;
  private final SecurityKey key = new SecurityKey("key of ana", 1);

  PasskeyRoutesTest(@TempDir Path directory) {
    bench = new ApiHarness(directory, UsualOptions.LOGINS);
    bench.addUser(new User("ana", "Ana", true), PASSWORD);
    bench.addUser(new User("ben", "Ben", false), PASSWORD);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static JsonObject json(HttpResponse<String> response) {
    return new JsonObject(response.body());
  }

  private static void assertRefused(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(json(response).getString("code")).isEqualTo(code);
  }

  private String tokenOf(String name) {
    JsonObject body = new JsonObject().put("username", name).put("password", PASSWORD);
    return json(bench.post("/api/login", body)).getString("token");
  }

  private HttpResponse<String> fromPage(String path, JsonObject body, String token) {
    Map<String, String> headers =
        token.isEmpty()
            ? Map.of("origin", ApiHarness.PAGE)
            : Map.of("origin", ApiHarness.PAGE, "authorization", "Bearer " + token);
    return bench.sendJson("POST", path, body, headers);
  }

  private JsonObject creation(String token) {
    return json(fromPage("/api/account/passkeys/options", new JsonObject(), token))
        .getJsonObject("public_key");
  }

  private HttpResponse<String> add(String name, JsonObject credential, String token) {
    JsonObject body = new JsonObject().put("name", name).put("credential", credential);
    return fromPage("/api/account/passkeys", body, token);
  }

  private JsonObject request() {
    HttpResponse<String> begun = fromPage("/api/login/passkey/options", new JsonObject(), "");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
    return json(begun).getJsonObject("public_key");
  }

  private HttpResponse<String> login(JsonObject credential) {
    JsonObject body = new JsonObject().put("credential", credential).put("refresh_cookie", true);
    return fromPage("/api/login/passkey", body, "");
  }

  @Test
  void aPasskeyIsMadeShownUsedAndRemoved() {
    String token = tokenOf("ben");
    HttpResponse<String> added = add(" my key ", key.make(creation(token), RIGHT), token);
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    assertThat(json(added).getString("name")).isEqualTo("my key");
    JsonObject account = json(bench.get("/api/account", token));
    assertThat(account.getJsonArray("passkeys")).hasSize(1);
    assertThat(account.getJsonObject("second_factors").getInteger("passkeys")).isEqualTo(1);
    assertThat(account.getJsonArray("passkeys").getJsonObject(0).getString("host"))
        .isEqualTo("relay.test");

    HttpResponse<String> welcome = login(key.show(request(), RIGHT));
    assertThat(welcome.statusCode()).as(welcome.body()).isEqualTo(200);
    assertThat(welcome.headers().firstValue("set-cookie").orElseThrow())
        .startsWith("__Secure-havatar_refresh=hvl_");
    assertThat(bench.get("/api/robots", json(welcome).getString("token")).statusCode())
        .isEqualTo(200);

    String path = "/api/account/passkeys/" + key.id();
    assertThat(bench.send("DELETE", path, null, token).statusCode()).isEqualTo(204);
    assertRefused(bench.send("DELETE", path, null, token), 404, "not_found");
    assertRefused(login(key.show(request(), RIGHT)), 401, "login_failed");
  }

  @Test
  void whatIsWrongWithAPasskeyIsNotTold() {
    String token = tokenOf("ben");
    add("my key", key.make(creation(token), RIGHT), token);
    HttpResponse<String> unknown = login(new SecurityKey("of nobody", 1).show(request(), RIGHT));
    HttpResponse<String> locked =
        login(key.show(request(), new Way(ApiHarness.PAGE, "relay.test", false)));
    HttpResponse<String> garbage = login(new JsonObject().put("response", 7));
    assertRefused(unknown, 401, "login_failed");
    assertThat(locked.body()).isEqualTo(unknown.body());
    assertThat(garbage.body()).isEqualTo(unknown.body());
  }

  @Test
  void makingOneNeedsAFreshProofAndAName() {
    String token = tokenOf("ben");
    bench.clocks().passMs(LoginSession.PROOF_MS);
    assertRefused(
        fromPage("/api/account/passkeys/options", new JsonObject(), token), 403, "proof_needed");
    JsonObject proof = new JsonObject().put("password", PASSWORD);
    assertThat(bench.post("/api/account/proof", proof, token).statusCode()).isEqualTo(204);
    JsonObject made = key.make(creation(token), RIGHT);
    assertRefused(add("  ", made, token), 400, "out_of_range");
    assertRefused(
        add("late", made.put("response", new JsonObject()), token), 403, "passkey_refused");
  }

  @Test
  void aPasskeyProvesALoginOnceMore() {
    String token = tokenOf("ben");
    add("my key", key.make(creation(token), RIGHT), token);
    bench.clocks().passMs(LoginSession.PROOF_MS);
    SecurityKey foreign = new SecurityKey("of nobody", 1);
    assertRefused(prove(foreign.show(request(), RIGHT), token), 403, "passkey_refused");
    assertRefused(prove(new JsonObject().put("response", 7), token), 403, "passkey_refused");
    JsonObject shown = key.show(request(), RIGHT);
    bench.addUser(new User("cy", "Cy", false), PASSWORD);
    assertRefused(prove(shown, tokenOf("cy")), 403, "passkey_refused");
    assertRefused(prove(shown, token), 403, "passkey_refused"); // its challenge is used up
    assertRefused(bench.get("/api/account/export", token), 403, "proof_needed");
    assertThat(prove(key.show(request(), RIGHT), token).statusCode()).isEqualTo(204);
    assertThat(bench.get("/api/account/export", token).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> prove(JsonObject credential, String token) {
    JsonObject body = new JsonObject().put("credential", credential);
    return fromPage("/api/account/proof/passkey", body, token);
  }

  @Test
  void pagesThatAreNotConfiguredGetNoChallenge() {
    for (Map<String, String> headers :
        java.util.List.<Map<String, String>>of(
            Map.of(), Map.of("origin", "https://evil.test"), Map.of("origin", bench.origin()))) {
      assertRefused(
          bench.sendJson("POST", "/api/login/passkey/options", new JsonObject(), headers),
          409,
          "passkeys_unavailable");
    }
  }
}
