package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.store.AuditTerms;
import org.havatar.relay.store.Contents;
import org.havatar.relay.store.Document;
import org.havatar.relay.store.Kind;
import org.havatar.relay.store.Schema;

/**
 * Prepares everything under names of its own, piece by piece, and puts it in its place in one step.
 * What was prepared and never used ends by itself.
 */
final class RedisImport {
  private static final RedisScript REPLACE = RedisScript.load("replace.lua");
  private static final int AT_ONCE = 200;
  private static final long PREPARED_S = TimeUnit.HOURS.toSeconds(1);

  private final RedisEngine engine;
  private final RedisLine line;
  private final RedisTarget target;
  private final String prepared;

  RedisImport(RedisEngine engine, RedisLine line, RedisTarget target, Random random) {
    this.engine = engine;
    this.line = line;
    this.target = target;
    prepared = RedisNames.PREFIX + "import:" + Long.toHexString(random.nextLong()) + ":";
  }

  /** False when there is something, and nothing was changed. */
  Future<Boolean> run(Contents contents, boolean evenIfNotEmpty) {
    Future<Object> done = Future.succeededFuture();
    for (List<Object> each : pieces(contents)) {
      done = done.compose(ignored -> engine.submit(() -> send(each))).mapEmpty();
    }
    return done.compose(ignored -> engine.submit(() -> replace(evenIfNotEmpty)));
  }

  /** Each is a command's name, the prepared key and what to put there. */
  private List<List<Object>> pieces(Contents contents) {
    List<List<Object>> pieces = new ArrayList<>();
    Map<Kind, List<Object>> open = new EnumMap<>(Kind.class);
    for (Document each : contents.documents()) {
      List<Object> piece =
          open.computeIfAbsent(
              each.key().kind(),
              kind -> new ArrayList<>(List.of(Command.HSET, prepared + kind.collection())));
      piece.add(each.key().name());
      piece.add(each.text());
      if (piece.size() > 2 * AT_ONCE) {
        pieces.add(piece);
        open.remove(each.key().kind());
      }
    }
    pieces.addAll(open.values());
    addAudit(pieces, contents.audit());
    return pieces;
  }

  private void addAudit(List<List<Object>> pieces, List<Kept> audit) {
    for (int from = 0; from < audit.size(); from += AT_ONCE) {
      int to = Math.min(audit.size(), from + AT_ONCE);
      List<Object> entries = new ArrayList<>(List.of(Command.HSET, preparedOf(RedisNames.AUDIT)));
      List<Object> index =
          new ArrayList<>(List.of(Command.ZADD, preparedOf(RedisNames.AUDIT_INDEX)));
      List<Object> links =
          new ArrayList<>(List.of(Command.HSET, preparedOf(RedisNames.AUDIT_LINKS)));
      for (Kept each : audit.subList(from, to)) {
        String cursor = each.cursor();
        entries.addAll(List.of(cursor, RedisAudit.kept(each.entry(), each.seal())));
        for (String term : RedisAudit.terms(each.entry())) {
          index.addAll(List.of(0, term + AuditTerms.END + cursor));
        }
        String link = each.seal().link();
        if (!link.isEmpty()) {
          links.addAll(List.of(cursor, link, AuditTerms.of(each.entry().ring()), link));
        }
      }
      pieces.add(entries);
      pieces.add(index);
      if (links.size() > 2) {
        pieces.add(links);
      }
    }
    if (!audit.isEmpty()) {
      long last = HexFormat.fromHexDigitsToLong(audit.get(audit.size() - 1).cursor());
      pieces.add(List.of(Command.SET, preparedOf(RedisNames.AUDIT_LAST), last));
    }
  }

  private String preparedOf(String name) {
    return prepared + name.substring(RedisNames.PREFIX.length());
  }

  private Future<Boolean> send(Collection<Object> piece) {
    List<Object> words = new ArrayList<>(piece);
    Command command = (Command) words.remove(0);
    Object key = words.get(0);
    return line.send(command, words.toArray())
        .compose(ignored -> line.send(Command.EXPIRE, key, PREPARED_S))
        .map(true);
  }

  private Future<Boolean> replace(boolean evenIfNotEmpty) {
    List<String> keys = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      keys.add(RedisNames.hash(kind));
      keys.add(prepared + kind.collection());
    }
    for (String each :
        List.of(
            RedisNames.AUDIT,
            RedisNames.AUDIT_INDEX,
            RedisNames.AUDIT_COUNTS,
            RedisNames.AUDIT_LAST,
            RedisNames.AUDIT_LINKS)) {
      keys.add(each);
      keys.add(preparedOf(each));
    }
    List<String> arguments =
        List.of(
            Schema.KEY,
            evenIfNotEmpty ? "1" : "0",
            RedisNames.channel(target),
            RedisNames.ANYTHING);
    return REPLACE.run(line, keys, arguments).map(answer -> answer.toInteger() == 1);
  }
}
