package org.havatar.relay.api;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.identity.LoginOutcome;
import org.havatar.relay.access.identity.Ticket;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Reason;

/** {@code POST /api/login} and {@code POST /api/tickets}. */
final class LoginRoutes implements Routes {
  private final Access access;
  private final ApiMeasures measures;

  LoginRoutes(Access access, ApiMeasures measures) {
    this.access = access;
    this.measures = measures;
  }

  @Override
  public void mount(Operations operations) {
    operations.on("login", this::login, LoginRoutes::refuse);
    operations.on("issueTicket", this::ticket);
  }

  /** Keeps the shape that older clients know, also when it refuses. */
  private void login(RoutingContext context) {
    JsonObject body = Operations.body(context);
    access
        .login(body.getString("username"), body.getString("password"), Guards.addressGroup(context))
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

  private static void refuse(RoutingContext context, Problem problem) {
    refuse(context, problem.status(), problem.code(), problem.detail());
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

  private void ticket(RoutingContext context) {
    access
        .issueTicket(Guards.user(context))
        .onFailure(context::fail)
        .onSuccess(ticket -> context.json(json(ticket)));
  }

  private static JsonObject json(Ticket ticket) {
    return new JsonObject().put("ticket", ticket.value()).put("expires_in", ticket.expiresInS());
  }
}
