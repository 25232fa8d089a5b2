package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.InstantSource;
import java.util.Optional;

/** Bearer tokens: JWTs (RFC 7519) signed with HMAC-SHA-256 by a key that only the store knows. */
public final class Tokens {
  static final String ISSUER = "havatar-relay";
  static final String AUDIENCE = "havatar";
  static final int MAX_TOKEN_LENGTH = 2048;
  private static final String ALGORITHM = "HS256";

  /** Where Vert.x Auth JWT keeps the claims as they came. */
  private static final String ALL_CLAIMS = "accessToken";

  private final JWTAuth jwt;
  private final InstantSource clock;
  private volatile int lifeS;

  /**
   * @param key base64url
   * @param lifeS how long a token is good, in seconds
   */
  public Tokens(Vertx vertx, String key, InstantSource clock, int lifeS) {
    this.clock = clock;
    this.lifeS = lifeS;
    JWTOptions checked = new JWTOptions().setIssuer(ISSUER).addAudience(AUDIENCE).setLeeway(0);
    // The library would judge expiry by the system's clock: userName() does it by ours.
    checked.setIgnoreExpiration(true);
    jwt =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .setJWTOptions(checked)
                .addPubSecKey(
                    new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(Buffer.buffer(key))));
  }

  public int lifeS() {
    return lifeS;
  }

  /** From now on, for tokens that were issued before too. */
  public void live(int seconds) {
    lifeS = seconds;
  }

  public String issue(String userName) {
    long nowS = clock.instant().getEpochSecond();
    JsonObject claims =
        new JsonObject().put("sub", userName).put("iat", nowS).put("exp", nowS + lifeS);
    return jwt.generateToken(
        claims,
        new JWTOptions()
            .setAlgorithm(ALGORITHM)
            .setIssuer(ISSUER)
            .addAudience(AUDIENCE)
            .setNoTimestamp(true));
  }

  /** Whose token it is; empty when it is not a good one, for whatever reason. */
  public Future<Optional<String>> userName(String token) {
    if (token.isEmpty() || token.length() > MAX_TOKEN_LENGTH) {
      return Future.succeededFuture(Optional.empty());
    }
    return jwt.authenticate(new TokenCredentials(token))
        .map(user -> subjectIfInTime(user.attributes().getJsonObject(ALL_CLAIMS)))
        .otherwise(Optional.empty());
  }

  private Optional<String> subjectIfInTime(JsonObject claims) {
    long nowS = clock.instant().getEpochSecond();
    boolean complete =
        claims.getValue("exp") instanceof Number
            && claims.getValue("iat") instanceof Number
            && claims.getValue("sub") instanceof String
            && ISSUER.equals(claims.getValue("iss"));
    if (!complete) {
      return Optional.empty();
    }
    long expiresS = claims.getLong("exp");
    long issuedS = claims.getLong("iat");
    // Whatever it says of itself, no token is believed for longer than tokens are given now.
    boolean inTime = nowS < expiresS && nowS < issuedS + lifeS;
    return inTime ? Optional.of(claims.getString("sub")) : Optional.empty();
  }
}
