package org.havatar.relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.havatar.relay.access.robots.Grant;
import org.havatar.relay.access.robots.GrantRole;
import org.havatar.relay.access.robots.Sharing;

/** Whom a robot's owner lets reach it, by name. */
final class GrantRoutes implements Routes {
  private final Sharing sharing;

  GrantRoutes(Sharing sharing) {
    this.sharing = sharing;
  }

  @Override
  public void mount(Operations operations) {
    operations.on("listGrants", this::list);
    operations.on("putGrant", this::put);
    operations.on("endGrant", this::end);
  }

  private void list(RoutingContext context) {
    String robotId = Operations.arguments(context).text("robotId");
    Outcomes.answer(
        context,
        sharing.grants(Guards.user(context), robotId),
        grants -> {
          JsonArray list = new JsonArray();
          grants.forEach(grant -> list.add(json(grant)));
          context.json(new JsonObject().put("grants", list));
        });
  }

  static JsonObject json(Grant grant) {
    JsonObject json =
        new JsonObject()
            .put("account", grant.account())
            .put("role", grant.role().text())
            .put("since", Timestamps.text(grant.sinceMs()))
            .put("by", grant.by());
    putEnd(json, grant);
    return grant.linkId().isEmpty() ? json : json.put("link_id", grant.linkId());
  }

  static void putEnd(JsonObject json, Grant grant) {
    if (grant.untilMs() != Grant.FOREVER) {
      json.put("until", Timestamps.text(grant.untilMs()));
    }
  }

  static GrantRole role(JsonObject body) {
    return GrantRole.of(body.getString("role")).orElseThrow();
  }

  private void put(RoutingContext context) {
    Arguments asked = Operations.arguments(context);
    JsonObject body = Operations.body(context);
    String until = body.getString("until");
    Sharing.Wish wish =
        new Sharing.Wish(
            asked.text("account"),
            role(body),
            until == null ? Grant.FOREVER : Timestamps.ms("until", until));
    Outcomes.answer(
        context,
        sharing.grant(Guards.user(context), asked.text("robotId"), wish, Guards.actor(context)),
        grant -> context.json(json(grant)));
  }

  private void end(RoutingContext context) {
    Arguments asked = Operations.arguments(context);
    Outcomes.answer(
        context,
        sharing.endGrant(
            Guards.user(context),
            asked.text("robotId"),
            asked.text("account"),
            Guards.actor(context)),
        ended -> Outcomes.noContent(context));
  }
}
