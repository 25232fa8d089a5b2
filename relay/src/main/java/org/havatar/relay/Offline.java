package org.havatar.relay;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.config.DataDirectory;
import org.havatar.relay.config.RelayConfig;
import org.havatar.relay.store.EmbeddedStore;

/** Works on the data directory while the relay is down. Blocks. */
final class Offline {
  private Offline() {}

  /**
   * Opens the store, does {@code work} and closes the store.
   *
   * @throws Unavailable with a sentence for a person, also when the relay is running
   */
  static <T> T with(RelayConfig config, Function<Store, Future<T>> work)
      throws InterruptedException {
    Store store =
        EmbeddedStore.open(
            DataDirectory.store(DataDirectory.prepare(config.dataDirectory())), System::nanoTime);
    try {
      return await(work.apply(store));
    } finally {
      await(store.close());
    }
  }

  private static <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Unavailable known
          ? known
          : new Unavailable("That didn't work: " + e.getCause() + ".", e);
    }
  }
}
