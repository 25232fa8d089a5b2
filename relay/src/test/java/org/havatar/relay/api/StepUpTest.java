package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.havatar.relay.access.identity.Authenticator;
import org.havatar.relay.access.identity.LoginSession;
import org.havatar.relay.access.people.User;
import org.havatar.relay.api.document.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A token alone, which may be stolen, gives no rights away: its owner shows once more who it is.
 */
final class StepUpTest {
  private static final String PASSWORD = "correct horse";

  private static final List<String> MARKED =
      List.of(
          "addAccount",
          "beginPasskey",
          "changeOtherAccount",
          "changeRobotKey",
          "createLink",
          "createRobotKey",
          "endOtherSessions",
          "enrolTotp",
          "eraseOtherAccount",
          "exportAccount",
          "exportAudit",
          "openRecovery",
          "putGrant",
          "removeRobot",
          "resetAccount",
          "transferRobot");

  /** By which something is taken back: it has to go at once, whoever asks. */
  private static final List<String> TAKING_BACK =
      List.of(
          "cancelBooking",
          "endGrant",
          "endLink",
          "endSession",
          "logout",
          "removePasskey",
          "revokeRobotKey",
          "stopWaiting");

  private final ApiHarness bench;

  StepUpTest(@TempDir Path directory) {
    bench = new ApiHarness(directory);
    bench.addUser(new User("root", "Root", true), PASSWORD);
    bench.addUser(new User("ana", "Ana", false), PASSWORD);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static JsonObject password(String password) {
    return new JsonObject().put("password", password);
  }

  private String login(String name) {
    HttpResponse<String> answer =
        bench.post("/api/login", password(PASSWORD).put("username", name));
    return new JsonObject(answer.body()).getString("token");
  }

  private List<Operation> marked() {
    return bench.document().operations().stream()
        .filter(each -> each.protection().proof().isPresent())
        .toList();
  }

  private static String code(HttpResponse<String> answer) {
    return answer.statusCode() < 300 || !answer.body().startsWith("{")
        ? ""
        : new JsonObject(answer.body()).getString("code", "");
  }

  private HttpResponse<String> ask(
      String method, String path, @Nullable JsonObject body, String token) {
    bench.clocks().passMs(1000); // slower than any limit
    return bench.send(method, path, body, token);
  }

  private HttpResponse<String> ask(Operation operation, String token) {
    JsonObject body = operation.body().isPresent() ? new JsonObject() : null;
    String path = operation.path().replaceAll("\\{[A-Za-z]+}", "nobody");
    return ask(operation.method().name(), path, body, token);
  }

  @Test
  void theseOperationsWantAFreshProofAndNoneByWhichSomethingIsTakenBack() {
    assertThat(marked().stream().map(Operation::id)).containsExactlyInAnyOrderElementsOf(MARKED);
    assertThat(bench.document().operations().stream().map(Operation::id)).containsAll(TAKING_BACK);
    assertThat(MARKED).doesNotContainAnyElementsOf(TAKING_BACK);
  }

  @Test
  void noneIsDoneByATokenAloneAndEachAfterAProof() {
    String token = login("root");
    bench.clocks().passMs(LoginSession.PROOF_MS);
    for (Operation each : marked()) {
      HttpResponse<String> refused = ask(each, token);
      assertThat(refused.statusCode()).as(each.id()).isEqualTo(403);
      assertThat(code(refused)).as(each.id()).isEqualTo("proof_needed");
    }
    for (Operation each : bench.document().operations()) {
      boolean isMarked = each.protection().proof().isPresent();
      if (!isMarked && each.protection().scheme().isPresent() && !each.id().equals("logout")) {
        assertThat(code(ask(each, token))).as(each.id()).isNotEqualTo("proof_needed");
      }
    }
    assertThat(ask("POST", "/api/account/proof", password(PASSWORD), token).statusCode())
        .isEqualTo(204);
    for (Operation each : marked()) {
      assertThat(code(ask(each, token))).as(each.id()).isNotEqualTo("proof_needed");
    }
  }

  @Test
  void aProofIsGoodForFiveMinutesAndForTheLoginThatGaveIt() {
    String token = login("ana");
    String other = login("ana");
    bench.clocks().passMs(LoginSession.PROOF_MS - 1);
    assertThat(bench.get("/api/account/export", token).statusCode()).isEqualTo(200);
    bench.clocks().passMs(1);
    assertThat(code(bench.get("/api/account/export", token))).isEqualTo("proof_needed");
    assertThat(ask("POST", "/api/account/proof", password(PASSWORD), other).statusCode())
        .isEqualTo(204);
    assertThat(code(ask("GET", "/api/account/export", null, token))).isEqualTo("proof_needed");
    assertThat(ask("GET", "/api/account/export", null, other).statusCode()).isEqualTo(200);
  }

  @Test
  void aRefreshIsNoProof() {
    JsonObject login = password(PASSWORD).put("username", "ana");
    JsonObject begun = new JsonObject(bench.post("/api/login", login).body());
    bench.clocks().passMs(LoginSession.PROOF_MS);
    JsonObject refresh = new JsonObject().put("refresh_token", begun.getString("refresh_token"));
    HttpResponse<String> renewed = bench.post("/api/login/refresh", refresh);
    String token = new JsonObject(renewed.body()).getString("token");
    assertThat(code(bench.get("/api/account/export", token))).isEqualTo("proof_needed");
  }

  @Test
  void guessesAreSlowedDownAsAtALogin() {
    String token = login("ana");
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> wrong = bench.post("/api/account/proof", password("guess " + i), token);
      assertThat(code(wrong)).isEqualTo("wrong_password");
    }
    HttpResponse<String> slowed = bench.post("/api/account/proof", password(PASSWORD), token);
    assertThat(slowed.statusCode()).isEqualTo(429);
    assertThat(slowed.headers().firstValue("retry-after")).isPresent();
  }

  private String totp(String secret) {
    return Authenticator.code(secret, bench.clocks().clocks().wall().millis());
  }

  @Test
  void whoHasAnAuthenticatorShowsACodeToo() {
    String token = login("ana");
    JsonObject begun = new JsonObject(ask("POST", "/api/account/totp", null, token).body());
    String secret = begun.getString("secret");
    JsonObject first = new JsonObject().put("totp_code", totp(secret));
    assertThat(ask("POST", "/api/account/totp/confirm", first, token).statusCode()).isEqualTo(200);
    bench.clocks().passMs(LoginSession.PROOF_MS);
    HttpResponse<String> half = ask("POST", "/api/account/proof", password(PASSWORD), token);
    assertThat(code(half)).isEqualTo("totp_required");
    JsonObject wrong = password(PASSWORD).put("totp_code", "000000");
    assertThat(code(ask("POST", "/api/account/proof", wrong, token))).isEqualTo("totp_wrong");
    assertThat(code(ask("GET", "/api/account/export", null, token))).isEqualTo("proof_needed");
    JsonObject right = password(PASSWORD).put("totp_code", totp(secret));
    assertThat(ask("POST", "/api/account/proof", right, token).statusCode()).isEqualTo(204);
    assertThat(ask("GET", "/api/account/export", null, token).statusCode()).isEqualTo(200);
  }

  @Test
  void disablingAnAccountTakesBackAndEnablingItGives() {
    String token = login("root");
    bench.clocks().passMs(LoginSession.PROOF_MS);
    JsonObject disable = new JsonObject().put("disabled", true);
    assertThat(ask("PATCH", "/api/accounts/ana", disable, token).statusCode()).isEqualTo(200);
    for (JsonObject giving :
        List.of(
            new JsonObject().put("disabled", false),
            new JsonObject().put("disabled", true).put("role", "administrator"),
            new JsonObject().put("role", "administrator"))) {
      assertThat(code(ask("PATCH", "/api/accounts/ana", giving, token)))
          .as(giving.encode())
          .isEqualTo("proof_needed");
    }
  }

  @Test
  void nobodyResetsOrErasesTheirOwnAccountAsAnAdministrator() {
    String token = login("root");
    for (Map.Entry<String, String> each :
        Map.of("POST", "/api/accounts/ROOT/reset", "DELETE", "/api/accounts/root").entrySet()) {
      HttpResponse<String> refused = ask(each.getKey(), each.getValue(), null, token);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
      assertThat(code(refused)).isEqualTo("own_account");
    }
    assertThat(bench.get("/api/account", token).statusCode()).isEqualTo(200);
  }

  @Test
  void allOtherLoginsEndAtOnce() {
    String token = login("ana");
    String other = login("ana");
    assertThat(ask("DELETE", "/api/sessions", null, token).statusCode()).isEqualTo(204);
    assertThat(bench.get("/api/account", other).statusCode()).isEqualTo(401);
    assertThat(bench.get("/api/account", token).statusCode()).isEqualTo(200);
    assertThat(ask("DELETE", "/api/sessions", null, token).statusCode()).isEqualTo(204);
  }
}
