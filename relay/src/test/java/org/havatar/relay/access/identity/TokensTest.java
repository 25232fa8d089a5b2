package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.FakeClocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tokens are forged here by hand, so that the library's own idea of a token is tested too. */
final class TokensTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final String KEY = "uR0Oz4lYwQjv0m8N3TqkXo4b8y5p2c7d1e6f9g0hAbC";
  private static final int LIFE_S = 900;
  private final FakeClocks clocks = new FakeClocks();
  private final Tokens tokens = new Tokens(VERTX, KEY, clocks.clocks().wall(), LIFE_S);

  @AfterAll
  static void closeVertx() {
    Answers.of(VERTX.close().map(true));
  }

  private Optional<String> userOf(String token) {
    return Answers.of(tokens.userName(token));
  }

  private JsonObject goodClaims() {
    long nowS = clocks.clocks().wall().instant().getEpochSecond();
    return new JsonObject()
        .put("sub", "ana")
        .put("iss", Tokens.ISSUER)
        .put("aud", Tokens.AUDIENCE)
        .put("iat", nowS)
        .put("exp", nowS + LIFE_S);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String forge(String algorithm, JsonObject claims, String key) {
    String header = new JsonObject().put("alg", algorithm).put("typ", "JWT").encode();
    String signed =
        base64(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + base64(claims.encode().getBytes(StandardCharsets.UTF_8));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTokenNamesItsUser() {
    assertThat(userOf(tokens.issue("ana"))).contains("ana");
  }

  @Test
  void aTokenMadeByHandWithTheRightKeyIsGoodSoTheOthersHereFailForTheirOwnReason() {
    assertThat(userOf(forge("HS256", goodClaims(), KEY))).contains("ana");
  }

  @Test
  void aTokenIsGoodOneSecondBeforeItsEndAndOverAtItsEnd() {
    String token = tokens.issue("ana");
    clocks.passMs((LIFE_S - 1) * 1000L);
    assertThat(userOf(token)).contains("ana");
    clocks.passMs(1000);
    assertThat(userOf(token)).isEmpty();
  }

  @Test
  void aTokenThatEndsSoonerThanUsualEndsThen() {
    JsonObject claims = goodClaims();
    claims.put("exp", claims.getLong("iat") + 10);
    String token = forge("HS256", claims, KEY);
    clocks.passMs(9_000);
    assertThat(userOf(token)).contains("ana");
    clocks.passMs(1_000);
    assertThat(userOf(token)).isEmpty();
  }

  @Test
  void aTokenWithoutEndIsRefused() {
    JsonObject claims = goodClaims();
    claims.remove("exp");
    assertThat(userOf(forge("HS256", claims, KEY))).isEmpty();
  }

  @Test
  void aTokenThatClaimsALongerLifeThanTokensHaveIsRefusedAfterThatLife() {
    JsonObject claims = goodClaims();
    claims.put("exp", claims.getLong("exp") + 1_000_000);
    String token = forge("HS256", claims, KEY);
    clocks.passMs(LIFE_S * 1000L);
    assertThat(userOf(token)).isEmpty();
  }

  @Test
  void aTokenOfAnotherIssuerIsRefused() {
    assertThat(userOf(forge("HS256", goodClaims().put("iss", "someone"), KEY))).isEmpty();
    JsonObject none = goodClaims();
    none.remove("iss");
    assertThat(userOf(forge("HS256", none, KEY))).isEmpty();
  }

  @Test
  void aTokenForAnotherAudienceIsRefused() {
    assertThat(userOf(forge("HS256", goodClaims().put("aud", "someone"), KEY))).isEmpty();
    JsonObject none = goodClaims();
    none.remove("aud");
    assertThat(userOf(forge("HS256", none, KEY))).isEmpty();
  }

  @Test
  void aTokenSignedWithAnotherKeyIsRefused() {
    assertThat(userOf(forge("HS256", goodClaims(), "x" + KEY.substring(1)))).isEmpty();
  }

  @Test
  void aTokenThatNamesNoAlgorithmIsRefusedWithAndWithoutSignature() {
    String token = forge("none", goodClaims(), KEY);
    assertThat(userOf(token)).isEmpty();
    assertThat(userOf(token.substring(0, token.lastIndexOf('.') + 1))).isEmpty();
    assertThat(userOf(token.substring(0, token.lastIndexOf('.')))).isEmpty();
  }

  @Test
  void aTokenWithAnotherAlgorithmIsRefused() {
    assertThat(userOf(forge("HS384", goodClaims(), KEY))).isEmpty();
    assertThat(userOf(forge("RS256", goodClaims(), KEY))).isEmpty();
  }

  @Test
  void aTokenWhoseUserWasChangedIsRefused() {
    String[] parts = tokens.issue("ana").split("\\.", -1);
    String claims = goodClaims().put("sub", "root").encode();
    String changed =
        parts[0] + "." + base64(claims.getBytes(StandardCharsets.UTF_8)) + "." + parts[2];
    assertThat(userOf(changed)).isEmpty();
  }

  @Test
  void garbageIsNobodysToken() {
    assertThat(userOf("")).isEmpty();
    assertThat(userOf("..")).isEmpty();
    assertThat(userOf("a.b.c")).isEmpty();
    assertThat(userOf("\u0000\uffff")).isEmpty();
    assertThat(userOf("x".repeat(1_000_000))).isEmpty();
  }
}
