package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.access.audit.AuditRevision;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.store.AuditSearch;
import org.havatar.relay.store.Records;

/**
 * A revision of the audit log. Entries of a stream can't be changed: the whole stream is copied,
 * page by page and with the same ids, into another one that takes its place in one step. One node
 * does this at a time.
 */
final class RedisRevision {
  private static final RedisScript COPY = RedisScript.load("revise.lua");
  private static final RedisScript SWAP = RedisScript.load("revised.lua");
  private static final String LOCK = RedisNames.AUDIT + ":revision";
  private static final int LOCK_MS = 30_000;
  private static final int PREPARED_MS = 600_000;

  private final RedisEngine engine;
  private final RedisLine line;
  private final AuditRevision revision;
  private final String mine = UUID.randomUUID().toString();
  private final String prepared = LOCK + ":" + mine;
  private long changed;

  RedisRevision(RedisEngine engine, RedisLine line, AuditRevision revision) {
    this.engine = engine;
    this.line = line;
    this.revision = revision;
  }

  Future<Long> run() {
    return isNeeded("")
        .compose(
            needed ->
                needed
                    ? lock().compose(ignored -> copy("")).map(ignored -> changed)
                    : Future.succeededFuture(0L));
  }

  private Future<List<Kept>> page(String after) {
    String from = after.isEmpty() ? "-" : "(" + RedisAudit.id(after);
    return engine.submit(
        () ->
            line.send(Command.XRANGE, RedisNames.AUDIT, from, "+", "COUNT", AuditSearch.PAGE)
                .map(RedisAudit::entries));
  }

  /** Reading is cheap; most hours there is nothing to write. */
  private Future<Boolean> isNeeded(String after) {
    Function<List<Kept>, Future<Boolean>> look =
        page -> {
          for (Kept each : page) {
            if (revision.isDoneAt(each.entry())) {
              return Future.succeededFuture(false);
            }
            if (!revision.of(each.entry()).equals(each.entry())) {
              return Future.succeededFuture(true);
            }
          }
          return page.size() < AuditSearch.PAGE
              ? Future.succeededFuture(false)
              : isNeeded(page.get(page.size() - 1).cursor());
        };
    return page(after).compose(look);
  }

  private Future<Boolean> lock() {
    return engine.submit(
        () ->
            line.send(Command.SET, LOCK, mine, "NX", "PX", LOCK_MS)
                .compose(
                    answer ->
                        answer == null
                            ? Future.failedFuture(
                                new Unavailable(
                                    "Another node revises the audit log just now. Try again in a"
                                        + " minute."))
                            : Future.succeededFuture(true)));
  }

  private Future<Boolean> copy(String after) {
    return page(after)
        .compose(
            page -> {
              String last = page.isEmpty() ? after : page.get(page.size() - 1).cursor();
              Future<Boolean> copied = page.isEmpty() ? Future.succeededFuture(true) : write(page);
              return copied.compose(
                  ignored -> page.size() < AuditSearch.PAGE ? swap(last) : copy(last));
            });
  }

  private Future<Boolean> write(List<Kept> page) {
    List<String> arguments =
        new ArrayList<>(List.of(mine, Integer.toString(LOCK_MS), Integer.toString(PREPARED_MS)));
    for (Kept each : page) {
      var after = revision.of(each.entry());
      changed += after.equals(each.entry()) ? 0 : 1;
      arguments.add(RedisAudit.id(each.cursor()));
      arguments.add(Records.of(after));
    }
    return engine
        .submit(() -> COPY.run(line, List.of(prepared, LOCK), arguments))
        .compose(answer -> answer.toInteger() == 1 ? Future.succeededFuture(true) : lost());
  }

  private static Future<Boolean> lost() {
    return Future.failedFuture(
        new Unavailable("Revising the audit log took too long. Nothing was changed. Try again."));
  }

  private Future<Boolean> swap(String last) {
    List<String> keys = List.of(RedisNames.AUDIT, prepared, LOCK);
    return engine
        .submit(() -> SWAP.run(line, keys, List.of(mine, RedisAudit.id(last))))
        .compose(
            answer ->
                switch (answer.toInteger()) {
                  case 1 -> Future.succeededFuture(true);
                  case 0 -> copy(last);
                  default -> lost();
                });
  }
}
