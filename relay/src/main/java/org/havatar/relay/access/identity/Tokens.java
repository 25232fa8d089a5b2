package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bearer tokens: JWTs (RFC 7519) signed with ES256 by keys that only the store knows. The key is
 * chosen by the token's {@code kid}, and only this algorithm is ever tried with it.
 */
final class Tokens {
  static final String ALGORITHM = "ES256";
  static final String ISSUER = "havatar-relay";
  static final int MAX_TOKEN_LENGTH = 2048;

  /** Of ES256 (RFC 7518 §3.4). */
  private static final int SIGNATURE_BYTES = 64;

  /** How long a person may take for a step of the login, in seconds. */
  static final int STEP_LIFE_S = 600;

  /** Where Vert.x Auth JWT keeps the claims as they came. */
  private static final String ALL_CLAIMS = "accessToken";

  /** What a token is good for, and nothing else; told in {@code aud}. */
  enum Purpose {
    ACCESS("havatar"),
    PASSWORD_CHANGE("havatar-password-change"),
    TOTP_ENROLMENT("havatar-totp-enrolment");

    private final String audience;

    Purpose(String audience) {
      this.audience = audience;
    }

    static Optional<Purpose> of(Object audience) {
      for (Purpose purpose : values()) {
        if (new JsonArray().add(purpose.audience).equals(audience)
            || purpose.audience.equals(audience)) {
          return Optional.of(purpose);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * What a good token says.
   *
   * @param session the login's id; for a step of the login the account's fingerprint
   */
  record Claims(String account, String session, Purpose purpose) {}

  private final Vertx vertx;
  private final SigningKeys keys;
  private final InstantSource clock;
  private final Map<String, JWTAuth> byKey = new ConcurrentHashMap<>();
  private volatile int lifeS;

  /**
   * @param lifeS how long a token is good, in seconds
   */
  Tokens(Vertx vertx, SigningKeys keys, InstantSource clock, int lifeS) {
    this.vertx = vertx;
    this.keys = keys;
    this.clock = clock;
    this.lifeS = lifeS;
  }

  int lifeS() {
    return lifeS;
  }

  /** From now on, for tokens that were issued before too. */
  void live(int seconds) {
    lifeS = seconds;
  }

  String issue(Claims claims) {
    long nowS = clock.instant().getEpochSecond();
    JsonObject json =
        new JsonObject()
            .put("sub", claims.account())
            .put("sid", claims.session())
            .put("iat", nowS)
            .put("exp", nowS + lifeS(claims.purpose()));
    JWTOptions options =
        new JWTOptions()
            .setAlgorithm(ALGORITHM)
            .setIssuer(ISSUER)
            .addAudience(claims.purpose().audience)
            .setNoTimestamp(true);
    return jwt(keys.ring().newest()).generateToken(json, options);
  }

  private int lifeS(Purpose purpose) {
    return purpose == Purpose.ACCESS ? lifeS : STEP_LIFE_S;
  }

  /** Signs and checks with that key only. */
  private JWTAuth jwt(SigningKey key) {
    if (byKey.size() > keys.ring().keys().size() + 1) {
      byKey.keySet().removeIf(id -> keys.ring().key(id).isEmpty());
    }
    return byKey.computeIfAbsent(
        key.id(),
        id -> {
          JWTOptions checked = new JWTOptions().setIssuer(ISSUER).setLeeway(0);
          // The library would judge expiry by the system's clock: claims() does it by ours.
          checked.setIgnoreExpiration(true);
          return JWTAuth.create(
              vertx, new JWTAuthOptions().setJWTOptions(checked).addJwk(new JsonObject(key.jwk())));
        });
  }

  /** What it says; empty when it is not a good one, for whatever reason. */
  Future<Optional<Claims>> claims(String token) {
    Optional<String> id = keyId(token);
    if (id.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return keys.key(id.get())
        .compose(
            key ->
                key.isPresent()
                    ? jwt(key.get())
                        .authenticate(new TokenCredentials(token))
                        .map(user -> inTime(user.attributes().getJsonObject(ALL_CLAIMS)))
                        .otherwise(Optional.empty())
                    : Future.succeededFuture(Optional.empty()));
  }

  /** Which key it claims to be signed with; empty unless it claims our algorithm too. */
  private static Optional<String> keyId(String token) {
    String[] parts = token.length() > MAX_TOKEN_LENGTH ? new String[0] : token.split("\\.", -1);
    if (parts.length != 3 || !isWrittenPlainly(parts[2])) {
      return Optional.empty();
    }
    try {
      byte[] json = Base64.getUrlDecoder().decode(parts[0]);
      JsonObject header = new JsonObject(new String(json, StandardCharsets.UTF_8));
      return ALGORITHM.equals(header.getValue("alg")) && header.getValue("kid") instanceof String id
          ? Optional.of(id)
          : Optional.empty();
    } catch (IllegalArgumentException | DecodeException | ClassCastException e) {
      return Optional.empty();
    }
  }

  /** The library would also take a signature with something behind it: one token, one text. */
  private static boolean isWrittenPlainly(String signature) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(signature);
      return bytes.length == SIGNATURE_BYTES
          && Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(signature);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Optional<Claims> inTime(JsonObject claims) {
    Optional<Purpose> purpose = Purpose.of(claims.getValue("aud"));
    if (purpose.isPresent()
        && claims.getValue("exp") instanceof Number expiresS
        && claims.getValue("iat") instanceof Number issuedS
        && claims.getValue("sub") instanceof String account
        && claims.getValue("sid") instanceof String session
        && ISSUER.equals(claims.getValue("iss"))) {
      long nowS = clock.instant().getEpochSecond();
      // Whatever it says of itself, no token is believed for longer than tokens are given now.
      boolean good =
          nowS < expiresS.longValue() && nowS < issuedS.longValue() + lifeS(purpose.get());
      return good ? Optional.of(new Claims(account, session, purpose.get())) : Optional.empty();
    }
    return Optional.empty();
  }
}
