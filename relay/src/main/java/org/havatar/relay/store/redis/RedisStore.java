package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.store.DocumentStore;
import org.havatar.relay.store.Key;
import org.havatar.relay.store.Kind;
import org.havatar.relay.store.Schema;

/** Opens the store that several nodes share. */
public final class RedisStore {
  private static final Key SCHEMA = new Key(Kind.META, Schema.KEY);
  private static final int WORKERS = 1;

  private RedisStore() {}

  /**
   * Connects, looks at the Redis and at what is in it. Blocks.
   *
   * @throws Unavailable when it can't, with a sentence for a person
   */
  public static Store open(RedisTarget target, LongSupplier monotonicNs) {
    return new DocumentStore(openDocuments(target, monotonicNs, new SecureRandom()));
  }

  static RedisDocuments openDocuments(RedisTarget target, LongSupplier ns, Random random) {
    Vertx vertx = Vertx.vertx(options());
    RedisEngine engine = new RedisEngine(vertx, target);
    RedisInspection inspection = new RedisInspection(target);
    RedisLine line = new RedisLine(vertx, target, ns, inspection::look);
    RedisChanges changes =
        new RedisChanges(
            line,
            greeting -> new RedisLine(vertx, target, ns, greeting),
            target,
            Long.toHexString(random.nextLong()),
            ns);
    RedisDocuments documents =
        new RedisDocuments(new RedisDocuments.Parts(engine, line, target, changes, ns, random));
    try {
      await(checkSchema(documents, target), target);
      engine.execute(
          () -> {
            changes.onTick();
            vertx.setPeriodic(RedisChanges.TICK_MS, ignored -> changes.onTick());
          });
      return documents;
    } catch (RuntimeException e) {
      documents.crash();
      throw e;
    }
  }

  private static VertxOptions options() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(WORKERS)
        .setInternalBlockingPoolSize(WORKERS)
        .setUseDaemonThread(true)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  /** Several nodes may do this at once; one writes it. */
  private static Future<String> checkSchema(RedisDocuments documents, RedisTarget target) {
    String mine = Integer.toString(Schema.CURRENT);
    return documents
        .update(
            List.of(SCHEMA),
            draft -> {
              String known = draft.get(SCHEMA).orElse("");
              if (known.isEmpty()) {
                draft.put(SCHEMA, mine);
              }
              return known.isEmpty() ? mine : known;
            })
        .compose(
            known ->
                known.equals(mine)
                    ? Future.succeededFuture(known)
                    : Future.failedFuture(
                        new Unavailable(
                            "The store in Redis at %s has layout %s; this relay knows layout %s: export it by a relay that knows it, and import that here with --replace."
                                .formatted(target, known, mine))));
  }

  private static <T> T await(Future<T> future, RedisTarget target) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(4 * target.operationMs(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Unavailable known
          ? known
          : new Unavailable("Redis at " + target + " can't be used: " + e.getCause() + ".", e);
    } catch (TimeoutException e) {
      throw new Unavailable("Redis at " + target + " doesn't answer.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Opening the store was interrupted.", e);
    }
  }
}
