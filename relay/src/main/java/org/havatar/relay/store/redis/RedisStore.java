package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxBootstrap;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.store.DocumentStore;
import org.havatar.relay.store.Key;
import org.havatar.relay.store.Kind;
import org.havatar.relay.store.Schema;

/** Opens the store that several nodes share. */
public final class RedisStore {
  private static final Key SCHEMA = new Key(Kind.META, Schema.KEY);
  private static final int WORKERS = 1;
  private static final int ATTEMPTS = 3;

  /** Longer than a line remembers that it could not be opened. */
  private static final int AGAIN_AFTER_MS = 250;

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
    // Of Vert.x's extensions none: they would be looked for, and clustering would be loaded.
    Vertx vertx =
        VertxBootstrap.create().options(options()).serviceProviders(List.of()).init().vertx();
    RedisReach reach = new RedisReach(target, ns.getAsLong());
    RedisEngine engine = new RedisEngine(vertx, target, reach);
    RedisInspection inspection = new RedisInspection(target);
    RedisLine line = new RedisLine(vertx, target, ns, inspection::look);
    RedisChanges changes =
        new RedisChanges(
            line,
            reach,
            greeting -> new RedisLine(vertx, target, ns, greeting),
            target,
            Long.toHexString(random.nextLong()),
            ns);
    RedisDocuments documents =
        new RedisDocuments(
            new RedisDocuments.Parts(engine, line, target, reach, changes, ns, random));
    try {
      await(connected(documents, ATTEMPTS), target);
      await(checkSchema(documents, target), target);
      inspection.onFilled();
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

  /** Patient, because a program that starts on a busy machine is slow itself. */
  private static Future<Boolean> connected(RedisDocuments documents, int attempts) {
    return documents
        .probe()
        .recover(
            cause -> {
              if (attempts <= 1 || RedisFaults.isAnswer(cause.getCause())) {
                return Future.failedFuture(cause);
              }
              Promise<Boolean> later = Promise.promise();
              documents.after(
                  AGAIN_AFTER_MS, () -> connected(documents, attempts - 1).onComplete(later));
              return later.future();
            });
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
          .get((ATTEMPTS + 1) * 2 * target.operationMs(), TimeUnit.MILLISECONDS);
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
