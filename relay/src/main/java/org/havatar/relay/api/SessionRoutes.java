package org.havatar.relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.identity.LoginSession;
import org.havatar.relay.access.identity.Logins;
import org.havatar.relay.access.identity.SignedIn;

/** The logins of the account that asks. */
final class SessionRoutes implements Routes {
  private final Logins logins;

  SessionRoutes(Access access) {
    this.logins = access.identity().logins();
  }

  @Override
  public void mount(Operations operations) {
    operations.on("logout", this::logout);
    operations.on("listSessions", this::list);
    operations.on("endSession", this::end);
    operations.on("endOtherSessions", this::endOthers);
  }

  private void logout(RoutingContext context) {
    SignedIn who = Guards.signedIn(context);
    LoginAnswers.dropCookie(context);
    logins
        .end(who.user(), who.session(), Guards.origin(context))
        .onFailure(context::fail)
        .onSuccess(ignored -> context.response().setStatusCode(204).end());
  }

  private void list(RoutingContext context) {
    SignedIn who = Guards.signedIn(context);
    logins
        .sessions(who.user())
        .onFailure(context::fail)
        .onSuccess(all -> context.json(new JsonObject().put("sessions", array(all, who))));
  }

  private static JsonArray array(List<LoginSession> all, SignedIn who) {
    JsonArray array = new JsonArray();
    for (LoginSession each : all) {
      array.add(
          new JsonObject()
              .put("session_id", each.id())
              .put("created", moment(each.createdMs()))
              .put("last_used", moment(each.usedMs()))
              .put("device", each.origin().device())
              .put("address", each.origin().address())
              .put("current", each.id().equals(who.session())));
    }
    return array;
  }

  private static String moment(long epochMs) {
    return Instant.ofEpochMilli(epochMs).toString();
  }

  private void end(RoutingContext context) {
    String session = Operations.arguments(context).text("sessionId");
    logins
        .end(Guards.user(context), session, Guards.origin(context))
        .onFailure(context::fail)
        .onSuccess(
            ended -> {
              if (ended) {
                context.response().setStatusCode(204).end();
              } else {
                Problem.ofStatus(404).answer(context);
              }
            });
  }

  private void endOthers(RoutingContext context) {
    logins
        .endOthers(Guards.signedIn(context), Guards.origin(context))
        .onFailure(context::fail)
        .onSuccess(ignored -> context.response().setStatusCode(204).end());
  }
}
