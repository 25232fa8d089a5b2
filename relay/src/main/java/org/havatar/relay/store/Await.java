package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.havatar.relay.access.Unavailable;

/** Waits for the store, where a thread may wait: not on an event loop. */
final class Await {
  private static final int AT_MOST_S = 120;

  private Await() {}

  /**
   * Blocks.
   *
   * @throws Unavailable with a sentence for a person
   */
  static <T> T of(Future<T> future) throws InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(AT_MOST_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Unavailable known
          ? known
          : new Unavailable("The store failed: " + e.getCause() + ".", e);
    } catch (TimeoutException e) {
      throw new Unavailable("The store doesn't answer.", e);
    }
  }
}
