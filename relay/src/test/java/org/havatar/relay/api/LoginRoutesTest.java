package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.havatar.relay.access.UsualOptions;
import org.havatar.relay.access.identity.Authenticator;
import org.havatar.relay.access.people.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins, second factors and accounts as programs see them. */
final class LoginRoutesTest {
  private static final String PASSWORD = "correct horse";
  private static final String NEW_PASSWORD = "another battery";
  private static final User ANA = new User("ana", "Ana", false);
  private static final User ROOT = new User("root", "Root", true);

  private final ApiHarness bench;

  LoginRoutesTest(@TempDir Path directory) {
    bench = new ApiHarness(directory, UsualOptions.LOGINS);
    bench.addUser(ANA, PASSWORD);
    bench.addUser(ROOT, PASSWORD);
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

  private HttpResponse<String> login(String name, String password) {
    return bench.post(
        "/api/login", new JsonObject().put("username", name).put("password", password));
  }

  private String tokenOf(String name) {
    return json(login(name, PASSWORD)).getString("token");
  }

  private HttpResponse<String> refresh(Map<String, String> headers, JsonObject body) {
    return bench.sendJson("POST", "/api/login/refresh", body, headers);
  }

  private String cookie() {
    JsonObject wanted =
        new JsonObject()
            .put("username", "ana")
            .put("password", PASSWORD)
            .put("refresh_cookie", true);
    HttpResponse<String> response = bench.post("/api/login", wanted);
    assertThat(json(response).containsKey("refresh_token")).isFalse();
    return response.headers().firstValue("set-cookie").orElseThrow();
  }

  private Map<String, String> ownPage(String cookie) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("cookie", cookie.substring(0, cookie.indexOf(';')));
    headers.put("origin", bench.origin());
    headers.put("x-havatar-refresh", "1");
    return headers;
  }

  @Test
  void aRefreshTokenGivesTheNextToken() {
    String token = json(login("ana", PASSWORD)).getString("refresh_token");
    HttpResponse<String> renewed = refresh(Map.of(), new JsonObject().put("refresh_token", token));
    assertThat(renewed.statusCode()).isEqualTo(200);
    assertThat(bench.get("/api/robots", json(renewed).getString("token")).statusCode())
        .isEqualTo(200);
    bench.clocks().passMs(10_000);
    assertRefused(
        refresh(Map.of(), new JsonObject().put("refresh_token", token)),
        401,
        "refresh_token_reused");
    assertRefused(
        bench.get("/api/robots", json(renewed).getString("token")), 401, "unauthenticated");
  }

  @Test
  void theCookieIsForNoScriptAndNoOtherPath() {
    assertThat(cookie())
        .startsWith("__Secure-havatar_refresh=hvl_")
        .contains("HTTPOnly")
        .contains("Secure")
        .contains("SameSite=Strict")
        .contains("Path=/api/login/refresh;");
  }

  @Test
  void theRelaysOwnPageRenewsByCookieAndGetsTheNextOne() {
    String first = cookie();
    HttpResponse<String> renewed = refresh(ownPage(first), new JsonObject());
    assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(200);
    assertThat(json(renewed).containsKey("refresh_token")).isFalse();
    String second = renewed.headers().firstValue("set-cookie").orElseThrow();
    assertThat(second).isNotEqualTo(first);
    assertThat(refresh(ownPage(second), new JsonObject()).statusCode()).isEqualTo(200);
  }

  @Test
  void aLoginThatIsKeptUnderTheCookiesOlderNameGoesOnAndMoves() {
    String older = cookie().replace("__Secure-havatar_refresh=", "havatar_refresh=");
    assertThat(older).startsWith("havatar_refresh=hvl_");
    HttpResponse<String> renewed = refresh(ownPage(older), new JsonObject());
    assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(200);
    assertThat(renewed.headers().allValues("set-cookie"))
        .hasSize(2)
        .anySatisfy(each -> assertThat(each).startsWith("__Secure-havatar_refresh=hvl_"))
        .anySatisfy(each -> assertThat(each).startsWith("havatar_refresh=;").contains("Max-Age=0"));
    String token = json(renewed).getString("token");
    assertThat(bench.post("/api/logout", null, token).headers().allValues("set-cookie"))
        .hasSize(2)
        .allSatisfy(each -> assertThat(each).contains("Max-Age=0"));
  }

  @Test
  void anotherPageCannotUseTheCookie() {
    String cookie = cookie();
    record Wrong(String header, String value) {}
    List<Wrong> all =
        List.of(
            new Wrong("origin", "https://evil.example"),
            new Wrong("origin", bench.origin().replace("https:", "http:")),
            new Wrong("origin", bench.origin().replace("https:", "ws:")),
            new Wrong("origin", bench.origin().replace("https:", "")),
            new Wrong("origin", "null"),
            new Wrong("origin", ""),
            new Wrong("x-havatar-refresh", ""));
    for (Wrong each : all) {
      Map<String, String> headers = ownPage(cookie);
      headers.put(each.header(), each.value());
      headers.values().removeIf(String::isEmpty);
      assertRefused(refresh(headers, new JsonObject()), 403, "not_permitted");
    }
    Map<String, String> form = ownPage(cookie);
    form.put("content-type", "text/plain");
    assertThat(refresh(form, new JsonObject()).statusCode()).isEqualTo(415);
    assertThat(refresh(ownPage(cookie), new JsonObject()).statusCode()).isEqualTo(200);
  }

  @Test
  void withoutAnythingThereIsNothingToRenew() {
    assertRefused(refresh(Map.of(), new JsonObject()), 401, "no_refresh_token");
  }

  @Test
  void whoLogsOutIsOutAndTheBrowserForgets() {
    String token = tokenOf("ana");
    HttpResponse<String> out = bench.post("/api/logout", null, token);
    assertThat(out.statusCode()).isEqualTo(204);
    assertThat(out.headers().firstValue("set-cookie").orElseThrow()).contains("Max-Age=0");
    assertRefused(bench.get("/api/robots", token), 401, "unauthenticated");
  }

  @Test
  void oneSeesOnesLoginsAndEndsThem() {
    String one = tokenOf("ana");
    String other = tokenOf("ana");
    var sessions = json(bench.get("/api/sessions", one)).getJsonArray("sessions");
    assertThat(sessions).hasSize(2);
    for (Object each : sessions) {
      JsonObject session = (JsonObject) each;
      if (!session.getBoolean("current")) {
        assertThat(session.getString("created")).endsWith("Z");
        String path = "/api/sessions/" + session.getString("session_id");
        assertThat(bench.sendJson("DELETE", path, null, bearer(one)).statusCode()).isEqualTo(204);
        assertRefused(bench.sendJson("DELETE", path, null, bearer(one)), 404, "not_found");
      }
    }
    assertThat(bench.get("/api/sessions", one).statusCode()).isEqualTo(200);
    assertThat(bench.get("/api/sessions", other).statusCode()).isEqualTo(401);
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("authorization", "Bearer " + token);
  }

  /** The way from a first password to an administrator's login, step by step. */
  @Test
  void anAdministratorIsLedToHisAuthenticatorAndLogsInWithIt() {
    HttpResponse<String> refused = login("root", PASSWORD);
    assertRefused(refused, 401, "totp_enrolment_required");
    String step = json(refused).getString("enrolment_token");
    assertRefused(bench.get("/api/robots", step), 401, "unauthenticated");
    assertRefused(bench.get("/api/accounts", step), 401, "unauthenticated");
    JsonObject enrolment = json(bench.post("/api/account/totp", null, step));
    assertThat(enrolment.getString("otpauth_uri")).startsWith("otpauth://totp/Havatar:root?");
    assertThat(enrolment.getString("qr_svg")).startsWith("<svg");
    String secret = enrolment.getString("secret");
    JsonObject wrong = new JsonObject().put("totp_code", "000000");
    assertRefused(bench.post("/api/account/totp/confirm", wrong, step), 403, "totp_wrong");
    JsonObject code = new JsonObject().put("totp_code", code(secret));
    JsonObject done = json(bench.post("/api/account/totp/confirm", code, step));
    assertThat(done.getJsonArray("recovery_codes")).hasSize(10);
    assertThat(bench.get("/api/accounts", done.getString("token")).statusCode()).isEqualTo(200);
    assertThat(done.getString("refresh_token")).startsWith("hvl_");
    assertRefused(login("root", PASSWORD), 401, "totp_required");
    bench.clocks().passMs(30_000);
    JsonObject complete =
        new JsonObject()
            .put("username", "root")
            .put("password", PASSWORD)
            .put("totp_code", code(secret));
    assertThat(bench.post("/api/login", complete).statusCode()).isEqualTo(200);
    assertRefused(bench.post("/api/login", complete), 401, "totp_wrong");
  }

  private String code(String secret) {
    return Authenticator.code(secret, bench.clocks().clocks().wall().millis());
  }

  /** An administrator, with their authenticator. */
  private String administrator() {
    String step = json(login("root", PASSWORD)).getString("enrolment_token");
    String secret = json(bench.post("/api/account/totp", null, step)).getString("secret");
    JsonObject code = new JsonObject().put("totp_code", code(secret));
    return json(bench.post("/api/account/totp/confirm", code, step)).getString("token");
  }

  @Test
  void aNewAccountChoosesItsPasswordAndIsThere() {
    String root = administrator();
    JsonObject wanted = new JsonObject().put("name", "Ben").put("role", "carer");
    HttpResponse<String> added = bench.post("/api/accounts", wanted, root);
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    assertRefused(bench.post("/api/accounts", wanted, root), 409, "taken");
    String oneTime = json(added).getString("one_time_password");
    HttpResponse<String> refused = login("ben", oneTime);
    assertRefused(refused, 401, "password_change_required");
    String step = json(refused).getString("password_token");
    assertRefused(bench.get("/api/account", step), 401, "unauthenticated");
    assertRefused(bench.post("/api/account/totp", null, step), 401, "unauthenticated");
    JsonObject change = new JsonObject().put("password", oneTime);
    assertRefused(
        bench.post("/api/account/password", change.copy().put("new_password", "ben is here"), step),
        400,
        "unfit_password");
    HttpResponse<String> done =
        bench.post("/api/account/password", change.put("new_password", NEW_PASSWORD), step);
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
    JsonObject ben = json(bench.get("/api/account", json(done).getString("token")));
    assertThat(ben.getString("role")).isEqualTo("carer");
    assertThat(ben.encode()).doesNotContain("argon2").doesNotContain("hash");
  }

  @Test
  void aPersonChangesNameZoneAndPassword() {
    String token = tokenOf("ana");
    JsonObject wish = new JsonObject().put("display_name", "Ana M.").put("zone", "Asia/Seoul");
    HttpResponse<String> changed = bench.sendJson("PATCH", "/api/account", wish, bearer(token));
    assertThat(json(changed).getString("display_name")).isEqualTo("Ana M.");
    assertThat(json(bench.get("/api/account", token)).getString("zone")).isEqualTo("Asia/Seoul");
    JsonObject nowhere = new JsonObject().put("zone", "Mars/Base");
    assertRefused(
        bench.sendJson("PATCH", "/api/account", nowhere, bearer(token)), 400, "out_of_range");
    JsonObject password =
        new JsonObject().put("password", "wrong horse").put("new_password", NEW_PASSWORD);
    assertRefused(bench.post("/api/account/password", password, token), 403, "wrong_password");
    password.put("password", PASSWORD);
    assertThat(bench.post("/api/account/password", password, token).statusCode()).isEqualTo(204);
    assertThat(login("ana", NEW_PASSWORD).statusCode()).isEqualTo(200);
  }

  @Test
  void anAdministratorDisablesAndResetsAndSomebodyAlwaysAdministrates() {
    String root = administrator();
    String ana = tokenOf("ana");
    JsonObject disable = new JsonObject().put("disabled", true);
    HttpResponse<String> done = bench.sendJson("PATCH", "/api/accounts/ana", disable, bearer(root));
    assertThat(json(done).getBoolean("disabled")).isTrue();
    assertRefused(bench.get("/api/robots", ana), 401, "unauthenticated");
    assertRefused(login("ana", PASSWORD), 401, "account_disabled");
    assertRefused(
        bench.sendJson("PATCH", "/api/accounts/root", disable, bearer(root)),
        409,
        "last_administrator");
    assertRefused(
        bench.sendJson("PATCH", "/api/accounts/nobody", disable, bearer(root)), 404, "not_found");
    bench.clocks().passMs(1000);
    HttpResponse<String> reset = bench.post("/api/accounts/ana/reset", new JsonObject(), root);
    assertThat(json(reset).getString("one_time_password")).matches("([a-z2-7]{4}-){3}[a-z2-7]{4}");
    var all = json(bench.get("/api/accounts", root)).getJsonArray("accounts");
    assertThat(all.getJsonObject(0).getBoolean("password_change_required")).isTrue();
    assertThat(all.encode()).doesNotContain("argon2").doesNotContain("hash");
  }

  @Test
  void accountsAreForAdministrators() {
    String ana = tokenOf("ana");
    assertRefused(bench.get("/api/accounts", ana), 403, "not_permitted");
    assertRefused(
        bench.sendJson("PATCH", "/api/accounts/ana", new JsonObject(), bearer(ana)),
        403,
        "not_permitted");
    assertRefused(
        bench.post("/api/accounts/root/reset", new JsonObject(), ana), 403, "not_permitted");
  }

  @Test
  void anAuthenticatorGoesOnlyWithPasswordAndCode() {
    String ana = tokenOf("ana");
    String secret = json(bench.post("/api/account/totp", null, ana)).getString("secret");
    JsonObject first = new JsonObject().put("totp_code", code(secret));
    assertThat(json(bench.post("/api/account/totp/confirm", first, ana)).containsKey("token"))
        .isFalse();
    assertRefused(bench.post("/api/account/totp", null, ana), 409, "totp_enrolled");
    bench.clocks().passMs(30_000);
    JsonObject proof = new JsonObject().put("password", PASSWORD).put("totp_code", "000000");
    assertRefused(
        bench.sendJson("DELETE", "/api/account/totp", proof, bearer(ana)), 403, "totp_wrong");
    proof.put("totp_code", code(secret));
    assertThat(bench.sendJson("DELETE", "/api/account/totp", proof, bearer(ana)).statusCode())
        .isEqualTo(204);
    assertRefused(
        bench.sendJson("DELETE", "/api/account/totp", proof, bearer(ana)),
        409,
        "totp_not_enrolled");
  }

  @Test
  void everybodyMayKnowByWhichKeysTokensAreChecked() {
    HttpResponse<String> response = bench.get("/.well-known/jwks.json");
    JsonObject key = json(response).getJsonArray("keys").getJsonObject(0);
    assertThat(key.getString("kid")).isNotEmpty();
    assertThat(key.containsKey("d")).isFalse();
    assertThat(response.headers().firstValue("cache-control")).hasValue("public, max-age=300");
  }
}
