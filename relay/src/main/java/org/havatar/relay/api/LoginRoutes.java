package org.havatar.relay.api;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.identity.Credentials;
import org.havatar.relay.access.identity.LoginOutcome;
import org.havatar.relay.access.identity.Logins;
import org.havatar.relay.access.identity.RefreshOutcome;
import org.havatar.relay.access.identity.Ticket;
import org.jspecify.annotations.Nullable;

/** Logging in, staying so, and tickets for sockets. */
final class LoginRoutes implements Routes {
  /** A page of another origin can't send it without having asked this relay first. */
  private static final String REFRESH_HEADER = "x-havatar-refresh";

  private final Access access;
  private final Logins logins;
  private final ApiMeasures measures;
  private final boolean tls;

  LoginRoutes(Access access, ApiMeasures measures, ApiOptions options) {
    this.access = access;
    this.logins = access.identity().logins();
    this.measures = measures;
    this.tls = options.tls();
  }

  @Override
  public void mount(Operations operations) {
    operations.on("login", this::login, LoginAnswers::refuse);
    operations.on("refreshLogin", this::refresh, LoginAnswers::refuse);
    operations.on("issueTicket", this::ticket);
  }

  /** Keeps the shape that older clients know, also when it refuses. */
  private void login(RoutingContext context) {
    JsonObject body = Operations.body(context);
    Credentials credentials =
        new Credentials(
            body.getString("username"),
            body.getString("password"),
            Optional.ofNullable(body.getString("totp_code")).filter(code -> !code.isBlank()),
            LoginAnswers.browser(context, body));
    logins
        .login(credentials, Guards.origin(context))
        .onFailure(context::fail)
        .onSuccess(
            outcome -> {
              measures.loginSettled(outcome);
              LoginAnswers.answer(context, outcome, LoginAnswers.wantsCookie(body));
            });
  }

  private void refresh(RoutingContext context) {
    String shown = Operations.body(context).getString("refresh_token");
    boolean byCookie = shown == null;
    String token = byCookie ? cookie(context) : shown;
    if (token == null) {
      LoginAnswers.refuse(context, 401, "no_refresh_token", "Log in: there is nothing to renew.");
    } else if (byCookie && !isFromOwnPage(context.request())) {
      LoginAnswers.refuse(
          context,
          403,
          "not_permitted",
          "A cookie renews a login only for this relay's own page, with the header "
              + REFRESH_HEADER
              + ".");
    } else {
      logins
          .refresh(token, Guards.origin(context))
          .onFailure(context::fail)
          .onSuccess(outcome -> answer(context, outcome, byCookie));
    }
  }

  private static @Nullable String cookie(RoutingContext context) {
    String kept = cookie(context, LoginAnswers.COOKIE);
    return kept == null ? cookie(context, LoginAnswers.OLDER_COOKIE) : kept;
  }

  private static @Nullable String cookie(RoutingContext context, String name) {
    Cookie cookie = context.request().getCookie(name);
    return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
  }

  /** Browsers tell the origin with each POST; what a cookie proves, another page may not use. */
  private boolean isFromOwnPage(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    HostAndPort asked = request.authority();
    if (origin == null || asked == null || request.getHeader(REFRESH_HEADER) == null) {
      return false;
    }
    try {
      URI uri = new URI(origin);
      return isOwnScheme(uri.getScheme(), asked.host())
          && asked.host().equalsIgnoreCase(uri.getHost())
          && port(uri.getPort(), uri.getScheme()) == port(asked.port(), uri.getScheme());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /**
   * The page comes over TLS, from this relay or from the proxy in front of one that speaks plain
   * text. Only on this machine itself do browsers keep the cookie without TLS.
   */
  private boolean isOwnScheme(@Nullable String scheme, String host) {
    return "https".equals(scheme) || (!tls && "http".equals(scheme) && isThisMachine(host));
  }

  private static boolean isThisMachine(String host) {
    return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
  }

  /** The scheme's own when none is written. */
  private static int port(int written, @Nullable String scheme) {
    int usual = "http".equals(scheme) ? 80 : 443;
    return written == -1 ? usual : written;
  }

  private static void answer(RoutingContext context, RefreshOutcome outcome, boolean byCookie) {
    switch (outcome) {
      case RefreshOutcome.Renewed renewed ->
          LoginAnswers.answer(context, (LoginOutcome) renewed.tokens(), byCookie);
      case RefreshOutcome.Ended ignored -> {
        LoginAnswers.dropCookie(context);
        LoginAnswers.refuse(context, 401, "login_ended", "This login has ended. Log in again.");
      }
      case RefreshOutcome.Stolen ignored -> {
        LoginAnswers.dropCookie(context);
        LoginAnswers.refuse(
            context,
            401,
            "refresh_token_reused",
            "This refresh token was used before, so the login was ended. Log in again, and change"
                + " your password if you can't explain it.");
      }
    }
  }

  private void ticket(RoutingContext context) {
    access
        .issueTicket(Guards.signedIn(context))
        .onFailure(context::fail)
        .onSuccess(ticket -> context.json(json(ticket)));
  }

  private static JsonObject json(Ticket ticket) {
    return new JsonObject().put("ticket", ticket.value()).put("expires_in", ticket.expiresInS());
  }
}
