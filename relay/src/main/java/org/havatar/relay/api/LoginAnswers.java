package org.havatar.relay.api;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.havatar.relay.access.identity.Browser;
import org.havatar.relay.access.identity.KnownBrowser;
import org.havatar.relay.access.identity.LoginOutcome;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Reason;

/** The shape of all answers to a login, which older clients know. */
final class LoginAnswers {
  /** Where a browser may keep the refresh token: no script reads it, no other path gets it. */
  static final String COOKIE = "__Secure-havatar_refresh";

  /**
   * Its name up to version 0.1, which any page of the same host could have set without TLS. Logins
   * that are kept there go on: the next refresh moves them.
   */
  static final String OLDER_COOKIE = "havatar_refresh";

  private static final String COOKIE_PATH = "/api/login/refresh";
  private static final long COOKIE_LIFE_S = 90L * 24 * 3600; // the login itself ends by the store

  /** What a browser shows at its next login; no script reads it, no other path gets it. */
  static final String KNOWN_COOKIE = "__Secure-havatar_seen";

  private static final String KNOWN_COOKIE_PATH = "/api/login";

  /** After too many wrong ones. */
  static final String CODES_BLOCKED = "totp_blocked";

  private LoginAnswers() {}

  static String codesBlocked(long untilMs) {
    return "After too many wrong codes those of your authenticator are refused until %s. Use a"
            .formatted(Timestamps.text(untilMs))
        + " recovery code or a passkey, or ask an administrator. Then change your password:"
        + " somebody else may know it.";
  }

  /** What that browser was given at a former login, and whether it keeps anything. */
  static Browser browser(RoutingContext context, JsonObject body) {
    Cookie known = context.request().getCookie(KNOWN_COOKIE);
    return new Browser(wantsCookie(body), known == null ? "" : known.getValue());
  }

  /** Whether the client wants the refresh token as a cookie. */
  static boolean wantsCookie(JsonObject body) {
    return body.getBoolean("refresh_cookie", false);
  }

  static void answer(RoutingContext context, LoginOutcome outcome, boolean asCookie) {
    switch (outcome) {
      case LoginOutcome.Accepted accepted -> accept(context, accepted, asCookie);
      case LoginOutcome.Denied ignored ->
          refuse(context, 401, "login_failed", "The user name or the password is wrong.");
      case LoginOutcome.CodeRequired ignored ->
          refuse(
              context, 401, "totp_required", "Send the code of your authenticator as totp_code.");
      case LoginOutcome.CodeWrong ignored ->
          refuse(
              context,
              401,
              "totp_wrong",
              "The code is wrong or was used before. Wait for the next one.");
      case LoginOutcome.CodesBlocked blocked ->
          refuse(context, 401, CODES_BLOCKED, codesBlocked(blocked.untilMs()));
      case LoginOutcome.Disabled ignored ->
          refuse(context, 401, "account_disabled", "An administrator has disabled this account.");
      case LoginOutcome.PasswordOver ignored ->
          refuse(
              context,
              401,
              "one_time_password_over",
              "This one-time password was good for 24 hours. Ask an administrator for a new one.");
      case LoginOutcome.StepLeft left -> stepLeft(context, left);
      case LoginOutcome.Wait wait -> {
        Guards.retryAfter(context, wait.retryAfterMs());
        refuse(
            context,
            429,
            Reason.RATE_LIMITED.wireName(),
            "Too many attempts. Wait %d s.".formatted((wait.retryAfterMs() + 999) / 1000));
      }
      case LoginOutcome.Busy ignored -> {
        Guards.retryAfter(context, 1000);
        refuse(context, 503, Codes.UNAVAILABLE, "Too many logins at once. Try again.");
      }
    }
  }

  private static void accept(
      RoutingContext context, LoginOutcome.Accepted accepted, boolean asCookie) {
    JsonObject answer = new JsonObject().put("success", true);
    addTokens(context, answer, accepted, asCookie);
    context.json(answer);
  }

  /** If the login is complete by this. */
  static void addTokens(
      RoutingContext context, JsonObject answer, LoginOutcome outcome, boolean asCookie) {
    if (!(outcome instanceof LoginOutcome.Accepted accepted)) {
      return;
    }
    answer.put("token", accepted.token()).put("expires_in", accepted.expiresInS());
    if (asCookie) {
      context.response().addCookie(cookie(COOKIE, accepted.refreshToken(), COOKIE_LIFE_S));
      if (!accepted.browser().isEmpty()) {
        Cookie known = cookie(KNOWN_COOKIE, accepted.browser(), KnownBrowser.LIFE_MS / 1000);
        context.response().addCookie(known.setPath(KNOWN_COOKIE_PATH));
      }
      dropOlderCookie(context);
    } else {
      answer.put("refresh_token", accepted.refreshToken());
    }
  }

  private static void stepLeft(RoutingContext context, LoginOutcome.StepLeft left) {
    JsonObject answer =
        switch (left.step()) {
          case PASSWORD_CHANGE ->
              refusal(
                      "password_change_required",
                      "This password is good once. Choose your own: POST /api/account/password.")
                  .put("password_token", left.token());
          case TOTP_ENROLMENT ->
              refusal(
                      "totp_enrolment_required",
                      "Your account needs an authenticator. Set it up: POST /api/account/totp.")
                  .put("enrolment_token", left.token());
        };
    end(context, 401, answer.put("expires_in", left.expiresInS()));
  }

  static void refuse(RoutingContext context, Problem problem) {
    refuse(context, problem.status(), problem.code(), problem.detail());
  }

  static void refuse(RoutingContext context, int status, String code, String message) {
    end(context, status, refusal(code, message));
  }

  private static JsonObject refusal(String code, String message) {
    return new JsonObject().put("success", false).put("code", code).put("message", message);
  }

  private static void end(RoutingContext context, int status, JsonObject answer) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(answer.toBuffer());
  }

  /** The browser forgets it. */
  static void dropCookie(RoutingContext context) {
    context.response().addCookie(cookie(COOKIE, "", 0));
    dropOlderCookie(context);
  }

  /** Whether there is one can't be seen: browsers send it to the path of the refresh only. */
  private static void dropOlderCookie(RoutingContext context) {
    context.response().addCookie(cookie(OLDER_COOKIE, "", 0));
  }

  private static Cookie cookie(String name, String value, long lifeS) {
    return Cookie.cookie(name, value)
        .setPath(COOKIE_PATH)
        .setHttpOnly(true)
        .setSecure(true)
        .setSameSite(CookieSameSite.STRICT)
        .setMaxAge(lifeS);
  }
}
