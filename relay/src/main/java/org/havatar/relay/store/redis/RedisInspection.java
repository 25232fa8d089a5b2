package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.atomic.AtomicReference;
import org.havatar.relay.store.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the settings of a Redis, on each connection, because it may have been restarted with
 * others: refuses one that may throw accounts away, warns of one that may forget the last seconds.
 */
final class RedisInspection {
  private static final Logger LOG = LoggerFactory.getLogger(RedisInspection.class);

  private static final String EMPTY =
      "is empty, which it was not: restore its data, or import a backup; to begin anew restart all"
          + " relays.";

  private final RedisFaults faults;
  private final RedisTarget target;
  private volatile boolean isFilled;
  private final AtomicReference<String> warned = new AtomicReference<>("");

  RedisInspection(RedisTarget target) {
    this.target = target;
    faults = new RedisFaults(target);
  }

  /** From now on it holds a store: if it doesn't any more, somebody has emptied it. */
  void onFilled() {
    isFilled = true;
  }

  Future<Object> look(RedisConnection connection) {
    return isFilled
        ? connection
            .send(Request.cmd(Command.EXISTS).arg(RedisNames.hash(Kind.META)))
            .compose(
                there ->
                    there.toInteger() == 0
                        ? Future.failedFuture(faults.saying(EMPTY))
                        : settings(connection))
        : settings(connection);
  }

  private Future<Object> settings(RedisConnection connection) {
    return value(connection, "maxmemory-policy")
        .compose(
            policy -> {
              if (policy.startsWith("allkeys")) {
                return Future.failedFuture(
                    faults.saying(
                        "may throw accounts away when it is full (maxmemory-policy %s): set maxmemory-policy noeviction."
                            .formatted(policy)));
              }
              return value(connection, "appendonly")
                  .compose(
                      appends ->
                          value(connection, "appendfsync")
                              .map(
                                  syncs -> {
                                    warn(policy, appends, syncs);
                                    return new Object();
                                  }));
            });
  }

  /** Empty when this user may not ask. */
  private static Future<String> value(RedisConnection connection, String setting) {
    return connection
        .send(Request.cmd(Command.CONFIG).arg("GET").arg(setting))
        .map(answer -> valueOf(answer, setting))
        .recover(
            cause ->
                RedisFaults.hasCode(cause, "NOPERM") || RedisFaults.hasCode(cause, "ERR unknown")
                    ? Future.succeededFuture("")
                    : Future.failedFuture(cause));
  }

  private static String valueOf(Response answer, String setting) {
    Response value =
        answer.isMap() ? answer.get(setting) : answer.size() == 2 ? answer.get(1) : null;
    return value == null ? "" : value.toString();
  }

  private void warn(String policy, String appends, String syncs) {
    String warning = warning(policy, appends, syncs);
    if (!warning.isEmpty() && !warning.equals(warned.getAndSet(warning))) {
      LOG.warn("Redis at {} {}", target, warning);
    }
  }

  private static String warning(String policy, String appends, String syncs) {
    if (policy.isEmpty() || appends.isEmpty()) {
      return "doesn't tell its settings (CONFIG GET): see yourself that it has appendonly yes,"
          + " appendfsync always and maxmemory-policy noeviction";
    }
    if (!appends.equals("yes")) {
      return "keeps no append-only file: a crash may lose the accounts, keys and bookings of the last"
          + " minutes, or all; set appendonly yes and appendfsync always";
    }
    if (!syncs.equals("always")) {
      return "syncs its file now and then (appendfsync %s): a crash of its machine may undo what was"
              .formatted(syncs)
          + " answered in the last second or more; set appendfsync always";
    }
    return "";
  }
}
