package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneId;
import java.util.Optional;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.access.identity.OwnAccount;
import org.havatar.relay.access.identity.PasskeyLogins;
import org.havatar.relay.access.identity.ProofOutcome;
import org.havatar.relay.access.identity.TotpEnrolment;
import org.havatar.relay.access.people.Names;

/** What people do with their own account. */
final class AccountRoutes implements Routes {
  private final OwnAccount own;
  private final PasskeyLogins passkeys;

  AccountRoutes(Access access) {
    this.own = access.identity().own();
    this.passkeys = access.identity().passkeyLogins();
  }

  @Override
  public void mount(Operations operations) {
    operations.on("getAccount", this::show);
    operations.on("changeAccount", this::describe);
    operations.on("changePassword", this::changePassword);
    operations.on("proveLogin", this::prove);
    operations.on("proveLoginByPasskey", this::proveByPasskey);
    operations.on("enrolTotp", this::enrolTotp);
    operations.on("confirmTotp", this::confirmTotp);
    operations.on("removeTotp", this::removeTotp);
    operations.on("renewRecoveryCodes", this::renewRecoveryCodes);
  }

  private void show(RoutingContext context) {
    answerAccount(context, own.account(Guards.user(context)));
  }

  private static void answerAccount(RoutingContext context, Future<Optional<Account>> asked) {
    asked
        .onFailure(context::fail)
        .onSuccess(
            account ->
                account.ifPresentOrElse(
                    known -> context.json(AccountViews.own(known)),
                    () -> Problem.unauthenticated().answer(context)));
  }

  private void describe(RoutingContext context) {
    JsonObject body = Operations.body(context);
    Optional<String> name = Optional.ofNullable(body.getString("display_name"));
    Optional<String> zone = Optional.ofNullable(body.getString("zone"));
    name.flatMap(Names::faultOfText)
        .ifPresent(
            sentence -> {
              throw new ProblemException(Problem.outOfRange(sentence));
            });
    if (zone.isPresent() && !ZoneId.getAvailableZoneIds().contains(zone.get())) {
      throw new ProblemException(
          Problem.outOfRange("zone", "a time zone of the IANA list, such as Europe/Bucharest"));
    }
    answerAccount(context, own.describe(Guards.user(context), name, zone, Guards.origin(context)));
  }

  private void changePassword(RoutingContext context) {
    JsonObject body = Operations.body(context);
    answer(
        context,
        own.changePassword(
            Guards.signedIn(context),
            body.getString("password"),
            body.getString("new_password"),
            Guards.origin(context),
            LoginAnswers.browser(context, body)));
  }

  private void prove(RoutingContext context) {
    JsonObject body = Operations.body(context);
    answer(
        context,
        own.renewProof(
            Guards.signedIn(context),
            body.getString("password"),
            Optional.ofNullable(body.getString("totp_code")).filter(code -> !code.isBlank()),
            Guards.origin(context)));
  }

  private void proveByPasskey(RoutingContext context) {
    JsonObject credential = Operations.body(context).getJsonObject("credential");
    answer(
        context, passkeys.renewProof(Guards.signedIn(context), credential, Guards.origin(context)));
  }

  private void enrolTotp(RoutingContext context) {
    own.enrolTotp(Guards.signedIn(context))
        .onFailure(context::fail)
        .onSuccess(
            enrolment ->
                enrolment.ifPresentOrElse(
                    begun -> context.json(json(begun)),
                    () -> answer(context, new ProofOutcome.AlreadyEnrolled())));
  }

  private static JsonObject json(TotpEnrolment begun) {
    return new JsonObject()
        .put("secret", begun.secret())
        .put("otpauth_uri", begun.uri())
        .put("qr_svg", begun.qrSvg());
  }

  private void confirmTotp(RoutingContext context) {
    JsonObject body = Operations.body(context);
    answer(
        context,
        own.confirmTotp(
            Guards.signedIn(context),
            body.getString("totp_code"),
            Guards.origin(context),
            LoginAnswers.browser(context, body)));
  }

  private void removeTotp(RoutingContext context) {
    JsonObject body = Operations.body(context);
    answer(
        context,
        own.removeTotp(
            Guards.signedIn(context),
            body.getString("password"),
            body.getString("totp_code"),
            Guards.origin(context)));
  }

  private void renewRecoveryCodes(RoutingContext context) {
    JsonObject body = Operations.body(context);
    answer(
        context,
        own.renewRecoveryCodes(
            Guards.signedIn(context),
            body.getString("password"),
            body.getString("totp_code"),
            Guards.origin(context)));
  }

  private static void answer(RoutingContext context, Future<ProofOutcome> asked) {
    asked.onFailure(context::fail).onSuccess(outcome -> answer(context, outcome));
  }

  static void answer(RoutingContext context, ProofOutcome outcome) {
    switch (outcome) {
      case ProofOutcome.Done done -> answerDone(context, done);
      case ProofOutcome.WrongPassword ignored ->
          new Problem(403, "Forbidden", "wrong_password", "The password is wrong.").answer(context);
      case ProofOutcome.WrongCode ignored ->
          new Problem(
                  403,
                  "Forbidden",
                  "totp_wrong",
                  "The code is wrong or was used before. Wait for the next one.")
              .answer(context);
      case ProofOutcome.CodesBlocked blocked ->
          new Problem(
                  403,
                  "Forbidden",
                  LoginAnswers.CODES_BLOCKED,
                  LoginAnswers.codesBlocked(blocked.untilMs()))
              .answer(context);
      case ProofOutcome.CodeRequired ignored ->
          new Problem(
                  403,
                  "Forbidden",
                  "totp_required",
                  "A code of your authenticator is needed, too (totp_code).")
              .answer(context);
      case ProofOutcome.PasskeyRefused ignored -> Problem.passkeyRefused().answer(context);
      case ProofOutcome.Unfit unfit ->
          new Problem(400, "Bad Request", "unfit_password", unfit.sentence(), "new_password")
              .answer(context);
      case ProofOutcome.NotEnrolled ignored ->
          new Problem(
                  409,
                  "Conflict",
                  "totp_not_enrolled",
                  "There is no authenticator. Begin with POST /api/account/totp.")
              .answer(context);
      case ProofOutcome.AlreadyEnrolled ignored ->
          new Problem(
                  409,
                  "Conflict",
                  "totp_enrolled",
                  "There is an authenticator already. Remove it first.")
              .answer(context);
      case ProofOutcome.Gone ignored -> Problem.unauthenticated().answer(context);
      case ProofOutcome.Wait wait -> {
        Guards.retryAfter(context, wait.retryAfterMs());
        Problem.rateLimited().answer(context);
      }
      case ProofOutcome.Busy ignored -> {
        Guards.retryAfter(context, 1000);
        Problem.unavailable("Too many passwords to check at once. Try again.").answer(context);
      }
    }
  }

  /** Who had this step of the login left is answered as by a login. */
  private static void answerDone(RoutingContext context, ProofOutcome.Done done) {
    if (!done.recoveryCodes().isEmpty()) {
      JsonObject answer =
          new JsonObject().put("recovery_codes", new JsonArray(done.recoveryCodes()));
      boolean asCookie = LoginAnswers.wantsCookie(Operations.body(context));
      done.next().ifPresent(next -> LoginAnswers.addTokens(context, answer, next, asCookie));
      context.json(answer);
    } else if (done.next().isPresent()) {
      boolean asCookie = LoginAnswers.wantsCookie(Operations.body(context));
      LoginAnswers.answer(context, done.next().get(), asCookie);
    } else {
      context.response().setStatusCode(204).end();
    }
  }
}
