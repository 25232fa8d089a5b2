package org.havatar.relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.havatar.relay.access.robots.ShareLink;
import org.havatar.relay.access.robots.Sharing;

/** Whom a robot's owner lets reach it, by links. */
final class LinkRoutes implements Routes {
  private final Sharing sharing;

  LinkRoutes(Sharing sharing) {
    this.sharing = sharing;
  }

  @Override
  public void mount(Operations operations) {
    operations.on("listLinks", this::list);
    operations.on("createLink", this::create);
    operations.on("endLink", this::end);
    operations.on("redeemLink", this::redeem);
  }

  private void list(RoutingContext context) {
    String robotId = Operations.arguments(context).text("robotId");
    Outcomes.answer(
        context,
        sharing.links(Guards.user(context), robotId),
        links -> {
          JsonArray list = new JsonArray();
          links.forEach(link -> list.add(json(link)));
          context.json(new JsonObject().put("links", list));
        });
  }

  private static JsonObject json(ShareLink link) {
    return new JsonObject()
        .put("link_id", link.linkId())
        .put("role", link.role().text())
        .put("expires_at", Timestamps.text(link.expiresMs()))
        .put("max_uses", link.usage().most())
        .put("uses", link.usage().uses())
        .put("created_by", link.origin().by())
        .put("created_at", Timestamps.text(link.origin().atMs()));
  }

  private void create(RoutingContext context) {
    JsonObject body = Operations.body(context);
    Sharing.Terms terms =
        new Sharing.Terms(body.getInteger("expires_in_s"), body.getInteger("max_uses", 1));
    Outcomes.answer(
        context,
        sharing.newLink(
            Guards.user(context),
            Operations.arguments(context).text("robotId"),
            GrantRoutes.role(body),
            terms,
            Guards.actor(context)),
        made -> {
          context.response().setStatusCode(201);
          context.json(
              new JsonObject()
                  .put("link_id", made.link().linkId())
                  .put("token", made.token())
                  .put("expires_at", Timestamps.text(made.link().expiresMs())));
        });
  }

  private void end(RoutingContext context) {
    Arguments asked = Operations.arguments(context);
    Outcomes.answer(
        context,
        sharing.endLink(
            Guards.user(context),
            asked.text("robotId"),
            asked.text("linkId"),
            Guards.actor(context)),
        ended -> Outcomes.noContent(context));
  }

  private void redeem(RoutingContext context) {
    String token = Operations.body(context).getString("token");
    Outcomes.answer(
        context,
        sharing.redeem(Guards.user(context), token, Guards.actor(context)),
        redeemed -> {
          JsonObject json =
              new JsonObject()
                  .put("robot_id", redeemed.robot().robotId())
                  .put("name", redeemed.robot().name())
                  .put("role", redeemed.grant().role().text());
          GrantRoutes.putEnd(json, redeemed.grant());
          context.json(json);
        });
  }
}
