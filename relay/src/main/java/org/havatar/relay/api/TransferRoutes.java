package org.havatar.relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.Transfers;
import org.havatar.relay.access.robots.Transfers.Offered;

/** Robots on their way from one owner to the next. */
final class TransferRoutes implements Routes {
  private final Transfers transfers;

  TransferRoutes(Transfers transfers) {
    this.transfers = transfers;
  }

  @Override
  public void mount(Operations operations) {
    operations.on("transferRobot", this::offer);
    operations.on("listOffers", this::list);
    operations.on("acceptOffer", this::accept);
    operations.on("endOffer", this::end);
  }

  private static String robotId(RoutingContext context) {
    return Operations.arguments(context).text("robotId");
  }

  private void offer(RoutingContext context) {
    String account = Operations.body(context).getString("account");
    Outcomes.answer(
        context,
        transfers.offer(Guards.user(context), robotId(context), account, Guards.actor(context)),
        entry -> answer(context, entry));
  }

  private static void answer(RoutingContext context, RobotEntry entry) {
    JsonObject json =
        new JsonObject().put("robot_id", entry.robot().robotId()).put("owner", entry.owner());
    entry
        .reach()
        .offer()
        .ifPresent(
            offer ->
                json.put("offered_to", offer.to()).put("until", Timestamps.text(offer.untilMs())));
    context.json(json);
  }

  private void list(RoutingContext context) {
    Outcomes.longJson(
        context,
        transfers.offersTo(Guards.user(context)),
        all -> {
          JsonArray list = new JsonArray();
          all.forEach(each -> list.add(json(each)));
          return new JsonObject().put("offers", list);
        });
  }

  private static JsonObject json(Offered offered) {
    return new JsonObject()
        .put("robot_id", offered.robot().robotId())
        .put("name", offered.robot().name())
        .put("type", offered.robot().type())
        .put("by", offered.offer().by())
        .put("until", Timestamps.text(offered.offer().untilMs()));
  }

  private void accept(RoutingContext context) {
    Outcomes.answer(
        context,
        transfers.accept(Guards.user(context), robotId(context), Guards.actor(context)),
        entry -> answer(context, entry));
  }

  private void end(RoutingContext context) {
    Outcomes.answer(
        context,
        transfers.end(Guards.user(context), robotId(context), Guards.actor(context)),
        ended -> Outcomes.noContent(context));
  }
}
