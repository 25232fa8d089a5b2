package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.identity.Accounts;
import org.havatar.relay.access.identity.Accounts.ChangeOutcome;
import org.havatar.relay.access.identity.Accounts.Wish;
import org.havatar.relay.access.identity.PasswordRules;
import org.havatar.relay.access.people.Names;
import org.havatar.relay.access.people.Role;
import org.havatar.relay.access.people.User;

/** What administrators do with accounts. */
final class AccountsRoutes implements Routes {
  private final Accounts accounts;
  private final LongSupplier epochMs;

  AccountsRoutes(Access access, LongSupplier epochMs) {
    this.accounts = access.identity().accounts();
    this.epochMs = epochMs;
  }

  @Override
  public void mount(Operations operations) {
    operations.on("listAccounts", this::list);
    operations.on("addAccount", this::add);
    operations.on("changeOtherAccount", this::change);
    operations.on("resetAccount", this::reset);
  }

  private void list(RoutingContext context) {
    Outcomes.longJson(
        context,
        accounts.all(),
        all -> {
          JsonArray array = new JsonArray();
          all.forEach(each -> array.add(AccountViews.full(each)));
          return new JsonObject().put("accounts", array);
        });
  }

  private void add(RoutingContext context) {
    JsonObject body = Operations.body(context);
    String name = Names.userName(body.getString("name"));
    User user =
        new User(
            name,
            body.getString("display_name", body.getString("name")),
            Role.named(body.getString("role", Role.USER.wireName())).orElseThrow());
    refuseIf(Names.faultOfText(user.displayName()), "display_name");
    Optional<String> password = Optional.ofNullable(body.getString("password"));
    password
        .flatMap(each -> PasswordRules.faultOf(each, name))
        .ifPresent(
            sentence -> {
              throw new ProblemException(
                  new Problem(400, "Bad Request", "unfit_password", sentence, "password"));
            });
    if (password.isPresent()) {
      accounts
          .add(user, password.get(), Guards.actor(context), epochMs.getAsLong())
          .onFailure(context::fail)
          .onSuccess(added -> answerAdded(context, name, added, Optional.empty()));
    } else {
      accounts
          .add(user, Guards.actor(context), epochMs.getAsLong())
          .onFailure(context::fail)
          .onSuccess(oneTime -> answerAdded(context, name, oneTime.isPresent(), oneTime));
    }
  }

  private static void answerAdded(
      RoutingContext context, String name, boolean added, Optional<String> oneTime) {
    if (!added) {
      new Problem(409, "Conflict", "taken", "There is an account of this name already.", "name")
          .answer(context);
      return;
    }
    JsonObject answer = new JsonObject().put("name", name);
    oneTime.ifPresent(password -> answer.put("one_time_password", password));
    context.response().setStatusCode(201);
    context.json(answer);
  }

  private static void refuseIf(Optional<String> fault, String field) {
    fault.ifPresent(
        sentence -> {
          throw new ProblemException(
              new Problem(400, "Bad Request", "out_of_range", sentence, field));
        });
  }

  private void change(RoutingContext context) {
    JsonObject body = Operations.body(context);
    Optional<String> displayName = Optional.ofNullable(body.getString("display_name"));
    refuseIf(displayName.flatMap(Names::faultOfText), "display_name");
    Wish wish =
        new Wish(
            displayName,
            Optional.ofNullable(body.getString("role")).flatMap(Role::named),
            Optional.ofNullable(body.getBoolean("disabled")));
    Future<ChangeOutcome> changed =
        accounts.change(nameOf(context), wish, Guards.actor(context), epochMs.getAsLong());
    changed
        .onFailure(context::fail)
        .onSuccess(
            outcome -> {
              switch (outcome) {
                case ChangeOutcome.Changed done -> context.json(AccountViews.full(done.account()));
                case ChangeOutcome.Unknown ignored -> Problem.ofStatus(404).answer(context);
                case ChangeOutcome.LastAdministrator ignored ->
                    new Problem(
                            409,
                            "Conflict",
                            "last_administrator",
                            "This is the last administrator. Make another one first.")
                        .answer(context);
              }
            });
  }

  private void reset(RoutingContext context) {
    refuseOwn(context, nameOf(context), "POST /api/account/password");
    boolean secondFactorToo = Operations.body(context).getBoolean("second_factors", false);
    accounts
        .reset(nameOf(context), secondFactorToo, Guards.actor(context), epochMs.getAsLong())
        .onFailure(context::fail)
        .onSuccess(
            oneTime ->
                oneTime.ifPresentOrElse(
                    password -> context.json(new JsonObject().put("one_time_password", password)),
                    () -> Problem.ofStatus(404).answer(context)));
  }

  /**
   * Nobody does to their own account as an administrator what its owner has to prove more for.
   *
   * @param way that is meant for it
   */
  static void refuseOwn(RoutingContext context, String name, String way) {
    if (Guards.user(context).name().equals(name)) {
      throw new ProblemException(
          new Problem(
              409, "Conflict", "own_account", "This is your own account: use " + way + "."));
    }
  }

  private static String nameOf(RoutingContext context) {
    return Names.userName(Operations.arguments(context).text("name"));
  }
}
