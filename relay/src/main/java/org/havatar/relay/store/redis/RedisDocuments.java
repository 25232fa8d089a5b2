package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Change;
import org.havatar.relay.access.Ephemera;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.store.Contents;
import org.havatar.relay.store.Document;
import org.havatar.relay.store.Documents;
import org.havatar.relay.store.Draft;
import org.havatar.relay.store.Key;
import org.havatar.relay.store.Kind;
import org.havatar.relay.store.Schema;
import org.jspecify.annotations.Nullable;

/** Documents that several nodes share: a hash for each kind, changed by scripts. */
final class RedisDocuments implements Documents, RedisStep {
  private static final RedisScript READ = RedisScript.load("read.lua");
  private static final RedisScript UPDATE = RedisScript.load("update.lua");
  private static final RedisScript DOCUMENTS = RedisScript.load("documents.lua");

  /**
   * What this is made of.
   *
   * @param random for waits
   */
  record Parts(
      RedisEngine engine,
      RedisLine line,
      RedisTarget target,
      RedisChanges changes,
      LongSupplier monotonicNs,
      Random random) {}

  private final RedisEngine engine;
  private final RedisLine line;
  private final RedisTarget target;
  private final RedisChanges changes;
  private final LongSupplier monotonicNs;
  private final Random random;
  private final RedisAudit audit;
  private final RedisEphemera ephemera;
  private final Turns turns = new Turns(); // on the loop
  private final List<String> hashes = RedisNames.hashes();

  /** Why the last write failed, until one succeeds. */
  private volatile @Nullable Unavailable trouble;

  RedisDocuments(Parts parts) {
    engine = parts.engine();
    line = parts.line();
    target = parts.target();
    changes = parts.changes();
    monotonicNs = parts.monotonicNs();
    random = parts.random();
    audit = new RedisAudit(engine, line, this);
    ephemera = new RedisEphemera(engine, line);
  }

  @Override
  public Future<Optional<String>> read(Key key) {
    return engine.submit(
        () ->
            line.send(Command.HGET, RedisNames.hash(key.kind()), key.name())
                .map(text -> Optional.ofNullable(text).map(Response::toString)));
  }

  @Override
  public Future<List<String>> all(Kind kind) {
    return engine.submit(
        () ->
            line.send(Command.HGETALL, RedisNames.hash(kind))
                .map(all -> documents(kind, all).stream().map(Document::text).toList()));
  }

  @Override
  public <T> Future<T> update(List<Key> keys, Function<Draft, T> change) {
    List<Key> distinct = keys.stream().distinct().toList();
    return engine.submit(
        () -> {
          RedisUpdate<T> update = new RedisUpdate<>(this, distinct, change);
          return turns.take(distinct, update::run);
        });
  }

  @Override
  public Future<Response> read(List<String> arguments) {
    return READ.run(line, hashes, arguments);
  }

  @Override
  public Future<Response> update(List<String> arguments) {
    List<String> keys = new ArrayList<>(hashes);
    keys.add(0, RedisNames.AUDIT);
    List<String> all = new ArrayList<>(arguments);
    all.add(0, RedisNames.channel(target));
    all.add(1, Long.toString(audit.most()));
    return noted(UPDATE.run(line, keys, all));
  }

  /** A write that fails makes the node unhealthy until one succeeds. */
  <T> Future<T> noted(Future<T> write) {
    return write.onComplete(
        ignored -> trouble = null,
        cause -> trouble = cause instanceof Unavailable reason ? reason : trouble);
  }

  @Override
  public void told(Key key) {
    if (key.kind().subject() != Change.Subject.UNKNOWN) {
      changes.tell(new Change(key.kind().subject(), key.name()));
    }
  }

  @Override
  public void after(int ms, Runnable work) {
    engine.vertx().setTimer(ms, ignored -> work.run());
  }

  @Override
  public Random random() {
    return random;
  }

  @Override
  public LongSupplier monotonicNs() {
    return monotonicNs;
  }

  @Override
  public long operationNs() {
    return TimeUnit.MILLISECONDS.toNanos(target.operationMs());
  }

  @Override
  public AuditStore audit() {
    return audit;
  }

  @Override
  public Ephemera ephemera() {
    return ephemera;
  }

  @Override
  public Future<List<Document>> documents() {
    return engine.submit(
        () ->
            DOCUMENTS
                .run(line, hashes, List.of())
                .map(
                    all -> {
                      List<Document> documents = new ArrayList<>();
                      for (Kind kind : Kind.values()) {
                        documents.addAll(documents(kind, all.get(kind.ordinal())));
                      }
                      documents.removeIf(each -> Schema.isBookkeeping(each.key()));
                      return documents;
                    }));
  }

  /**
   * @param all names and texts, as a map or one after another: it depends on who asks
   */
  private static List<Document> documents(Kind kind, Response all) {
    List<Document> documents = new ArrayList<>();
    if (all.isMap()) {
      for (String name : all.getKeys()) {
        documents.add(new Document(new Key(kind, name), all.get(name).toString()));
      }
    } else {
      for (int i = 0; i + 1 < all.size(); i += 2) {
        documents.add(
            new Document(new Key(kind, all.get(i).toString()), all.get(i + 1).toString()));
      }
    }
    documents.sort(Comparator.comparing(each -> each.key().name()));
    return documents;
  }

  @Override
  public Future<Boolean> replaceAll(Contents contents, boolean evenIfNotEmpty) {
    return new RedisImport(engine, line, target, random)
        .run(contents, evenIfNotEmpty)
        .onSuccess(
            done -> {
              if (done) {
                changes.tell(Change.ANYTHING);
              }
            });
  }

  @Override
  public void onChanged(Consumer<Change> listener) {
    changes.add(listener);
  }

  /** While writes fail it tries one, so that it heals although nobody writes. */
  @Override
  public Future<OptionalLong> sharedClockMs() {
    return engine.submit(() -> line.send(Command.TIME).map(RedisDocuments::epochMs));
  }

  /** Redis tells seconds, and microseconds within them. */
  private static OptionalLong epochMs(@Nullable Response time) {
    if (time == null || time.size() != 2) {
      throw new Unavailable("Redis doesn't tell the time.");
    }
    return OptionalLong.of(time.get(0).toLong() * 1000 + time.get(1).toLong() / 1000);
  }

  @Override
  public Future<Boolean> probe() {
    return engine.submit(
        () -> {
          Future<Response> asked =
              trouble == null
                  ? line.send(Command.PING)
                  : noted(
                      line.send(
                          Command.HSET,
                          RedisNames.hash(Kind.META),
                          Schema.PROOF_KEY,
                          monotonicNs.getAsLong()));
          return asked.map(true);
        });
  }

  @Override
  public Future<Boolean> close() {
    return engine
        .drain()
        .timeout(target.operationMs(), TimeUnit.MILLISECONDS)
        .otherwise(false)
        .compose(clean -> engine.vertx().close().map(clean));
  }

  /** Documents that updates are about to write. For tests, while nothing is under way. */
  int waiting() {
    return turns.size();
  }

  /** Lets go of its connections as a crash would. For tests. */
  void crash() {
    engine.vertx().close();
  }
}
