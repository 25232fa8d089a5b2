package org.havatar.relay.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedHistoriesTest {
  private static final int TIMES = Integer.getInteger("havatar.histories.times", 100);
  private static final long FIRST_SEED = Long.getLong("havatar.histories.seed", 1);

  private static final class EmbeddedStage implements StoreHistory.Stage {
    private final Path file;
    private Store store;

    EmbeddedStage(Path file) {
      this.file = file;
      store = EmbeddedStore.open(file, System::nanoTime);
    }

    @Override
    public List<Store> stores() {
      return List.of(store);
    }

    @Override
    public void disturb(Random random) {
      Store crashed = store;
      EmbeddedStore.crash(crashed);
      crashed.close().toCompletionStage().toCompletableFuture().handle((x, y) -> true).join();
      store = EmbeddedStore.open(file, System::nanoTime);
    }

    @Override
    public void restart(Random random) {
      if (random.nextBoolean()) {
        disturb(random);
      } else {
        Answers.of(store.close());
        store = EmbeddedStore.open(file, System::nanoTime);
      }
    }
  }

  @Test
  void randomHistoriesGiveWhatAPlainModelGives(@TempDir Path directory) {
    EmbeddedStage stage = new EmbeddedStage(directory.resolve("store"));
    StoreHistory.play(stage, TIMES, FIRST_SEED);
    Answers.of(stage.store.close());
  }
}
