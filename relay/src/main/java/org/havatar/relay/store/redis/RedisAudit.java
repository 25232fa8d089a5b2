package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditQuery;
import org.havatar.relay.access.audit.AuditRevision;
import org.havatar.relay.access.audit.AuditRing;
import org.havatar.relay.access.audit.AuditSeal;
import org.havatar.relay.access.audit.AuditShare;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.port.OffLoop;
import org.havatar.relay.store.AuditSearch;
import org.havatar.relay.store.AuditSearch.Text;
import org.havatar.relay.store.AuditTerms;
import org.havatar.relay.store.Records;

/**
 * The audit log as a hash of entries, by a number that only rises, and an index of them. Each step
 * concerns one slice: Redis does one thing at a time, for everybody.
 */
final class RedisAudit implements AuditStore {
  /** Entries that one step changes. */
  private static final int CHANGED_AT_ONCE = 100;

  private static final RedisScript FIND = RedisScript.load("find.lua");
  private static final RedisScript FORGET = RedisScript.load("forget.lua");
  private static final RedisScript REVISE = RedisScript.load("revise.lua");
  private static final List<String> KEYS =
      List.of(
          RedisNames.AUDIT,
          RedisNames.AUDIT_INDEX,
          RedisNames.AUDIT_COUNTS,
          RedisNames.AUDIT_LINKS);

  private final RedisEngine engine;
  private final RedisLine line;
  private final RedisDocuments documents;
  private final ReentrantLock revising = new ReentrantLock();
  private volatile Bounds bounds = Bounds.USUAL;

  RedisAudit(RedisEngine engine, RedisLine line, RedisDocuments documents) {
    this.engine = engine;
    this.line = line;
    this.documents = documents;
  }

  Bounds bounds() {
    return bounds;
  }

  /** What {@code update.lua} is told of an entry. */
  static List<String> noted(AuditEntry entry) {
    AuditShare share = AuditShare.of(entry);
    List<String> words = new ArrayList<>(sealed(entry));
    words.addAll(
        List.of(
            AuditTerms.of(entry.ring()),
            AuditShare.isUnlimited(entry) ? "1" : "0",
            RedisNames.AUDIT_SHARES + share.day(),
            share.total(),
            share.kind(),
            share.together()));
    words.addAll(sealed(share.entry()));
    words.add(Long.toString(entry.atMs()));
    return words;
  }

  /** As it is kept, and its digest. */
  private static List<String> sealed(AuditEntry entry) {
    AuditSeal seal = AuditSeal.fresh();
    return List.of(kept(entry, seal), seal.digestOf(entry));
  }

  /** An entry as it is kept: its text, and in further lines what it is found by. */
  static String kept(AuditEntry entry, AuditSeal seal) {
    List<String> lines = new ArrayList<>(List.of(Records.of(entry, seal)));
    lines.addAll(terms(entry));
    return String.join(String.valueOf(AuditTerms.END), lines);
  }

  /** All that it is found by. */
  static List<String> terms(AuditEntry entry) {
    List<String> terms = new ArrayList<>(List.of(RedisNames.ALL));
    terms.addAll(AuditTerms.of(entry));
    return terms;
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
  public Future<Page> find(AuditQuery query) {
    return AuditSearch.run(query, (term, after) -> slice(term, after, query.newestFirst()));
  }

  private Future<List<Text>> slice(String term, String after, boolean newestFirst) {
    return engine
        .submit(() -> FIND.run(line, KEYS, range(term, after, newestFirst)))
        .map(
            answer -> {
              List<Text> found = new ArrayList<>();
              for (int i = 0; i + 3 < answer.size(); i += 4) {
                found.add(
                    new Text(
                        answer.get(i).toString(),
                        textOf(answer.get(i + 1).toString()),
                        answer.get(i + 2).toString(),
                        answer.get(i + 3).toString()));
              }
              return found;
            });
  }

  private static String textOf(String kept) {
    int end = kept.indexOf(AuditTerms.END);
    return end < 0 ? kept : kept.substring(0, end);
  }

  private static List<String> range(String term, String after, boolean newestFirst) {
    String begin = (term.isEmpty() ? RedisNames.ALL : term) + AuditTerms.END;
    String first = after.isEmpty() || newestFirst ? "[" + begin : "(" + begin + after;
    String last =
        after.isEmpty() || !newestFirst
            ? "(" + begin + AuditTerms.BEHIND_CURSORS
            : "(" + begin + after;
    return List.of(begin, newestFirst ? "1" : "0", first, last, Integer.toString(AuditSearch.PAGE));
  }

  @Override
  public Future<Long> forgetBefore(long epochMs) {
    return OffLoop.call(
        () -> {
          long gone = 0;
          List<String> old;
          do {
            old = new ArrayList<>();
            for (Text each : OffLoop.await(slice("", "", false))) {
              if (old.size() == CHANGED_AT_ONCE || each.read().entry().atMs() >= epochMs) {
                break;
              }
              old.add(each.cursor());
            }
            List<String> cursors = old;
            gone += old.isEmpty() ? 0 : changed(FORGET, cursors);
          } while (old.size() == CHANGED_AT_ONCE);
          return gone;
        });
  }

  private long changed(RedisScript script, List<String> arguments) throws InterruptedException {
    return OffLoop.await(
        engine.submit(() -> script.run(line, KEYS, arguments).map(Response::toLong)));
  }

  /** An entry that another node changed meanwhile stays as that left it. */
  @Override
  public Future<Long> revise(AuditRevision revision) {
    return OffLoop.call(
        () -> {
          revising.lockInterruptibly();
          try {
            return reviseAll(revision);
          } finally {
            revising.unlock();
          }
        });
  }

  private long reviseAll(AuditRevision revision) throws InterruptedException {
    long changed = 0;
    String after = "";
    List<Text> slice;
    do {
      slice = OffLoop.await(slice("", after, false));
      List<String> arguments = new ArrayList<>();
      for (Text each : slice) {
        AuditEntry entry = each.read().entry();
        if (revision.isDoneAt(entry)) {
          return changed + changed(REVISE, arguments);
        }
        AuditEntry revised = revision.of(entry);
        if (!revised.equals(entry)) {
          Kept uncounted = each.uncounted();
          AuditSeal seal = uncounted.seal().revised(entry, revised);
          String kept = kept(revised.with(uncounted.entry().times()), seal);
          arguments.addAll(List.of(each.cursor(), each.text(), kept));
        }
        after = each.cursor();
      }
      changed += changed(REVISE, arguments);
    } while (slice.size() == AuditSearch.PAGE);
    return changed;
  }

  @Override
  public Future<Map<AuditRing, String>> heads() {
    AuditRing[] rings = AuditRing.values();
    List<String> words = new ArrayList<>(List.of(RedisNames.AUDIT_LINKS));
    for (AuditRing ring : rings) {
      words.add(AuditTerms.of(ring));
    }
    return engine.submit(
        () ->
            line.send(Command.HMGET, words.toArray())
                .map(
                    answer -> {
                      Map<AuditRing, String> heads = new EnumMap<>(AuditRing.class);
                      for (AuditRing ring : rings) {
                        Response head = answer.get(ring.ordinal());
                        if (head != null) {
                          heads.put(ring, head.toString());
                        }
                      }
                      return heads;
                    }));
  }

  @Override
  public void keepAtMost(Bounds wanted) {
    bounds = wanted;
  }
}
