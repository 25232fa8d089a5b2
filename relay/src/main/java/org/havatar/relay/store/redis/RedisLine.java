package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.havatar.relay.access.port.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis, which is opened when it is needed and closed when anything about it is
 * wrong: a call without an answer in time too, because whatever comes on it later would be taken
 * for the answer of another call. Redis works on one call after another, so one connection on which
 * calls follow each other without waiting serves as many as a pool does.
 *
 * <p>On the engine's loop only.
 */
final class RedisLine {
  /** After a failure nobody tries again before this, so that a dead Redis costs nothing. */
  static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Opening takes some calls: shaking hands, TLS, and looking at its settings. */
  private static final int CALLS_TO_OPEN = 4;

  private static final int MOST_IN_FLIGHT = 16_384;

  private final Vertx vertx;
  private final RedisTarget target;
  private final RedisFaults faults;
  private final LongSupplier monotonicNs;
  private final Function<RedisConnection, Future<?>> greeting;
  private @Nullable Redis client;
  private @Nullable Future<RedisConnection> open;
  private @Nullable Unavailable trouble;
  private long retryAtNs;

  /**
   * @param greeting what is said on a new connection before anything else; its failure closes it
   */
  RedisLine(
      Vertx vertx,
      RedisTarget target,
      LongSupplier monotonicNs,
      Function<RedisConnection, Future<?>> greeting) {
    this.vertx = vertx;
    this.target = target;
    this.faults = new RedisFaults(target);
    this.monotonicNs = monotonicNs;
    this.greeting = greeting;
  }

  /** The answer, or {@link Unavailable} after the time of one call. */
  Future<Response> send(Request request) {
    return connection()
        .compose(
            connection ->
                connection
                    .send(request)
                    .timeout(target.timeoutMs(), TimeUnit.MILLISECONDS)
                    .recover(cause -> Future.failedFuture(failed(connection, cause))));
  }

  Future<Response> send(Command command, Object... arguments) {
    Request request = Request.cmd(command);
    for (Object each : arguments) {
      request.arg(String.valueOf(each));
    }
    return send(request);
  }

  /** An open connection; waits for the one that is being opened. */
  Future<RedisConnection> connection() {
    Future<RedisConnection> now = open;
    if (now != null) {
      return now;
    }
    Unavailable known = trouble;
    if (known != null && retryAtNs - monotonicNs.getAsLong() > 0) {
      return Future.failedFuture(known);
    }
    Future<RedisConnection> opened = connect();
    open = opened;
    return opened;
  }

  private Future<RedisConnection> connect() {
    Redis mine;
    try {
      mine = Redis.createClient(vertx, options());
    } catch (RuntimeException e) {
      return Future.failedFuture(refuse(faults.of(e)));
    }
    client = mine;
    return mine.connect()
        .compose(
            connection -> {
              watch(mine, connection);
              return greeting.apply(connection).map(connection);
            })
        .timeout((long) CALLS_TO_OPEN * target.timeoutMs(), TimeUnit.MILLISECONDS)
        .onSuccess(ignored -> trouble = null)
        .recover(
            cause -> {
              Unavailable reason = faults.of(cause);
              if (client == mine) {
                drop();
                refuse(reason);
              }
              return Future.failedFuture(reason);
            });
  }

  private Unavailable refuse(Unavailable reason) {
    trouble = reason;
    retryAtNs = monotonicNs.getAsLong() + RETRY_NS;
    return reason;
  }

  private void watch(Redis mine, RedisConnection connection) {
    Runnable lost =
        () -> {
          if (client == mine) {
            drop();
          }
        };
    connection.exceptionHandler(ignored -> lost.run());
    connection.endHandler(ignored -> lost.run());
  }

  /** An error that Redis answers with leaves the connection as it is; anything else ends it. */
  private Unavailable failed(RedisConnection connection, Throwable cause) {
    Future<RedisConnection> now = open;
    if (!RedisFaults.isAnswer(cause)
        && now != null
        && now.succeeded()
        && now.result() == connection) {
      drop();
    }
    return faults.of(cause);
  }

  /** Closes the connection, with all calls that wait on it; the next call opens another. */
  void drop() {
    open = null;
    Redis last = client;
    client = null;
    if (last != null) {
      last.close();
    }
  }

  private RedisOptions options() {
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout(CALLS_TO_OPEN * target.timeoutMs())
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true);
    if (target.isTls()) {
      net.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
      Path trust = target.trust();
      if (trust != null) {
        net.setTrustOptions(new PemTrustOptions().addCertPath(trust.toString()));
      }
    }
    return new RedisOptions()
        .setConnectionString(target.url())
        .setNetClientOptions(net)
        .setMaxPoolSize(1)
        .setMaxPoolWaiting(1)
        .setMaxWaitingHandlers(MOST_IN_FLIGHT);
  }
}
