package org.havatar.relay.store.redis;

import java.io.IOException;
import java.nio.file.Path;
import org.havatar.relay.access.Store;
import org.havatar.relay.store.DocumentStore;
import org.havatar.relay.store.EngineContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class RedisStoreTest extends EngineContract {
  private static RedisServer server;

  @BeforeAll
  static void startServer(@TempDir Path directory) throws IOException {
    server = RedisServer.start(directory);
  }

  @AfterAll
  static void endServer() {
    server.close();
  }

  @Override
  protected void empty() throws IOException {
    server.command("FLUSHALL");
  }

  @Override
  protected Store open() {
    return RedisStore.open(server.patientTarget(), System::nanoTime);
  }

  @Override
  protected void crash(Store store) {
    ((RedisDocuments) ((DocumentStore) store).documents()).crash();
  }
}
