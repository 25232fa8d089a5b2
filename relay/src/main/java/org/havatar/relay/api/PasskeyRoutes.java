package org.havatar.relay.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.identity.LoginOutcome;
import org.havatar.relay.access.identity.PasskeyLogins;
import org.havatar.relay.access.identity.PasskeyOutcome;
import org.havatar.relay.access.identity.Passkeys;
import org.havatar.relay.access.people.Names;

/** Passkeys: making and removing one's own, and logging in with one. */
final class PasskeyRoutes implements Routes {
  private final Passkeys passkeys;
  private final PasskeyLogins logins;
  private final ApiMeasures measures;

  PasskeyRoutes(Access access, ApiMeasures measures) {
    this.passkeys = access.identity().passkeys();
    this.logins = access.identity().passkeyLogins();
    this.measures = measures;
  }

  @Override
  public void mount(Operations operations) {
    operations.on("beginPasskey", this::begin);
    operations.on("addPasskey", this::add);
    operations.on("removePasskey", this::remove);
    operations.on("beginPasskeyLogin", this::beginLogin);
    operations.on("loginByPasskey", this::login, LoginAnswers::refuse);
  }

  /** Browsers tell it with each POST; what it says only chooses among the configured ones. */
  private static String originHeader(RoutingContext context) {
    String header = context.request().getHeader(HttpHeaders.ORIGIN);
    return header == null ? "" : header;
  }

  private void begin(RoutingContext context) {
    passkeys
        .begin(Guards.user(context), originHeader(context))
        .onFailure(context::fail)
        .onSuccess(outcome -> answer(context, outcome));
  }

  private void add(RoutingContext context) {
    JsonObject body = Operations.body(context);
    String name = body.getString("name").strip();
    if (name.isEmpty()) {
      throw new ProblemException(Problem.outOfRange("name", "a name that isn't empty"));
    }
    Names.faultOfText(name)
        .ifPresent(
            sentence -> {
              throw new ProblemException(Problem.outOfRange(sentence));
            });
    passkeys
        .add(
            Guards.signedIn(context),
            name,
            body.getJsonObject("credential"),
            Guards.origin(context))
        .onFailure(context::fail)
        .onSuccess(outcome -> answer(context, outcome));
  }

  private void remove(RoutingContext context) {
    String id = Operations.arguments(context).text("passkeyId");
    passkeys
        .remove(Guards.user(context), id, Guards.origin(context))
        .onFailure(context::fail)
        .onSuccess(
            removed -> {
              if (removed) {
                context.response().setStatusCode(204).end();
              } else {
                Problem.ofStatus(404).answer(context);
              }
            });
  }

  private void beginLogin(RoutingContext context) {
    logins
        .begin(originHeader(context))
        .onFailure(context::fail)
        .onSuccess(outcome -> answer(context, outcome));
  }

  private void login(RoutingContext context) {
    JsonObject body = Operations.body(context);
    logins
        .login(
            body.getJsonObject("credential"),
            Guards.origin(context),
            LoginAnswers.browser(context, body))
        .onFailure(context::fail)
        .onSuccess(
            outcome -> {
              measures.loginSettled(outcome);
              answerLogin(context, outcome, LoginAnswers.wantsCookie(body));
            });
  }

  private static void answerLogin(RoutingContext context, LoginOutcome outcome, boolean asCookie) {
    if (outcome instanceof LoginOutcome.Denied) {
      LoginAnswers.refuse(
          context,
          401,
          "login_failed",
          "This passkey was not accepted. Try again, or log in with your password.");
    } else {
      LoginAnswers.answer(context, outcome, asCookie);
    }
  }

  private static void answer(RoutingContext context, PasskeyOutcome outcome) {
    switch (outcome) {
      case PasskeyOutcome.Options options ->
          context.json(new JsonObject().put("public_key", options.publicKey()));
      case PasskeyOutcome.Added added ->
          context
              .response()
              .setStatusCode(201)
              .putHeader("content-type", "application/json")
              .end(AccountViews.json(added.passkey()).toBuffer());
      case PasskeyOutcome.NotHere ignored ->
          conflict(
              context,
              "passkeys_unavailable",
              "Passkeys don't work at this address. The operator lists those where they do in"
                  + " login.passkey_origins.");
      case PasskeyOutcome.Refused ignored -> Problem.passkeyRefused().answer(context);
      case PasskeyOutcome.TooMany ignored ->
          conflict(
              context,
              "too_many_passkeys",
              "An account has at most 8 passkeys. Remove one that you don't use.");
      case PasskeyOutcome.Known ignored ->
          conflict(context, "passkey_known", "Your account has this passkey already.");
      case PasskeyOutcome.Gone ignored -> Problem.unauthenticated().answer(context);
    }
  }

  private static void conflict(RoutingContext context, String code, String detail) {
    new Problem(409, "Conflict", code, detail).answer(context);
  }
}
