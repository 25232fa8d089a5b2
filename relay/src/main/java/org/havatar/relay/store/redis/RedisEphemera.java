package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.havatar.relay.access.port.Ephemera;

/** Short-lived things that all nodes share; Redis ends them. */
final class RedisEphemera implements Ephemera {
  private static final RedisScript COUNT = RedisScript.load("count.lua");

  private final RedisEngine engine;
  private final RedisLine line;

  RedisEphemera(RedisEngine engine, RedisLine line) {
    this.engine = engine;
    this.line = line;
  }

  @Override
  public Future<Boolean> put(String key, String value, long ttlMs) {
    return engine.submit(
        () ->
            line.send(Command.SET, RedisNames.EPHEMERA + key, value, "NX", "PX", ttlMs)
                .map(Objects::nonNull));
  }

  @Override
  public Future<Optional<String>> take(String key) {
    return engine.submit(
        () ->
            line.send(Command.GETDEL, RedisNames.EPHEMERA + key)
                .map(text -> Optional.ofNullable(text).map(Response::toString)));
  }

  @Override
  public Future<Long> addAndGet(String key, long amount, long windowMs) {
    return engine.submit(
        () ->
            COUNT
                .run(
                    line,
                    List.of(RedisNames.EPHEMERA + key),
                    List.of(Long.toString(amount), Long.toString(windowMs)))
                .map(Response::toLong));
  }
}
