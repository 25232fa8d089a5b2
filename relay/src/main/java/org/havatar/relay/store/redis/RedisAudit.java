package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditQuery;
import org.havatar.relay.access.audit.AuditRevision;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.store.AuditSearch;
import org.havatar.relay.store.Records;

/**
 * The audit log as a stream. Its ids are two numbers; as cursors both are hexadecimal, so they
 * sort.
 */
final class RedisAudit implements AuditStore {
  private static final int HALF = 16;

  private final RedisEngine engine;
  private final RedisLine line;
  private final RedisDocuments documents;
  private volatile long most = USUAL_MOST;

  RedisAudit(RedisEngine engine, RedisLine line, RedisDocuments documents) {
    this.engine = engine;
    this.line = line;
    this.documents = documents;
  }

  long most() {
    return most;
  }

  @Override
  public Future<Boolean> append(List<AuditEntry> entries) {
    return documents.update(
        List.of(),
        draft -> {
          entries.forEach(draft::note);
          return true;
        });
  }

  @Override
  public Future<Long> revise(AuditRevision revision) {
    return new RedisRevision(engine, line, revision).run();
  }

  @Override
  public Future<List<Kept>> find(AuditQuery query) {
    return AuditSearch.run(query, after -> engine.submit(() -> page(after, query.newestFirst())));
  }

  private Future<List<Kept>> page(String after, boolean newestFirst) {
    Command command = newestFirst ? Command.XREVRANGE : Command.XRANGE;
    String from = after.isEmpty() ? (newestFirst ? "+" : "-") : "(" + id(after);
    return line.send(
            command, RedisNames.AUDIT, from, newestFirst ? "-" : "+", "COUNT", AuditSearch.PAGE)
        .map(RedisAudit::entries);
  }

  static List<Kept> entries(Response answer) {
    List<Kept> found = new ArrayList<>();
    for (Response each : answer) {
      String text = each.get(1).get(1).toString();
      found.add(new Kept(cursor(each.get(0).toString()), Records.audit(text)));
    }
    return found;
  }

  private static String cursor(String id) {
    String[] halves = id.split("-", 2);
    return String.format(
        Locale.ROOT, "%016x%016x", Long.parseLong(halves[0]), Long.parseLong(halves[1]));
  }

  static String id(String cursor) {
    if (!cursor.matches("[0-9a-f]{32}")) {
      return "0-0";
    }
    return Long.parseUnsignedLong(cursor.substring(0, HALF), HALF)
        + "-"
        + Long.parseUnsignedLong(cursor.substring(HALF), HALF);
  }

  @Override
  public Future<Long> forgetBefore(long epochMs) {
    return engine
        .submit(() -> page("", false))
        .compose(
            oldest -> {
              List<Kept> old =
                  oldest.stream().takeWhile(each -> each.entry().atMs() < epochMs).toList();
              return old.isEmpty()
                  ? Future.succeededFuture(0L)
                  : forget(old)
                      .compose(
                          gone ->
                              old.size() < AuditSearch.PAGE
                                  ? Future.succeededFuture(gone)
                                  : forgetBefore(epochMs).map(more -> gone + more));
            });
  }

  private Future<Long> forget(List<Kept> old) {
    return engine.submit(
        () -> {
          List<Object> arguments = new ArrayList<>(List.of(RedisNames.AUDIT));
          old.forEach(each -> arguments.add(id(each.cursor())));
          return line.send(Command.XDEL, arguments.toArray()).map(Response::toLong);
        });
  }

  @Override
  public void keepAtMost(long entries) {
    most = entries;
  }
}
