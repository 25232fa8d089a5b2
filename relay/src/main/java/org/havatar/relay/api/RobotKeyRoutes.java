package org.havatar.relay.api;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.havatar.relay.access.robots.KeyCustody;
import org.havatar.relay.access.robots.Keyring;
import org.havatar.relay.access.robots.RobotOptions;

/** What opens a robot's connection, for its keepers. */
final class RobotKeyRoutes implements Routes {
  private static final String AUTOMATIC = "automatic";

  private final KeyCustody custody;
  private final Supplier<RobotOptions> options;
  private final LongSupplier epochMs;

  RobotKeyRoutes(KeyCustody custody, Supplier<RobotOptions> options, LongSupplier epochMs) {
    this.custody = custody;
    this.options = options;
    this.epochMs = epochMs;
  }

  @Override
  public void mount(Operations operations) {
    operations.on("getRobotKey", this::get);
    operations.on("createRobotKey", this::create);
    operations.on("changeRobotKey", this::change);
    operations.on("revokeRobotKey", this::revoke);
    operations.on("exchangeRobotKey", this::exchange);
    operations.on("openRecovery", this::recover);
  }

  private static String robotId(RoutingContext context) {
    return Operations.arguments(context).text("robotId");
  }

  private void get(RoutingContext context) {
    Outcomes.answer(
        context,
        custody.look(Guards.user(context), robotId(context)),
        ring -> answer(context, ring));
  }

  private void answer(RoutingContext context, Keyring ring) {
    context.json(json(robotId(context), ring));
  }

  private JsonObject json(String robotId, Keyring ring) {
    Keyring.Upkeep upkeep = ring.upkeep();
    long nowMs = epochMs.getAsLong();
    long opensUntilMs = ring.opensUntilMs(options.get());
    JsonObject json =
        new JsonObject()
            .put("robot_id", robotId)
            .put("state", state(ring, opensUntilMs, nowMs))
            .put("key_rotation", upkeep.automatic() ? AUTOMATIC : "off")
            .put("recovery_days", upkeep.recoveryDays());
    ring.current()
        .ifPresent(
            key -> {
              json.put("key_id", key.keyId());
              putIfKnown(json, "created_at", key.createdMs());
              putIfKnown(json, "confirmed_at", key.confirmedMs());
            });
    putIfKnown(json, "opens_until", opensUntilMs);
    ring.former()
        .filter(former -> nowMs < former.untilMs())
        .ifPresent(former -> putIfKnown(json, "former_opens_until", former.untilMs()));
    putIfKnown(json, "last_seen_at", upkeep.seenMs());
    if (nowMs < upkeep.recoveryUntilMs()) {
      putIfKnown(json, "recovery_until", upkeep.recoveryUntilMs());
    }
    return upkeep.trouble().isEmpty() ? json : json.put("trouble", upkeep.trouble());
  }

  private static String state(Keyring ring, long opensUntilMs, long nowMs) {
    if (ring.current().isEmpty()) {
      return "revoked";
    }
    if (opensUntilMs != 0 && nowMs >= opensUntilMs) {
      return "expired";
    }
    boolean isUnderWay = ring.pending().isPresent() && ring.upkeep().trouble().isEmpty();
    return isUnderWay || ring.upkeep().isExchangeWanted() ? "handing_over" : "good";
  }

  private static void putIfKnown(JsonObject json, String name, long epochMs) {
    if (epochMs != 0) {
      json.put(name, Timestamps.text(epochMs));
    }
  }

  private void create(RoutingContext context) {
    Outcomes.answer(
        context,
        custody.give(Guards.user(context), robotId(context), Guards.actor(context)),
        key -> RobotRoutes.created(context, key));
  }

  private void change(RoutingContext context) {
    JsonObject body = Operations.body(context);
    KeyCustody.Terms terms =
        new KeyCustody.Terms(
            Optional.ofNullable(body.getString("key_rotation")).map(AUTOMATIC::equals),
            Optional.ofNullable(body.getInteger("recovery_days")));
    Outcomes.answer(
        context,
        custody.follow(Guards.user(context), robotId(context), terms, Guards.actor(context)),
        ring -> answer(context, ring));
  }

  private void revoke(RoutingContext context) {
    Outcomes.answer(
        context,
        custody.revoke(Guards.user(context), robotId(context), Guards.actor(context)),
        revoked -> Outcomes.noContent(context));
  }

  private void exchange(RoutingContext context) {
    Outcomes.answer(
        context,
        custody.exchange(Guards.user(context), robotId(context), Guards.actor(context)),
        ring -> {
          context.response().setStatusCode(202);
          answer(context, ring);
        });
  }

  private void recover(RoutingContext context) {
    int lifeS = Operations.body(context).getInteger("expires_in_s", KeyCustody.LONGEST_RECOVERY_S);
    Outcomes.answer(
        context,
        custody.recover(Guards.user(context), robotId(context), lifeS, Guards.actor(context)),
        ring -> answer(context, ring));
  }
}
