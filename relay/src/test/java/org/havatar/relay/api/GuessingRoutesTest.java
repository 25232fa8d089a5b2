package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.havatar.relay.access.UsualOptions;
import org.havatar.relay.access.identity.Authenticator;
import org.havatar.relay.access.identity.CodeGuesses;
import org.havatar.relay.access.identity.LoginLimiter;
import org.havatar.relay.access.people.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guessing, and known browsers, as programs see them. */
final class GuessingRoutesTest {
  private static final String PASSWORD = "correct horse";
  private static final String KNOWN = "__Secure-havatar_seen=";

  private final ApiHarness bench;

  GuessingRoutesTest(@TempDir Path directory) {
    bench = new ApiHarness(directory, UsualOptions.ONE_FACTOR);
    bench.addUser(new User("ana", "Ana", false), PASSWORD);
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

  private static JsonObject credentials(String password) {
    return new JsonObject().put("username", "ana").put("password", password);
  }

  private HttpResponse<String> login(JsonObject body, String cookie) {
    Map<String, String> headers = cookie.isEmpty() ? Map.of() : Map.of("cookie", cookie);
    return bench.sendJson("POST", "/api/login", body.put("refresh_cookie", true), headers);
  }

  private static Optional<String> known(HttpResponse<String> response) {
    return response.headers().allValues("set-cookie").stream()
        .filter(each -> each.startsWith(KNOWN))
        .findFirst();
  }

  @Test
  void whatMakesABrowserKnownIsForNoScriptAndForLoginsOnly() {
    assertThat(known(login(credentials(PASSWORD), "")).orElseThrow())
        .contains("HTTPOnly")
        .contains("Secure")
        .contains("SameSite=Strict")
        .contains("Path=/api/login;")
        .contains("Max-Age=15552000");
    HttpResponse<String> without = bench.post("/api/login", credentials(PASSWORD));
    assertThat(without.headers().allValues("set-cookie")).as("not asked for").isEmpty();
    assertThat(known(login(credentials("wrong horse"), ""))).isEmpty();
  }

  @Test
  void aKnownBrowserLogsInWhileOthersHaveToWait() {
    String cookie = known(login(credentials(PASSWORD), "")).orElseThrow();
    String shown = cookie.substring(0, cookie.indexOf(';'));
    for (int i = 0; i < LoginLimiter.FREE_PER_ACCOUNT; i++) {
      assertRefused(login(credentials("wrong horse"), ""), 401, "login_failed");
    }
    assertRefused(login(credentials(PASSWORD), ""), 429, "rate_limited");
    assertThat(login(credentials(PASSWORD), shown).statusCode()).isEqualTo(200);
  }

  @Test
  void whoseCodesWereGuessedIsToldWhatToDo() {
    String token = json(bench.post("/api/login", credentials(PASSWORD))).getString("token");
    String secret = json(bench.post("/api/account/totp", null, token)).getString("secret");
    JsonObject first = new JsonObject().put("totp_code", code(secret));
    List<?> recovery =
        json(bench.post("/api/account/totp/confirm", first, token))
            .getJsonArray("recovery_codes")
            .getList();
    assertThat(json(bench.get("/api/account", token)).containsKey("guessed_codes")).isFalse();
    for (int i = 0; i < CodeGuesses.MOST_A_DAY; i++) {
      bench.clocks().passMs(LoginLimiter.FIRST_WAIT_MS * 300); // from one address
      assertRefused(login(credentials(PASSWORD).put("totp_code", "000000"), ""), 401, "totp_wrong");
    }
    bench.clocks().passMs(LoginLimiter.FIRST_WAIT_MS * 300);
    HttpResponse<String> blocked = login(credentials(PASSWORD).put("totp_code", code(secret)), "");
    assertRefused(blocked, 401, "totp_blocked");
    assertThat(json(blocked).getString("message")).contains("recovery code").contains("passkey");
    bench.clocks().passMs(LoginLimiter.FIRST_WAIT_MS * 300);
    JsonObject spare = credentials(PASSWORD).put("totp_code", recovery.get(0));
    String later = json(bench.post("/api/login", spare)).getString("token");
    JsonObject proof = new JsonObject().put("password", PASSWORD).put("totp_code", code(secret));
    assertRefused(bench.post("/api/account/proof", proof, later), 403, "totp_blocked");
    JsonObject told = json(bench.get("/api/account", later)).getJsonObject("guessed_codes");
    assertThat(told.getInteger("count")).isEqualTo(CodeGuesses.MOST_A_DAY);
    assertThat(told.getString("blocked_until")).isEqualTo("2026-03-02T12:05:00Z");
  }

  private String code(String secret) {
    return Authenticator.code(secret, bench.clocks().clocks().wall().millis());
  }
}
