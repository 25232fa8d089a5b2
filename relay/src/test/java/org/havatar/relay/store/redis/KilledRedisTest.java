package org.havatar.relay.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.awaitility.Awaitility;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A redis-server that syncs always is killed under load; what was acknowledged has to be there. */
final class KilledRedisTest {
  private static final int TIMES = Integer.getInteger("havatar.kills.times", 3);
  private static final int ROBOTS = 8;
  private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 500;

  private final AtomicLongArray acknowledged = new AtomicLongArray(ROBOTS);

  @Test
  void everyAcknowledgedWriteSurvivesSigkillOfRedis(@TempDir Path directory) throws Exception {
    try (RedisServer server = RedisServer.start(directory)) {
      Store store = RedisStore.open(server.target(), System::nanoTime);
      for (int run = 0; run < TIMES; run++) {
        killOnce(server, store, run);
      }
      Answers.of(store.close());
    }
    System.out.printf("redis store: killed %d times, no acknowledged write lost%n", TIMES);
  }

  private void killOnce(RedisServer server, Store store, int run) throws Exception {
    CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_KILL);
    CountDownLatch ended = new CountDownLatch(ROBOTS);
    for (int robot = 0; robot < ROBOTS; robot++) {
      write(store, robot, acknowledged.get(robot) + 10, enough, ended);
    }
    assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
    server.kill();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    server.restart();
    Awaitility.await("healing after kill " + run).until(() -> isHealthy(store));
    for (int robot = 0; robot < ROBOTS; robot++) {
      OptionalLong highest = Answers.of(store.robots().recordBoot("robot-" + robot, 1, -1));
      assertThat(highest.orElseThrow()).isGreaterThanOrEqualTo(acknowledged.get(robot));
      acknowledged.set(robot, highest.orElseThrow());
    }
  }

  /** One after another without end, until the first that fails. */
  private void write(
      Store store, int robot, long number, CountDownLatch enough, CountDownLatch ended) {
    store
        .robots()
        .recordBoot("robot-" + robot, number, number)
        .onSuccess(
            conflict -> {
              assert conflict.isEmpty() : "nobody else writes it";
              acknowledged.set(robot, number);
              enough.countDown();
              write(store, robot, number + 1, enough, ended);
            })
        .onFailure(ignored -> ended.countDown());
  }

  private static boolean isHealthy(Store store) {
    return store
        .probe()
        .toCompletionStage()
        .toCompletableFuture()
        .handle((fine, failure) -> failure == null)
        .join();
  }
}
