package org.havatar.relay.access.port;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where whatever grows with what is kept is gone through: on threads that may wait and may take
 * long, never on an event loop, which carries the commands of drivers.
 */
public final class OffLoop {
  /** Texts up to this length are read where they are: a change of threads would cost more. */
  private static final int SHORT_CHARS = 8192;

  private static final int WAIT_AT_MOST_S = 120;

  private OffLoop() {}

  /** Runs {@code work} on a thread of its own; its answer is heard on the caller's context. */
  public static <T> Future<T> call(Callable<T> work) {
    Reply<T> reply = new Reply<>();
    Thread thread = Thread.ofVirtual().name("off-loop").unstarted(() -> run(work, reply));
    thread.start();
    return reply.future();
  }

  private static <T> void run(Callable<T> work, Reply<T> reply) {
    try {
      reply.succeed(work.call());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reply.fail(new Unavailable("The relay is ending.", e));
    } catch (Exception e) {
      reply.fail(e);
    }
  }

  /** Reads one text that may be long. */
  public static <T> Future<T> read(String text, Callable<T> reading) {
    if (text.length() > SHORT_CHARS) {
      return call(reading);
    }
    try {
      return Future.succeededFuture(reading.call());
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  /** Stated by whatever grows with what is kept; tests, which run with assertions, fail there. */
  public static void mayTakeLong() {
    assert !Context.isOnEventLoopThread() : "this grows with what is kept: not on an event loop";
  }

  /**
   * Waits for an answer. Blocks, not on an event loop.
   *
   * @throws Unavailable with a sentence for a person
   */
  public static <T> T await(Future<T> future) throws InterruptedException {
    mayTakeLong();
    try {
      return future.toCompletionStage().toCompletableFuture().get(WAIT_AT_MOST_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Unavailable known
          ? known
          : new Unavailable("The store failed: " + e.getCause() + ".", e);
    } catch (TimeoutException e) {
      throw new Unavailable("The store doesn't answer.", e);
    }
  }
}
