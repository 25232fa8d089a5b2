package org.havatar.relay.store.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.havatar.relay.access.Store;
import org.havatar.relay.store.StoreHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedisHistoriesTest {
  private static final int TIMES = Integer.getInteger("havatar.histories.times", 100);
  private static final long FIRST_SEED = Long.getLong("havatar.histories.seed", 1);
  private static final int NODES = 2;

  /** Two nodes; the server's connections are cut, nodes begin anew, seldom the server is killed. */
  private static final class RedisStage implements StoreHistory.Stage, AutoCloseable {
    private final RedisServer server;
    private final List<Store> stores = new ArrayList<>();

    RedisStage(RedisServer server) {
      this.server = server;
      for (int i = 0; i < NODES; i++) {
        stores.add(open());
      }
    }

    private Store open() {
      return RedisStore.open(server.patientTarget(), System::nanoTime);
    }

    @Override
    public List<Store> stores() {
      return List.copyOf(stores);
    }

    @Override
    public void disturb(Random random) throws IOException {
      server.command("CLIENT", "KILL", "TYPE", "normal");
      awaitHealthy();
    }

    @Override
    public void restart(Random random) throws Exception {
      if (random.nextInt(4) == 0) {
        server.kill();
        server.restart();
        awaitHealthy();
      } else {
        int node = random.nextInt(NODES);
        stores.get(node).close();
        stores.set(node, open());
      }
    }

    private void awaitHealthy() {
      for (Store each : stores) {
        Awaitility.await()
            .pollInterval(java.time.Duration.ofMillis(5))
            .until(
                () ->
                    each.probe()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .handle((fine, failure) -> failure == null)
                        .join());
      }
    }

    @Override
    public void close() {
      stores.forEach(Store::close);
    }
  }

  @Test
  void randomHistoriesOnTwoNodesGiveWhatAPlainModelGives(@TempDir Path directory)
      throws IOException {
    try (RedisServer server = RedisServer.start(directory);
        RedisStage stage = new RedisStage(server)) {
      StoreHistory.play(stage, TIMES, FIRST_SEED);
    }
  }
}
