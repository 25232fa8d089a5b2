package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.havatar.relay.access.audit.AuditShare;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.port.Change;
import org.havatar.relay.access.port.Ephemera;
import org.havatar.relay.access.port.OffLoop;
import org.havatar.relay.access.port.Unavailable;
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
  private static final RedisScript COPY = RedisScript.load("copy.lua");

  /** So long a copy stays when nobody comes to remove it. */
  private static final int COPIED_S = 600;

  /**
   * What this is made of.
   *
   * @param random for waits
   */
  record Parts(
      RedisEngine engine,
      RedisLine line,
      RedisTarget target,
      RedisReach reach,
      RedisChanges changes,
      LongSupplier monotonicNs,
      Random random) {}

  private final RedisEngine engine;
  private final RedisLine line;
  private final RedisTarget target;
  private final RedisReach reach;
  private final RedisChanges changes;
  private final LongSupplier monotonicNs;
  private final Random random;
  private final RedisAudit audit;
  private final RedisEphemera ephemera;
  private final KeyQueue queue = new KeyQueue(); // on the loop
  private final List<String> hashes = RedisNames.hashes();

  /** Why the last write failed, until one succeeds. */
  private volatile @Nullable Unavailable trouble;

  RedisDocuments(Parts parts) {
    engine = parts.engine();
    line = parts.line();
    target = parts.target();
    reach = parts.reach();
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
  public <T> Future<List<T>> all(Kind kind, Function<String, Optional<T>> reading) {
    return OffLoop.call(
        () -> {
          List<T> wanted = new ArrayList<>();
          for (Document each : slices(kind, RedisNames.hash(kind))) {
            reading.apply(each.text()).ifPresent(wanted::add);
          }
          return wanted;
        });
  }

  /** All of a hash, ordered by name. What is written meanwhile may be as it was or as it is. */
  private List<Document> slices(Kind kind, String hash) throws InterruptedException {
    Map<String, String> texts = new TreeMap<>();
    String cursor = "0";
    do {
      String from = cursor;
      Response slice =
          OffLoop.await(engine.submit(() -> line.send(Command.HSCAN, hash, from, "COUNT", SLICE)));
      cursor = slice.get(0).toString();
      Response all = slice.get(1);
      if (all.isMap()) {
        all.getKeys().forEach(name -> texts.put(name, all.get(name).toString()));
      } else {
        for (int i = 0; i + 1 < all.size(); i += 2) {
          texts.put(all.get(i).toString(), all.get(i + 1).toString());
        }
      }
    } while (!cursor.equals("0"));
    return texts.entrySet().stream()
        .map(each -> new Document(new Key(kind, each.getKey()), each.getValue()))
        .toList();
  }

  @Override
  public <T> Future<T> update(List<Key> keys, Function<Draft, T> change) {
    List<Key> distinct = keys.stream().distinct().toList();
    return engine.submit(
        () -> {
          RedisUpdate<T> update = new RedisUpdate<>(this, distinct, change);
          return queue.take(distinct, update::run);
        });
  }

  @Override
  public Future<Response> read(List<String> arguments) {
    return READ.run(line, hashes, arguments);
  }

  @Override
  public Future<Response> update(List<String> arguments) {
    List<String> keys =
        new ArrayList<>(
            List.of(
                RedisNames.AUDIT,
                RedisNames.AUDIT_INDEX,
                RedisNames.AUDIT_COUNTS,
                RedisNames.AUDIT_LAST,
                RedisNames.AUDIT_LINKS));
    keys.addAll(hashes);
    List<String> all = new ArrayList<>(arguments);
    all.add(0, RedisNames.channel(target));
    AuditStore.Bounds bounds = audit.bounds();
    all.add(1, Long.toString(bounds.others()));
    all.add(2, Long.toString(bounds.security()));
    all.add(3, Integer.toString(AuditShare.MOST_OF_ACTOR));
    all.add(4, Integer.toString(AuditShare.MOST_OF_KIND));
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

  /** A copy of one instant is made within Redis, and read slice by slice. */
  @Override
  public Future<List<Document>> documents() {
    String copy = RedisNames.PREFIX + "copy:" + Long.toHexString(random.nextLong()) + ":";
    return OffLoop.call(
        () -> {
          List<String> keys = new ArrayList<>();
          for (Kind kind : Kind.values()) {
            keys.addAll(List.of(RedisNames.hash(kind), copy + kind.collection()));
          }
          String seconds = Integer.toString(COPIED_S);
          OffLoop.await(engine.submit(() -> COPY.run(line, keys, List.of(seconds))));
          List<Document> documents = new ArrayList<>();
          for (Kind kind : Kind.values()) {
            String copied = copy + kind.collection();
            documents.addAll(slices(kind, copied));
            OffLoop.await(engine.submit(() -> line.send(Command.UNLINK, copied)));
          }
          documents.removeIf(each -> Schema.isBookkeeping(each.key()));
          return documents;
        });
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

  @Override
  public Future<OptionalLong> sharedClockMs() {
    return engine.submit(() -> line.send(Command.TIME).map(RedisDocuments::epochMs));
  }

  @Override
  public Future<Optional<String>> sharedId() {
    String fresh = UUID.randomUUID().toString();
    return engine.submit(
        () ->
            line.send(Command.SET, RedisNames.STORE_ID, fresh, "NX")
                .compose(ignored -> line.send(Command.GET, RedisNames.STORE_ID))
                .map(id -> Optional.of(String.valueOf(id))));
  }

  /** Redis tells seconds, and microseconds within them. */
  private static OptionalLong epochMs(@Nullable Response time) {
    if (time == null || time.size() != 2) {
      throw new Unavailable("Redis doesn't tell the time.");
    }
    return OptionalLong.of(time.get(0).toLong() * 1000 + time.get(1).toLong() / 1000);
  }

  @Override
  public boolean isCut() {
    return reach.isCut();
  }

  /** While writes fail it tries one, so that it heals although nobody writes. */
  @Override
  public Future<Boolean> probe() {
    return engine.probe(
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
    return queue.size();
  }

  /** Lets go of its connections as a crash would. For tests. */
  void crash() {
    engine.vertx().close();
  }
}
