package org.havatar.relay.store;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.port.OffLoop;
import org.havatar.relay.access.port.Unavailable;

/**
 * All that a store holds as JSON Lines: a header with layout and time, each document, each entry of
 * the audit log, and a last line that counts them, so that a file that was cut off is noticed.
 * Holds every secret that the store holds.
 */
public final class StoreExport {
  static final String FORMAT = "havatar_relay_export";
  static final int VERSION = 1;

  private StoreExport() {}

  /** What was written. */
  public record Summary(int documents, int entries) {}

  /**
   * Writes it. Documents are those of one instant, the log is that of this instant or a little
   * later. Blocks, not on an event loop.
   *
   * @throws Unavailable when the store can't be read; then {@code out} holds no last line
   */
  public static Summary write(Store store, Instant at, Writer out)
      throws IOException, InterruptedException {
    Documents documents = ((DocumentStore) store).documents();
    List<Document> all = OffLoop.await(documents.documents());
    JsonObject heads = AuditTrail.json(OffLoop.await(documents.audit().heads()));
    line(
        out,
        new JsonObject()
            .put(FORMAT, VERSION)
            .put("schema", Schema.CURRENT)
            .put("at", at.toString())
            .put(AuditTrail.HEADS, heads));
    for (Document each : all) {
      line(
          out,
          new JsonObject()
              .put("kind", each.key().kind().collection())
              .put("name", each.key().name())
              .put("text", each.text()));
    }
    Summary written = new Summary(all.size(), entries(documents, out));
    line(
        out,
        new JsonObject()
            .put(
                "end",
                new JsonObject()
                    .put("documents", written.documents())
                    .put("audit", written.entries())));
    out.flush();
    return written;
  }

  private static int entries(Documents documents, Writer out)
      throws IOException, InterruptedException {
    int count = 0;
    String after = "";
    List<Kept> page;
    do {
      page = OffLoop.await(documents.audit().entries(after, AuditSearch.PAGE));
      for (Kept each : page) {
        line(out, AuditLine.of(each));
        after = each.cursor();
        count++;
      }
    } while (page.size() == AuditSearch.PAGE);
    return count;
  }

  private static void line(Writer out, JsonObject json) throws IOException {
    line(out, json.encode());
  }

  private static void line(Writer out, String json) throws IOException {
    out.write(json);
    out.write('\n');
  }
}
