package org.havatar.relay.api;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Names;
import org.havatar.relay.access.identity.LoginOutcome;
import org.havatar.relay.access.identity.Ticket;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Reason;

/** {@code POST /api/login} and {@code POST /api/tickets}. */
final class LoginRoutes {
  private final Access access;
  private final ApiMeasures measures;

  LoginRoutes(Access access, ApiMeasures measures) {
    this.access = access;
    this.measures = measures;
  }

  /** Keeps the shape that older clients know, also when it refuses. */
  void login(RoutingContext context) {
    String name;
    String password;
    try {
      Fields fields = Fields.of(context.body().buffer());
      name = fields.text("username", Names.MAX_TEXT_LENGTH);
      password = fields.text("password", Names.MAX_PASSWORD_LENGTH);
    } catch (ProblemException e) {
      Problem problem = e.problem();
      refuse(context, problem.status(), problem.code(), problem.detail());
      return;
    }
    access
        .login(name, password, Guards.addressGroup(context))
        .onFailure(context::fail)
        .onSuccess(
            outcome -> {
              measures.loginSettled(outcome);
              answer(context, outcome);
            });
  }

  private static void answer(RoutingContext context, LoginOutcome outcome) {
    switch (outcome) {
      case LoginOutcome.Accepted accepted ->
          context.json(
              new JsonObject()
                  .put("success", true)
                  .put("token", accepted.token())
                  .put("expires_in", accepted.expiresInS()));
      case LoginOutcome.Denied ignored ->
          refuse(context, 401, "login_failed", "The user name or the password is wrong.");
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

  private static void refuse(RoutingContext context, int status, String code, String message) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(
            new JsonObject()
                .put("success", false)
                .put("code", code)
                .put("message", message)
                .toBuffer());
  }

  void ticket(RoutingContext context) {
    Ticket ticket = access.issueTicket(Guards.user(context));
    context.json(
        new JsonObject().put("ticket", ticket.value()).put("expires_in", ticket.expiresInS()));
  }
}
