package org.havatar.relay.store.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.havatar.relay.access.port.Reply;
import org.havatar.relay.access.port.Unavailable;

/**
 * One event loop of its own for all that is done with Redis: whatever Redis does to it, no loop
 * that carries commands of drivers notices. What is used there needs no locks.
 */
final class RedisEngine {
  /** The bound of operations under way; over it they fail at once. */
  static final int MOST_OPERATIONS = 4096;

  private final Vertx vertx;
  private final Context loop;
  private final RedisTarget target;
  private final RedisReach reach;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Promise<Boolean> idle = Promise.promise(); // completed on the loop
  private volatile boolean closed;

  RedisEngine(Vertx vertx, RedisTarget target, RedisReach reach) {
    this.reach = reach;
    this.vertx = vertx;
    this.target = target;
    loop = vertx.getOrCreateContext();
  }

  Vertx vertx() {
    return vertx;
  }

  /**
   * Runs {@code operation} on the loop; its answer is heard on the caller's context. While Redis is
   * known to be cut it fails at once: nobody waits, and a node that says that it is cut changes
   * nothing.
   */
  <T> Future<T> submit(Supplier<Future<T>> operation) {
    return probe(() -> reach.isCut() ? Future.failedFuture(reach.refusal()) : operation.get());
  }

  /** The same, whether it is cut or not. */
  <T> Future<T> probe(Supplier<Future<T>> operation) {
    if (closed) {
      return Future.failedFuture(new Unavailable("The store is closed."));
    }
    Reply<T> reply = new Reply<>();
    if (underWay.incrementAndGet() > MOST_OPERATIONS) {
      finished();
      reply.fail(new Unavailable("The store has more to do than it can."));
      return reply.future();
    }
    loop.runOnContext(
        ignored ->
            started(operation)
                .timeout(target.operationMs(), TimeUnit.MILLISECONDS)
                .onComplete(
                    answer -> {
                      finished();
                      reply.succeed(answer);
                    },
                    cause -> {
                      finished();
                      reply.fail(unavailable(cause));
                    }));
    return reply.future();
  }

  private static <T> Future<T> started(Supplier<Future<T>> operation) {
    try {
      return operation.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private Unavailable unavailable(Throwable cause) {
    if (cause instanceof Unavailable known) {
      return known;
    }
    return cause instanceof java.util.concurrent.TimeoutException
        ? new Unavailable(
            "Redis at %s was too busy for %d ms.".formatted(target, target.operationMs()), cause)
        : new Unavailable("The store holds something that it can't read.", cause);
  }

  private void finished() {
    if (underWay.decrementAndGet() == 0 && closed) {
      idle.tryComplete(true);
    }
  }

  /** Runs something on the loop, not counted as an operation. */
  void execute(Runnable work) {
    loop.runOnContext(ignored -> work.run());
  }

  /** Nothing new from now on; succeeds when all that was submitted before is over. */
  Future<Boolean> drain() {
    closed = true;
    if (underWay.get() == 0) {
      idle.tryComplete(true);
    }
    return idle.future();
  }
}
