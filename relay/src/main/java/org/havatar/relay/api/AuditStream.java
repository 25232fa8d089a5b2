package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Predicate;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditLog;
import org.havatar.relay.access.audit.AuditStore.Kept;

/** Sends the audit log page by page: the next is read when the client has taken the one before. */
final class AuditStream {
  private static final int PAGE = 500;

  private final AuditLog log;
  private final HttpServerResponse response;
  private final String separator;
  private boolean isFirst = true;

  /**
   * @param separator between two entries
   */
  AuditStream(AuditLog log, HttpServerResponse response, String separator) {
    this.log = log;
    this.response = response;
    this.separator = separator;
  }

  /** The entries that are wanted, in the order in which they were written. */
  Future<Boolean> send(Predicate<AuditEntry> wanted) {
    return log.page("", PAGE).compose(page -> send(page, wanted));
  }

  /** Whoever begins an answer only when its first page is there can still tell a failure. */
  private Future<Boolean> send(List<Kept> page, Predicate<AuditEntry> wanted) {
    Buffer text = Buffer.buffer();
    for (Kept each : page) {
      if (wanted.test(each.entry())) {
        text.appendString(isFirst ? "" : separator).appendString(json(each.entry()).encode());
        isFirst = false;
      }
    }
    Future<?> sent = text.length() == 0 ? Future.succeededFuture() : response.write(text);
    return sent.compose(
        ignored ->
            page.size() < PAGE
                ? Future.succeededFuture(true)
                : log.page(page.get(page.size() - 1).cursor(), PAGE)
                    .compose(next -> send(next, wanted)));
  }

  static JsonObject json(AuditEntry entry) {
    return jsonWithoutAddress(entry).put("address", entry.by().address());
  }

  /** For those whom it doesn't concern whence somebody came. */
  static JsonObject jsonWithoutAddress(AuditEntry entry) {
    return new JsonObject()
        .put("at", Moments.text(entry.atMs()))
        .put("account", entry.by().account())
        .put("action", entry.action())
        .put("object", entry.object())
        .put("detail", entry.detail());
  }
}
