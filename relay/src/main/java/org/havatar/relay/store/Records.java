package org.havatar.relay.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditEntry.About;
import org.havatar.relay.access.audit.AuditEntry.Times;
import org.havatar.relay.access.audit.AuditQuery;
import org.havatar.relay.access.audit.AuditSeal;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.port.OffLoop;
import org.havatar.relay.session.port.CommandRecord;

/** How records are written: JSON text, so that a later version can read an earlier one's. */
public final class Records {
  private Records() {}

  /** The link is kept beside it: it isn't known before the entry is in its place. */
  public static String of(AuditEntry entry, AuditSeal seal) {
    JsonObject json = new JsonObject();
    if (!entry.times().equals(Times.ONCE)) {
      json.put("count", entry.times().count()).put("last_ms", entry.times().lastMs());
    }
    json.put("at_ms", entry.atMs())
        .put("account", entry.by().account())
        .put("address", entry.by().address())
        .put("action", entry.action())
        .put("object", entry.object())
        .put("detail", entry.detail())
        .put("accounts", new JsonArray(entry.about().accounts().stream().sorted().toList()))
        .put("robot", entry.about().robot());
    put(json, "salt", seal.salt());
    put(json, "address_salt", seal.addressSalt());
    put(json, "address_digest", seal.addressDigest());
    put(json, "digest", seal.digest());
    return json.encode();
  }

  private static void put(JsonObject json, String name, String text) {
    if (!text.isEmpty()) {
      json.put(name, text);
    }
  }

  /**
   * An entry where it is kept.
   *
   * @param text as {@link #of(AuditEntry, AuditSeal)} wrote it, or an earlier relay
   * @param link empty: in no chain
   */
  static Kept kept(String cursor, String text, String link) {
    OffLoop.mayTakeLong();
    JsonObject json = new JsonObject(text);
    AuditSeal seal =
        new AuditSeal(
            json.getString("salt", ""),
            json.getString("address_salt", ""),
            json.getString("address_digest", ""),
            json.getString("digest", ""),
            link);
    return new Kept(cursor, audit(json), seal);
  }

  private static AuditEntry audit(JsonObject json) {
    return new AuditEntry(
        json.getLong("at_ms"),
        new Actor(json.getString("account"), json.getString("address")),
        json.getString("action"),
        json.getString("object"),
        json.getString("detail"),
        about(json),
        new Times(json.getLong("count", 1L), json.getLong("last_ms", 0L)));
  }

  /** An earlier relay wrote who is meant into the detail only, and robots had no identity. */
  private static About about(JsonObject json) {
    if (json.containsKey("accounts")) {
      List<String> accounts = new ArrayList<>();
      json.getJsonArray("accounts").forEach(each -> accounts.add((String) each));
      return new About(Set.copyOf(accounts), json.getString("robot"));
    }
    String action = json.getString("action");
    String subject = action.substring(0, Math.max(0, action.indexOf('.')));
    return new About(
        AuditTerms.toldBy(action, json.getString("detail")),
        AuditQuery.ROBOTS.contains(subject) ? json.getString("object") : "");
  }

  static String of(CommandRecord record) {
    return new JsonObject()
        .put("robot_id", record.robotId())
        .put("robot", record.identity())
        .put("first_ms", record.firstMs())
        .put("last_ms", record.lastMs())
        .put("account", record.account())
        .put("holder", record.holder())
        .put("kind", record.kind())
        .put("left", record.leftPermille())
        .put("right", record.rightPermille())
        .put("fate", record.fate())
        .put("count", record.count())
        .encode();
  }

  /** Never on an event loop: whoever reads one reads many. */
  static CommandRecord command(String text) {
    OffLoop.mayTakeLong();
    JsonObject json = new JsonObject(text);
    return new CommandRecord(
        json.getString("robot_id"),
        json.getString("robot", json.getString("robot_id")),
        json.getLong("first_ms"),
        json.getLong("last_ms"),
        json.getString("account"),
        json.getLong("holder"),
        json.getString("kind"),
        json.getInteger("left"),
        json.getInteger("right"),
        json.getString("fate"),
        json.getInteger("count"));
  }

  /**
   * The newest start that a robot told.
   *
   * @param number u32
   * @param startId any 64 bits
   */
  record Boot(long number, long startId) {
    static Boot of(String text) {
      JsonObject json = new JsonObject(text);
      return new Boot(json.getLong("number"), json.getLong("start_id"));
    }

    String text() {
      return new JsonObject().put("number", number).put("start_id", startId).encode();
    }
  }
}
