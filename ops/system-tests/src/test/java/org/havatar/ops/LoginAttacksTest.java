package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.Program;
import org.havatar.ops.kit.RawSocket;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.Site;
import org.havatar.ops.kit.Totp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** How somebody would try to be somebody else, against a real relay. */
final class LoginAttacksTest {
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;
  private static final int PROOF_REVOKED = 4401;
  private static final Duration WITHIN = Duration.ofSeconds(1);
  private static final String INSTANCE = "0123456789abcdef0123456789abcdef";

  private Program relay;
  private RelayApi api;

  @BeforeEach
  void start(TestInfo test) {
    Site site = Site.create(test.getTestMethod().orElseThrow().getName());
    relay = site.relay().start();
    api = new RelayApi(site.relay().port(), site.relay().certificate());
  }

  @AfterEach
  void end() {
    api.close();
    relay.close();
  }

  private HttpResponse<String> login(String user, String password, String code) {
    String more = code.isEmpty() ? "" : ",\"totp_code\":\"" + code + "\"";
    return api.tryPost(
        "/api/login",
        "",
        "{\"username\":\"%s\",\"password\":\"%s\"%s}".formatted(user, password, more));
  }

  private HttpResponse<String> refresh(String refreshToken) {
    return api.tryPost("/api/login/refresh", "", "{\"refresh_token\":\"" + refreshToken + "\"}");
  }

  @Test
  void guessingIsSlowedDownAndTellsNotWhetherTheAccountExists() {
    HttpResponse<String> known = login(Accounts.OWNER, "not the password", "");
    HttpResponse<String> unknown = login("nobody-of-that-name", "not the password", "");
    assertThat(known.statusCode()).isEqualTo(UNAUTHORIZED);
    assertThat(unknown.statusCode()).isEqualTo(UNAUTHORIZED);
    assertThat(unknown.body()).isEqualTo(known.body());
    HttpResponse<String> answer = known;
    for (int i = 0; i < 10 && answer.statusCode() != TOO_MANY; i++) {
      answer = login(Accounts.OWNER, "guess number " + i, "");
    }
    assertThat(answer.statusCode()).isEqualTo(TOO_MANY);
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    assertThat(login(Accounts.OWNER, Accounts.PASSWORD, "").statusCode()).isEqualTo(TOO_MANY);
    assertThat(login(Accounts.VISITOR, Accounts.PASSWORD, "").statusCode()).isEqualTo(200);
  }

  @Test
  void aCodeOfTheSecondFactorIsGoodOnceAndThePasswordAloneForNothing() {
    String token = api.login(Accounts.OWNER, Accounts.PASSWORD);
    HttpResponse<String> begun = api.tryPost("/api/account/totp", token, "{}");
    String secret = RelayApi.field(begun.body(), "secret");
    long step = System.currentTimeMillis() / 1000 / Totp.STEP_S;
    String confirmation = "{\"totp_code\":\"" + Totp.code(secret, step) + "\"}";
    HttpResponse<String> confirmed = api.tryPost("/api/account/totp/confirm", token, confirmation);
    assertThat(confirmed.statusCode()).as(confirmed.body()).isEqualTo(200);

    HttpResponse<String> without = login(Accounts.OWNER, Accounts.PASSWORD, "");
    assertThat(without.statusCode()).isEqualTo(UNAUTHORIZED);
    assertThat(without.body()).contains("totp_required").doesNotContain("\"token\"");
    String next = Totp.code(secret, step + 1);
    assertThat(login(Accounts.OWNER, Accounts.PASSWORD, next).statusCode()).isEqualTo(200);
    HttpResponse<String> replayed = login(Accounts.OWNER, Accounts.PASSWORD, next);
    assertThat(replayed.statusCode()).isEqualTo(UNAUTHORIZED);
    assertThat(replayed.body()).doesNotContain("\"token\"");

    String spare = recoveryCode(confirmed.body());
    assertThat(login(Accounts.OWNER, Accounts.PASSWORD, spare).statusCode()).isEqualTo(200);
    assertThat(login(Accounts.OWNER, Accounts.PASSWORD, spare).statusCode())
        .isEqualTo(UNAUTHORIZED);
  }

  private static String recoveryCode(String json) {
    int from = json.indexOf('[') + 2;
    return json.substring(from, json.indexOf('"', from));
  }

  @Test
  void aRefreshTokenThatComesBackEndsTheLoginAndItsOpenSocket() {
    String first =
        RelayApi.field(login(Accounts.OWNER, Accounts.PASSWORD, "").body(), "refresh_token");
    HttpResponse<String> rotated = refresh(first);
    String second = RelayApi.field(rotated.body(), "refresh_token");
    String third = RelayApi.field(refresh(second).body(), "refresh_token");
    CloseListener closed = new CloseListener();
    api.connect(RelayApi.field(rotated.body(), "token"), INSTANCE, closed);

    assertThat(refresh(first).statusCode()).isEqualTo(UNAUTHORIZED); // the thief, or their victim

    assertThat(closed.code.orTimeout(WITHIN.toMillis(), TimeUnit.MILLISECONDS).join())
        .isEqualTo(PROOF_REVOKED);
    assertThat(refresh(third).statusCode()).isEqualTo(UNAUTHORIZED);
    assertThat(api.get("/api/robots", RelayApi.field(rotated.body(), "token")).statusCode())
        .isEqualTo(UNAUTHORIZED);
  }

  @Test
  void aTokenThatTheRelayDidNotSignIsNobodys() throws GeneralSecurityException {
    String good = api.login(Accounts.USER, Accounts.PASSWORD);
    String[] parts = good.split("\\.", -1);
    String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
    String kid = RelayApi.field(header, "kid");
    String publicKeys = api.get("/.well-known/jwks.json", "").body();
    List<String> forged =
        List.of(
            encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".",
            encoded("{\"alg\":\"none\",\"kid\":\"" + kid + "\"}") + "." + parts[1] + "." + parts[2],
            signedWithThePublicKeyAsSecret(kid, parts[1], publicKeys),
            signedByAnother(header, parts[1]),
            signedByAnother(header.replace(kid, "another"), parts[1]),
            parts[0] + "." + encoded("{\"sub\":\"owner\",\"exp\":9999999999}") + "." + parts[2],
            parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length()),
            good + "A");
    assertThat(api.get("/api/robots", good).statusCode()).isEqualTo(200);
    for (String token : forged) {
      assertThat(api.get("/api/robots", token).statusCode()).as(token).isEqualTo(UNAUTHORIZED);
      assertThat(api.tryPost("/api/tickets", token, "{}").statusCode()).isEqualTo(UNAUTHORIZED);
    }
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String signedWithThePublicKeyAsSecret(String kid, String claims, String keys)
      throws GeneralSecurityException {
    String text = encoded("{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}") + "." + claims;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(keys.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return text + "." + encoded(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String signedByAnother(String header, String claims)
      throws GeneralSecurityException {
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
    pairs.initialize(new ECGenParameterSpec("secp256r1"));
    PrivateKey key = pairs.generateKeyPair().getPrivate();
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key);
    String text = encoded(header) + "." + claims;
    signature.update(text.getBytes(StandardCharsets.UTF_8));
    return text + "." + encoded(signature.sign());
  }

  @Test
  void aTicketOpensOneSocketAndNoMore() {
    String ticket = api.ticket(api.login(Accounts.OWNER, Accounts.PASSWORD));
    api.open(ticket, INSTANCE, new CloseListener());
    try (RawSocket again = RawSocket.tls(api.tls(), api.port())) {
      assertThat(again.upgrade("/ws/client/" + INSTANCE + "?ticket=" + ticket, ""))
          .contains(" 401 ");
    }
  }

  @Test
  void whoIsDisabledIsOutAtOnce() {
    String token = api.login(Accounts.OWNER, Accounts.PASSWORD);
    CloseListener closed = new CloseListener();
    api.connect(token, INSTANCE, closed);
    String administrator = api.login(Accounts.USER, Accounts.PASSWORD);
    HttpResponse<String> disabled =
        api.ask("PATCH", "/api/accounts/" + Accounts.OWNER, administrator, "{\"disabled\":true}");
    assertThat(disabled.statusCode()).as(disabled.body()).isEqualTo(200);
    assertThat(closed.code.orTimeout(WITHIN.toMillis(), TimeUnit.MILLISECONDS).join())
        .isEqualTo(PROOF_REVOKED);
    assertThat(api.get("/api/robots", token).statusCode()).isEqualTo(UNAUTHORIZED);
    assertThat(login(Accounts.OWNER, Accounts.PASSWORD, "").statusCode()).isEqualTo(UNAUTHORIZED);
  }

  /** Remembers with which code the relay closed. */
  private static final class CloseListener implements WebSocket.Listener {
    private final CompletableFuture<Integer> code = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      code.complete(status);
      return CompletableFuture.completedFuture(null);
    }
  }
}
