package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.port.OffLoop;

/** Writes entries of the audit log page by page, in the order in which they were written. */
final class AuditStream {
  private static final int PAGE = 500;

  /** Reads. */
  @FunctionalInterface
  interface Pages {
    Future<List<Kept>> next(String after, int most);
  }

  private AuditStream() {}

  /**
   * All of them. Blocks; not on an event loop.
   *
   * @param separator between two entries
   */
  static void write(
      Pages pages, Function<AuditEntry, JsonObject> json, String separator, LongResponse out)
      throws InterruptedException {
    OffLoop.mayTakeLong();
    String before = "";
    String after = "";
    List<Kept> page;
    do {
      page = OffLoop.await(pages.next(after, PAGE));
      StringBuilder text = new StringBuilder();
      for (Kept each : page) {
        text.append(before).append(json.apply(each.entry()).encode());
        before = separator;
        after = each.cursor();
      }
      out.write(text.toString());
    } while (page.size() == PAGE);
  }

  static JsonObject json(AuditEntry entry) {
    return jsonWithoutAddress(entry).put("address", entry.by().address());
  }

  /** Whence others came is not the business of whom an entry tells of. */
  static JsonObject jsonFor(String account, AuditEntry entry) {
    return entry.by().account().equals(account) ? json(entry) : jsonWithoutAddress(entry);
  }

  /** For those whom it doesn't concern whence somebody came. */
  static JsonObject jsonWithoutAddress(AuditEntry entry) {
    JsonObject json =
        new JsonObject()
            .put("at", Timestamps.text(entry.atMs()))
            .put("account", entry.by().account())
            .put("action", entry.action())
            .put("object", entry.object())
            .put("detail", entry.detail());
    return entry.times().count() > 1
        ? json.put("count", entry.times().count())
            .put("last", Timestamps.text(entry.times().lastMs()))
        : json;
  }
}
