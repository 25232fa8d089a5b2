package org.havatar.relay.node;

import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.config.DataDirectory;
import org.havatar.relay.config.RelayConfig;
import org.havatar.relay.config.Storage;
import org.havatar.relay.store.EmbeddedStore;
import org.havatar.relay.store.redis.RedisStore;
import org.havatar.relay.store.redis.RedisTarget;

/** Opens the store that the settings name. */
public final class OpenedStore {
  private OpenedStore() {}

  /**
   * Opens it. Blocks.
   *
   * @throws Unavailable with a sentence for a person
   */
  public static Store open(RelayConfig config, LongSupplier monotonicNs) {
    Path data = DataDirectory.prepare(config.dataDirectory());
    Storage.Redis redis = config.storage().redis();
    Store store =
        redis == null
            ? EmbeddedStore.open(DataDirectory.store(data), monotonicNs)
            : RedisStore.open(
                new RedisTarget(redis.url(), redis.trust(), redis.timeoutMs()), monotonicNs);
    store.audit().keepAtMost(config.storage().audit().bounds());
    return store;
  }
}
