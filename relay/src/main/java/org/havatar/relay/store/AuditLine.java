package org.havatar.relay.store;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit log as exports and copies have it, one in a line: {@code {"audit":{…},
 * "number":"…","link":"…"}}. The number is its cursor; an earlier relay wrote the entry alone.
 */
public final class AuditLine {
  private static final String ENTRY = "audit";

  /** A line begins like this, in a file of syslog behind what that puts before it. */
  private static final String BEGIN = "{\"" + ENTRY + "\":";

  private AuditLine() {}

  public static String of(Kept kept) {
    JsonObject line =
        new JsonObject()
            .put(ENTRY, new JsonObject(Records.of(kept.entry(), kept.seal())))
            .put("number", kept.cursor());
    String link = kept.seal().link();
    return (link.isEmpty() ? line : line.put("link", link)).encode();
  }

  /** Whether that line of an export is an entry. */
  static boolean isEntry(JsonObject line) {
    return line.containsKey(ENTRY);
  }

  /**
   * Reads one.
   *
   * @param next cursor when the line tells none
   * @throws RuntimeException when it isn't one
   */
  static Kept read(JsonObject line, String next) {
    String number = line.getString("number", next);
    if (!number.matches("[0-9a-f]{16}")) {
      throw new DecodeException("a number has 16 digits of base 16");
    }
    return Records.kept(number, line.getJsonObject(ENTRY).encode(), line.getString("link", ""));
  }

  /** What of that line of a file is JSON of an entry; null: nothing. */
  static @Nullable String within(String line) {
    int begin = line.indexOf(BEGIN);
    return begin < 0 ? null : line.substring(begin);
  }
}
