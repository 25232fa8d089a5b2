package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.identity.OwnAccount;
import org.havatar.relay.access.identity.ProofOutcome;
import org.havatar.relay.access.people.Names;
import org.havatar.relay.access.privacy.ErasureOutcome;
import org.havatar.relay.access.privacy.Erasures;

/** People are told what is kept about them, and are forgotten. */
final class PrivacyRoutes implements Routes {
  private final OwnAccount own;
  private final Erasures erasures;
  private final AccountExport export;

  PrivacyRoutes(Access access, CommandHistory history, LongAnswers exports) {
    this.own = access.identity().own();
    this.erasures = access.erasures(history.traces());
    this.export = new AccountExport(access, history, exports);
  }

  @Override
  public void mount(Operations operations) {
    operations.on("exportAccount", export::send);
    operations.on("eraseAccount", this::eraseOwn);
    operations.on("eraseOtherAccount", this::eraseOther);
  }

  private void eraseOwn(RoutingContext context) {
    JsonObject body = Operations.body(context);
    Optional<String> code = Optional.ofNullable(body.getString("totp_code"));
    own.prove(Guards.signedIn(context), body.getString("password"), code, Guards.origin(context))
        .onFailure(context::fail)
        .onSuccess(
            proof -> {
              if (proof instanceof ProofOutcome.Done) {
                LoginAnswers.dropCookie(context);
                answer(context, erasures.erase(Guards.user(context).name(), Guards.actor(context)));
              } else {
                AccountRoutes.answer(context, proof);
              }
            });
  }

  private void eraseOther(RoutingContext context) {
    String name = Names.userName(Operations.arguments(context).text("name"));
    AccountsRoutes.refuseOwn(context, name, "DELETE /api/account");
    answer(context, erasures.erase(name, Guards.actor(context)));
  }

  private static void answer(RoutingContext context, Future<ErasureOutcome> asked) {
    asked
        .onFailure(context::fail)
        .onSuccess(
            outcome -> {
              switch (outcome) {
                case ErasureOutcome.Erased ignored -> Outcomes.noContent(context);
                case ErasureOutcome.Unknown ignored -> Problem.ofStatus(404).answer(context);
                case ErasureOutcome.OwnsRobots owned ->
                    new Problem(
                            409,
                            "Conflict",
                            "owns_robots",
                            "The account owns robots: %s. Transfer or remove them first."
                                .formatted(String.join(", ", owned.robotIds())))
                        .answer(
                            context,
                            new JsonObject().put("robots", new JsonArray(owned.robotIds())));
                case ErasureOutcome.LastAdministrator ignored ->
                    new Problem(
                            409,
                            "Conflict",
                            "last_administrator",
                            "This is the last administrator. Make another one first.")
                        .answer(context);
              }
            });
  }
}
