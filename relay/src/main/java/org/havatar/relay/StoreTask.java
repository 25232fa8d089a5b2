package org.havatar.relay;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.config.RelayConfig;
import org.havatar.relay.node.OpenedStore;

/**
 * Works on the store itself: on the embedded one while the relay is down, on Redis always. Blocks.
 */
final class StoreTask {
  private StoreTask() {}

  /** What is done with an open store; may block. */
  interface Work<T> {
    T on(Store store) throws IOException, InterruptedException;
  }

  /**
   * Opens the store, does {@code work} and closes the store.
   *
   * @throws Unavailable with a sentence for a person, also when the relay is running
   */
  static <T> T with(RelayConfig config, Function<Store, Future<T>> work)
      throws InterruptedException {
    try {
      return doing(config, store -> await(work.apply(store)));
    } catch (IOException e) {
      throw new Unavailable("That didn't work: " + e + ".", e);
    }
  }

  /** As above, for work that waits by itself. */
  static <T> T doing(RelayConfig config, Work<T> work) throws IOException, InterruptedException {
    Store store = OpenedStore.open(config, System::nanoTime);
    try {
      return work.on(store);
    } finally {
      await(store.close());
    }
  }

  private static <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        throw wrong; // asked for what isn't allowed
      }
      throw e.getCause() instanceof Unavailable known
          ? known
          : new Unavailable("That didn't work: " + e.getCause() + ".", e);
    }
  }
}
