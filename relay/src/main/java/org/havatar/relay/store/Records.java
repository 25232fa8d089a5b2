package org.havatar.relay.store;

import io.vertx.core.json.JsonObject;
import org.havatar.relay.access.Actor;
import org.havatar.relay.access.User;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.session.CommandRecord;

/** How records are written: JSON text, so that a later version can read an earlier one's. */
public final class Records {
  private Records() {}

  static String of(Account account) {
    User user = account.user();
    return new JsonObject()
        .put("name", user.name())
        .put("display_name", user.displayName())
        .put("administrator", user.administrator())
        .put("password_hash", account.passwordHash())
        .encode();
  }

  static Account account(String text) {
    JsonObject json = new JsonObject(text);
    return new Account(
        new User(
            json.getString("name"),
            json.getString("display_name"),
            json.getBoolean("administrator")),
        json.getString("password_hash"));
  }

  public static String of(AuditEntry entry) {
    return new JsonObject()
        .put("at_ms", entry.atMs())
        .put("account", entry.by().account())
        .put("address", entry.by().address())
        .put("action", entry.action())
        .put("object", entry.object())
        .put("detail", entry.detail())
        .encode();
  }

  public static AuditEntry audit(String text) {
    JsonObject json = new JsonObject(text);
    return new AuditEntry(
        json.getLong("at_ms"),
        new Actor(json.getString("account"), json.getString("address")),
        json.getString("action"),
        json.getString("object"),
        json.getString("detail"));
  }

  static String of(CommandRecord record) {
    return new JsonObject()
        .put("robot_id", record.robotId())
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

  static CommandRecord command(String text) {
    JsonObject json = new JsonObject(text);
    return new CommandRecord(
        json.getString("robot_id"),
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
