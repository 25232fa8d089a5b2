package org.havatar.relay.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.port.Change;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.access.robots.Keyring;
import org.havatar.relay.access.robots.RobotAcl;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.SomeRobot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose Redis is killed, frozen, slow or emptied while it runs. */
final class RedisOutageTest {
  private static final Keyring KEYS = Keyring.of(new Keyring.Key("k1", "00", 1, 0));

  /** Far beyond what it takes: for a machine that does ten other things. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RedisServer server;
  private final DelayingProxy proxy;
  private final Store store;
  private final ConcurrentLinkedQueue<Change> heard = new ConcurrentLinkedQueue<>();

  RedisOutageTest(@TempDir Path directory) throws Exception {
    server = RedisServer.start(directory);
    proxy = DelayingProxy.before(server.port());
    store =
        RedisStore.open(
            new RedisTarget("redis://127.0.0.1:" + proxy.port(), null, RedisServer.TIMEOUT_MS),
            System::nanoTime);
    store.onChanged(heard::add);
    // A JVM that has just started may take longer than a call may.
    await().atMost(PATIENCE).until(() -> failure(add("tank-1")).isEmpty());
    assertThat(store.isCut()).isFalse();
  }

  @AfterEach
  void end() {
    store.close();
    proxy.close();
    server.close();
  }

  private Future<Boolean> add(String robotId) {
    RobotEntry robot =
        new RobotEntry(
            SomeRobot.of(robotId, robotId, "tank"), RobotDetails.NONE, RobotAcl.of("ana"));
    return store.robots().add(robot, KEYS, Actor.OPERATOR, 1);
  }

  /** Whatever becomes of it; a call that hangs fails the test. */
  private static Optional<Throwable> failure(Future<?> asked) throws Exception {
    try {
      asked.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause() == null ? e : e.getCause());
    }
  }

  private void awaitCut() {
    await().atMost(PATIENCE).until(store::isCut);
  }

  private void awaitBack() {
    await().atMost(PATIENCE).until(() -> !store.isCut());
  }

  /** Everything fails with a sentence that says what to do, and nothing is under way for long. */
  private void everythingSaysTryAgain() throws Exception {
    List<Future<?>> asked = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      asked.add(add("tank-" + (100 + i)));
      asked.add(store.ephemera().put("t" + i, "ana", 1000));
      asked.add(store.accounts().account("ana"));
    }
    for (Future<?> each : asked) {
      assertThat(failure(each))
          .get()
          .isInstanceOf(Unavailable.class)
          .extracting(Throwable::getMessage)
          .asString()
          .contains("Redis at 127.0.0.1:" + proxy.port())
          .contains("Try again");
    }
  }

  private void worksAgainAndEverythingIsAskedAnew(String robotId) {
    awaitBack();
    assertThat(heard).contains(Change.ANYTHING);
    assertThat(Answers.of(add(robotId))).isTrue();
    assertThat(Answers.of(store.robots().robot("tank-1"))).isPresent();
  }

  @Test
  void aKilledRedisIsNoticedAndItsReturnToo() throws Exception {
    server.kill();
    awaitCut();
    everythingSaysTryAgain();
    heard.clear();
    server.restart();
    worksAgainAndEverythingIsAskedAnew("tank-2");
  }

  @Test
  void nothingHangsOnAFrozenRedisAndItHealsByItself() throws Exception {
    server.signal("STOP");
    assertThat(failure(add("tank-2"))).as("before it is noticed").isPresent();
    awaitCut();
    everythingSaysTryAgain();
    heard.clear();
    server.signal("CONT");
    worksAgainAndEverythingIsAskedAnew("tank-3");
  }

  @Test
  void aSlowRedisWithinItsTimeIsNoOutage() throws Exception {
    proxy.delayMs(RedisServer.TIMEOUT_MS / 10);
    for (int i = 0; i < 20; i++) {
      assertThat(failure(store.accounts().account("ana"))).isEmpty();
      assertThat(store.isCut()).isFalse();
    }
  }

  @Test
  void aRedisThatIsTooSlowIsOneAndHealsWhenItIsFaster() throws Exception {
    proxy.delayMs(4 * RedisServer.TIMEOUT_MS);
    awaitCut();
    everythingSaysTryAgain();
    proxy.delayMs(0);
    worksAgainAndEverythingIsAskedAnew("tank-2");
  }

  /** An answer without accounts would be a no to everybody. */
  @Test
  void aRedisThatComesBackEmptyIsNotBelieved() throws Exception {
    server.kill();
    awaitCut();
    server.restartEmpty();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                failure(store.accounts().account("ana"))
                    .map(Throwable::getMessage)
                    .filter(each -> each.contains("is empty, which it was not"))
                    .isPresent());
    assertThat(store.isCut()).isTrue();
    assertThat(server.command("EXISTS", "{havatar}:meta")).as("nothing is written").contains(":0");
  }
}
