package org.havatar.relay.store;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.havatar.relay.access.robots.Audience;
import org.havatar.relay.access.robots.Grant;
import org.havatar.relay.access.robots.GrantRole;
import org.havatar.relay.access.robots.KeptStop;
import org.havatar.relay.access.robots.Keyring;
import org.havatar.relay.access.robots.Offer;
import org.havatar.relay.access.robots.Robot;
import org.havatar.relay.access.robots.RobotAcl;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.ShareLink;
import org.jspecify.annotations.Nullable;

/** How robots and their keys are written; see {@link Records}. */
final class RobotRecords {
  private RobotRecords() {}

  static String of(RobotEntry entry) {
    RobotDetails details = entry.details();
    RobotAcl reach = entry.reach();
    JsonArray grants = new JsonArray();
    reach.grants().values().forEach(grant -> grants.add(json(grant)));
    JsonArray links = new JsonArray();
    reach.links().forEach(link -> links.add(json(link)));
    JsonObject json =
        new JsonObject()
            .put("robot_id", entry.robot().robotId())
            .put("identity", entry.robot().identity())
            .put("name", entry.robot().name())
            .put("type", entry.robot().type())
            .put("hold_limit_s", entry.robot().holdLimitS())
            .put("owner", reach.owner())
            .put("audience", lower(reach.audience()))
            .put("booking_required", reach.bookingRequired())
            .put("grants", grants)
            .put("links", links)
            .put("rtsp_url", details.rtspUrl())
            .put("webrtc_url", details.webrtcUrl())
            .put("code_api_url", details.codeApiUrl())
            .put("active", details.active());
    reach.offer().ifPresent(offer -> json.put("offer", json(offer)));
    return json.encode();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E constant(Class<E> kind, String text) {
    return Enum.valueOf(kind, text.toUpperCase(Locale.ROOT));
  }

  private static JsonObject json(Grant grant) {
    JsonObject json =
        new JsonObject()
            .put("account", grant.account())
            .put("role", grant.role().text())
            .put("since_ms", grant.sinceMs())
            .put("by", grant.by())
            .put("link", grant.linkId());
    return grant.untilMs() == Grant.FOREVER ? json : json.put("until_ms", grant.untilMs());
  }

  private static Grant grant(JsonObject json) {
    return new Grant(
        json.getString("account"),
        constant(GrantRole.class, json.getString("role")),
        json.getLong("since_ms"),
        json.getString("by"),
        json.getLong("until_ms", Grant.FOREVER),
        json.getString("link", ""));
  }

  private static JsonObject json(Offer offer) {
    return new JsonObject()
        .put("to", offer.to())
        .put("by", offer.by())
        .put("until_ms", offer.untilMs());
  }

  private static Offer offer(JsonObject json) {
    return new Offer(json.getString("to"), json.getString("by"), json.getLong("until_ms"));
  }

  private static JsonObject json(ShareLink link) {
    return new JsonObject()
        .put("link_id", link.linkId())
        .put("token_hash", link.tokenHash())
        .put("role", link.role().text())
        .put("expires_ms", link.expiresMs())
        .put("most_uses", link.usage().most())
        .put("uses", link.usage().uses())
        .put("by", link.origin().by())
        .put("at_ms", link.origin().atMs());
  }

  private static ShareLink link(JsonObject json) {
    return new ShareLink(
        json.getString("link_id"),
        json.getString("token_hash"),
        constant(GrantRole.class, json.getString("role")),
        json.getLong("expires_ms"),
        new ShareLink.Usage(json.getInteger("most_uses"), json.getInteger("uses")),
        new ShareLink.Origin(json.getString("by"), json.getLong("at_ms")));
  }

  /**
   * A robot of schema 1 tells nothing of who may reach it: everybody could. One that an earlier
   * relay wrote tells no limit of a hold: it is the default one; nor an identity: it is its id.
   */
  static RobotEntry robot(String text) {
    JsonObject json = new JsonObject(text);
    Map<String, Grant> grants = new TreeMap<>();
    for (Object each : json.getJsonArray("grants", new JsonArray())) {
      Grant grant = grant((JsonObject) each);
      grants.put(grant.account(), grant);
    }
    List<ShareLink> links = new ArrayList<>();
    for (Object each : json.getJsonArray("links", new JsonArray())) {
      links.add(link((JsonObject) each));
    }
    return new RobotEntry(
        new Robot(
            json.getString("robot_id"),
            json.getString("identity", json.getString("robot_id")),
            json.getString("name"),
            json.getString("type"),
            holdLimitS(json)),
        new RobotDetails(
            json.getString("rtsp_url"),
            json.getString("webrtc_url"),
            json.getString("code_api_url"),
            json.getBoolean("active")),
        new RobotAcl(
            json.getString("owner"),
            constant(Audience.class, json.getString("audience", "everyone")),
            json.getBoolean("booking_required", false),
            grants,
            links,
            Optional.ofNullable(json.getJsonObject("offer")).map(RobotRecords::offer)));
  }

  /** Whatever else is written there, no hold lasts longer than allowed, and none is impossible. */
  private static int holdLimitS(JsonObject json) {
    @Nullable Long written = json.getLong("hold_limit_s");
    return written == null
        ? Robot.DEFAULT_HOLD_LIMIT_S
        : Math.clamp(written, Robot.MIN_HOLD_LIMIT_S, Robot.MAX_HOLD_LIMIT_S);
  }

  /** The key of a robot of schema 1, which is noted with the robot. */
  static Optional<Keyring> keysInRobot(String text) {
    return Optional.ofNullable(new JsonObject(text).getString("key_hash"))
        .map(hash -> Keyring.of(new Keyring.Key("first", hash, 0, 0)));
  }

  static String of(Keyring keys) {
    Keyring.Upkeep upkeep = keys.upkeep();
    JsonObject json =
        new JsonObject()
            .put("series", keys.series())
            .put("automatic", upkeep.automatic())
            .put("recovery_days", upkeep.recoveryDays())
            .put("seen_ms", upkeep.seenMs())
            .put("recovery_until_ms", upkeep.recoveryUntilMs())
            .put("exchange_wanted", upkeep.isExchangeWanted())
            .put("trouble", upkeep.trouble());
    keys.current().ifPresent(key -> json.put("current", json(key)));
    keys.pending().ifPresent(key -> json.put("pending", json(key)));
    keys.former()
        .ifPresent(
            former -> json.put("former", json(former.key()).put("until_ms", former.untilMs())));
    return json.encode();
  }

  private static JsonObject json(Keyring.Key key) {
    return new JsonObject()
        .put("key_id", key.keyId())
        .put("hash", key.hash())
        .put("created_ms", key.createdMs())
        .put("confirmed_ms", key.confirmedMs());
  }

  static Keyring keys(String text) {
    JsonObject json = new JsonObject(text);
    return new Keyring(
        json.getLong("series"),
        Optional.ofNullable(json.getJsonObject("current")).map(RobotRecords::key),
        Optional.ofNullable(json.getJsonObject("pending")).map(RobotRecords::key),
        Optional.ofNullable(json.getJsonObject("former"))
            .map(former -> new Keyring.Former(key(former), former.getLong("until_ms"))),
        new Keyring.Upkeep(
            json.getBoolean("automatic"),
            json.getInteger("recovery_days"),
            json.getLong("seen_ms"),
            json.getLong("recovery_until_ms"),
            json.getBoolean("exchange_wanted"),
            json.getString("trouble")));
  }

  private static Keyring.Key key(JsonObject json) {
    return new Keyring.Key(
        json.getString("key_id"),
        json.getString("hash"),
        json.getLong("created_ms"),
        json.getLong("confirmed_ms"));
  }

  static String of(KeptStop stop) {
    return new JsonObject()
        .put("administrator", stop.administrator())
        .put("pressed", stop.pressed())
        .put("stop_id", stop.stopId())
        .put("origin", stop.origin())
        .encode();
  }

  /** Whatever can't be read counts as pressed. */
  static KeptStop keptStop(String text) {
    try {
      JsonObject json = new JsonObject(text);
      return new KeptStop(
          json.getBoolean("administrator"),
          json.getBoolean("pressed"),
          json.getLong("stop_id"),
          json.getLong("origin"));
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      return KeptStop.UNREADABLE;
    }
  }
}
