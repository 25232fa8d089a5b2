package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.FakeClocks;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.UsualOptions;
import org.havatar.relay.access.identity.Tokens.Claims;
import org.havatar.relay.access.identity.Tokens.Purpose;
import org.havatar.relay.store.EmbeddedStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens are forged here by hand, so that the library's own idea of a token is tested too. */
final class TokensTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final int LIFE_S = 900;
  private static final LoginPolicy POLICY = UsualOptions.LOGINS;
  private static final Claims ANA = new Claims("ana", "s1", Purpose.ACCESS);

  private final FakeClocks clocks = new FakeClocks();
  private final Store store;
  private final SigningKeys keys;
  private final Tokens tokens;

  TokensTest(@TempDir Path directory) {
    store = EmbeddedStore.open(directory.resolve("store"), System::nanoTime);
    keys = node();
    tokens = new Tokens(VERTX, keys, clocks.clocks().wall(), LIFE_S);
  }

  /** Another node of the same store. */
  private SigningKeys node() {
    SigningKeys made = new SigningKeys(store.accounts(), clocks.clocks().wall()::millis);
    Answers.of(made.turn(POLICY));
    return made;
  }

  @AfterEach
  void closeStore() {
    Answers.of(store.close());
  }

  @AfterAll
  static void closeVertx() {
    Answers.of(VERTX.close().map(true));
  }

  private Optional<Claims> claimsOf(String token) {
    return Answers.of(tokens.claims(token));
  }

  private JsonObject goodClaims() {
    long nowS = clocks.clocks().wall().instant().getEpochSecond();
    return new JsonObject()
        .put("sub", "ana")
        .put("sid", "s1")
        .put("iss", Tokens.ISSUER)
        .put("aud", "havatar")
        .put("iat", nowS)
        .put("exp", nowS + LIFE_S);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String part(JsonObject json) {
    return base64(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject header(String algorithm, String keyId) {
    return new JsonObject().put("alg", algorithm).put("typ", "JWT").put("kid", keyId);
  }

  private String forge(JsonObject claims) {
    return forge(header("ES256", keys.ring().newest().id()), claims, keys.ring().newest());
  }

  private static String forge(JsonObject header, JsonObject claims, SigningKey key) {
    String signed = part(header) + "." + part(claims);
    try {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec("secp256r1"));
      byte[] secret = Base64.getUrlDecoder().decode(new JsonObject(key.jwk()).getString("d"));
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  new ECPrivateKeySpec(
                      new BigInteger(1, secret), curve.getParameterSpec(ECParameterSpec.class))));
      signature.update(signed.getBytes(StandardCharsets.UTF_8));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String forgeMac(JsonObject header, JsonObject claims, byte[] key) {
    String signed = part(header) + "." + part(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTokenNamesItsAccountAndLogin() {
    assertThat(claimsOf(tokens.issue(ANA))).contains(ANA);
  }

  @Test
  void aTokenMadeByHandWithTheRightKeyIsGoodSoTheOthersHereFailForTheirOwnReason() {
    assertThat(claimsOf(forge(goodClaims()))).contains(ANA);
  }

  @Test
  void aTokenIsGoodOneSecondBeforeItsEndAndOverAtItsEnd() {
    String token = tokens.issue(ANA);
    clocks.passMs((LIFE_S - 1) * 1000L);
    assertThat(claimsOf(token)).contains(ANA);
    clocks.passMs(1000);
    assertThat(claimsOf(token)).isEmpty();
  }

  @Test
  void aTokenThatEndsSoonerThanUsualEndsThen() {
    JsonObject claims = goodClaims();
    claims.put("exp", claims.getLong("iat") + 10);
    String token = forge(claims);
    clocks.passMs(9_000);
    assertThat(claimsOf(token)).contains(ANA);
    clocks.passMs(1_000);
    assertThat(claimsOf(token)).isEmpty();
  }

  @Test
  void aTokenThatLacksAnythingIsRefused() {
    for (String name : new String[] {"exp", "iat", "iss", "aud", "sub", "sid"}) {
      JsonObject claims = goodClaims();
      claims.remove(name);
      assertThat(claimsOf(forge(claims))).as("without " + name).isEmpty();
    }
  }

  @Test
  void aTokenThatClaimsALongerLifeThanTokensHaveIsRefusedAfterThatLife() {
    JsonObject claims = goodClaims();
    claims.put("exp", claims.getLong("exp") + 1_000_000);
    String token = forge(claims);
    clocks.passMs(LIFE_S * 1000L);
    assertThat(claimsOf(token)).isEmpty();
  }

  @Test
  void aTokenOfAnotherIssuerOrForAnotherAudienceIsRefused() {
    assertThat(claimsOf(forge(goodClaims().put("iss", "someone")))).isEmpty();
    assertThat(claimsOf(forge(goodClaims().put("aud", "someone")))).isEmpty();
  }

  @Test
  void aTokenForOneStepSaysSo() {
    Claims step = new Claims("ana", "f", Purpose.TOTP_ENROLMENT);
    assertThat(claimsOf(tokens.issue(step))).contains(step);
  }

  @Test
  void aTokenOfAForeignOrUnknownKeyIsRefused() {
    SigningKey foreign = SigningKey.create(new SecureRandom(), 1);
    String known = keys.ring().newest().id();
    assertThat(claimsOf(forge(header("ES256", known), goodClaims(), foreign))).isEmpty();
    assertThat(claimsOf(forge(header("ES256", foreign.id()), goodClaims(), foreign))).isEmpty();
    JsonObject nameless = header("ES256", known);
    nameless.remove("kid");
    assertThat(claimsOf(forge(nameless, goodClaims(), keys.ring().newest()))).isEmpty();
  }

  @Test
  void aKeyThatTheTokenBringsAlongIsNotBelieved() {
    SigningKey foreign = SigningKey.create(new SecureRandom(), 1);
    JsonObject header = header("ES256", keys.ring().newest().id()).put("jwk", foreign.publicJwk());
    assertThat(claimsOf(forge(header, goodClaims(), foreign))).isEmpty();
  }

  @Test
  void aTokenThatNamesNoAlgorithmIsRefusedWithAndWithoutSignature() {
    String id = keys.ring().newest().id();
    String token = forge(header("none", id), goodClaims(), keys.ring().newest());
    assertThat(claimsOf(token)).isEmpty();
    assertThat(claimsOf(token.substring(0, token.lastIndexOf('.') + 1))).isEmpty();
    assertThat(claimsOf(token.substring(0, token.lastIndexOf('.')))).isEmpty();
  }

  @Test
  void thePublicKeyIsNoSecretOfAnotherAlgorithm() {
    SigningKey newest = keys.ring().newest();
    String open = newest.publicJwk().encode();
    for (String algorithm : new String[] {"HS256", "ES256"}) {
      JsonObject header = header(algorithm, newest.id());
      byte[] key = open.getBytes(StandardCharsets.UTF_8);
      assertThat(claimsOf(forgeMac(header, goodClaims(), key))).isEmpty();
    }
  }

  @Test
  void aTokenWhoseAccountWasChangedIsRefused() {
    String[] parts = tokens.issue(ANA).split("\\.", -1);
    String changed = part(goodClaims().put("sub", "root"));
    assertThat(claimsOf(parts[0] + "." + changed + "." + parts[2])).isEmpty();
  }

  @Test
  void aTokenIsOneTextOnly() {
    String token = tokens.issue(ANA);
    for (String more : new String[] {"x", "=", "==", "A", " ", ".", "\n"}) {
      assertThat(claimsOf(token + more)).isEmpty();
    }
  }

  @Test
  void garbageIsNobodysToken() {
    assertThat(claimsOf("")).isEmpty();
    assertThat(claimsOf("..")).isEmpty();
    assertThat(claimsOf("a.b.c")).isEmpty();
    assertThat(claimsOf("\u0000\uffff")).isEmpty();
    assertThat(claimsOf("x".repeat(1_000_000))).isEmpty();
    assertThat(claimsOf(base64("[]".getBytes(StandardCharsets.UTF_8)) + ".b.c")).isEmpty();
  }

  @Test
  void theNextKeySignsAndTheFormerIsBelievedUntilItsLastTokenIsOver() {
    String former = keys.ring().newest().id();
    clocks.passMs(POLICY.signingKeyMs() - 1);
    Answers.of(keys.turn(POLICY));
    assertThat(keys.ring().newest().id()).isEqualTo(former);
    String token = tokens.issue(ANA);
    clocks.passMs(1);
    Answers.of(keys.turn(POLICY));
    assertThat(keys.ring().newest().id()).isNotEqualTo(former);
    assertThat(claimsOf(token)).contains(ANA);
    assertThat(keys.ring().jwks().getJsonArray("keys")).hasSize(2);
    clocks.passMs(KeyRing.KEEP_MS);
    Answers.of(keys.turn(POLICY));
    assertThat(keys.ring().jwks().getJsonArray("keys")).hasSize(1);
    assertThat(keys.ring().jwks().encode()).doesNotContain("\"d\"");
  }

  @Test
  void twoNodesAgreeOnOneKeyAndBelieveEachOthersNextAtOnce() {
    SigningKeys other = node();
    Tokens theirs = new Tokens(VERTX, other, clocks.clocks().wall(), LIFE_S);
    assertThat(other.ring()).isEqualTo(keys.ring());
    clocks.passMs(POLICY.signingKeyMs());
    Answers.of(other.turn(POLICY));
    assertThat(other.ring()).isNotEqualTo(keys.ring());
    assertThat(claimsOf(theirs.issue(ANA))).contains(ANA);
    Answers.of(keys.turn(POLICY));
    assertThat(keys.ring()).isEqualTo(other.ring());
  }

  @Test
  void keysOutliveARestart() {
    String token = tokens.issue(ANA);
    clocks.passMs(TimeUnit.MINUTES.toMillis(1));
    Tokens restarted = new Tokens(VERTX, node(), clocks.clocks().wall(), LIFE_S);
    assertThat(Answers.of(restarted.claims(token))).contains(ANA);
  }
}
