package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.havatar.relay.store.Key;

/** What an update needs of its engine. On the engine's loop. */
interface RedisStep {
  /** See {@code read.lua}. */
  Future<Response> read(List<String> arguments);

  /** See {@code update.lua}, from its third argument on. */
  Future<Response> update(List<String> arguments);

  /** This node's own listeners needn't wait until they hear it from Redis. */
  void told(Key key);

  void after(int ms, Runnable work);

  Random random();

  LongSupplier monotonicNs();

  /** How long a whole operation may take. */
  long operationNs();
}
