package org.havatar.relay.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.port.Unavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that is ill in every way: a sentence says so, nothing hangs, and it heals by itself. */
final class RedisFaultsTest {
  private static final long NOTICED_WITHIN_MS = 5_000;

  private final Path directory;
  private RedisServer server;
  private Store store;

  RedisFaultsTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    server = RedisServer.start(directory.resolve("redis"));
    store = RedisStore.open(server.target(), System::nanoTime);
  }

  @AfterEach
  void end() {
    store.close();
    server.close();
  }

  private Future<OptionalLong> boot(long number) {
    return store.robots().recordBoot("tank-1", number, number);
  }

  private String failure(Future<?> future) {
    long beganNs = System.nanoTime();
    Throwable cause = Answers.failureOf(future);
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs))
        .isLessThan(NOTICED_WITHIN_MS);
    assertThat(cause).isInstanceOf(Unavailable.class);
    return String.valueOf(cause.getMessage());
  }

  private void awaitHealthy() {
    await().atMost(10, TimeUnit.SECONDS).until(this::isHealthy);
  }

  private boolean isHealthy() {
    try {
      return !store.isCut() && store.probe().toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      return false;
    }
  }

  @Test
  void aRedisThatDiesAndComesBackIsFoundAgainWithAllThatWasAnswered() throws Exception {
    Answers.of(boot(3));
    server.kill();
    assertThat(failure(boot(4))).contains("Redis at 127.0.0.1:" + server.port());
    assertThat(failure(store.probe())).contains("can't be reached");
    server.restart();
    awaitHealthy();
    assertThat(Answers.of(boot(3))).isEmpty();
    assertThat(Answers.of(boot(5))).isEmpty();
  }

  @Test
  void aRedisThatHangsIsNoticedAndUsedAgainWhenItGoesOn() throws Exception {
    Answers.of(boot(3));
    server.signal("STOP");
    assertThat(failure(boot(4))).contains("didn't answer within 500 ms");
    assertThat(failure(store.probe())).contains("didn't answer");
    server.signal("CONT");
    awaitHealthy();
    assertThat(Answers.of(boot(5))).isEmpty();
  }

  @Test
  void ofManyCallsToAHangingRedisNoneWaitsLongerThanOneOperationMay() throws Exception {
    server.signal("STOP");
    List<Future<OptionalLong>> all =
        java.util.stream.LongStream.range(1, 300).mapToObj(this::boot).toList();
    all.forEach(this::failure);
    server.signal("CONT");
    awaitHealthy();
  }

  @Test
  void aFullRedisRefusesWritesReadsGoOnAndItHeals() throws Exception {
    Answers.of(boot(3));
    server.command("CONFIG", "SET", "maxmemory", "1");
    assertThat(failure(boot(4))).contains("is full");
    assertThat(failure(store.probe())).contains("is full");
    assertThat(Answers.of(store.accounts().account("ana"))).isEmpty();
    server.command("CONFIG", "SET", "maxmemory", "0");
    awaitHealthy();
    assertThat(Answers.of(boot(4))).isEmpty();
  }

  @Test
  void aReadOnlyReplicaIsRefusedWithWhatToDo() throws Exception {
    try (RedisServer replica =
        RedisServer.start(
            directory.resolve("replica"),
            "--replicaof",
            "127.0.0.1 " + server.port(),
            "--replica-serve-stale-data",
            "yes")) {
      assertThatThrownBy(() -> RedisStore.open(replica.target(), System::nanoTime))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("is a read-only replica: let store.redis_url name the primary");
    }
    server.command("REPLICAOF", "127.0.0.1", "1");
    assertThat(failure(boot(4))).contains("read-only replica");
    server.command("REPLICAOF", "NO", "ONE");
    awaitHealthy();
  }

  @Test
  void aWrongPasswordIsSaidWithoutShowingIt() throws Exception {
    try (RedisServer closed =
        RedisServer.start(directory.resolve("closed"), "--requirepass", "right")) {
      for (String user : List.of("", ":wrong-secret@", "nobody:wrong-secret@")) {
        RedisTarget target =
            new RedisTarget(
                "redis://" + user + "127.0.0.1:" + closed.port(), null, RedisServer.TIMEOUT_MS);
        assertThatThrownBy(() -> RedisStore.open(target, System::nanoTime))
            .isInstanceOf(Unavailable.class)
            .hasMessageContaining("refuses the user or password of store.redis_url")
            .hasMessageNotContaining("wrong-secret");
        assertThat(target.toString()).doesNotContain("wrong-secret");
      }
      RedisTarget right =
          new RedisTarget(
              "redis://:right@127.0.0.1:" + closed.port() + "/3", null, RedisServer.TIMEOUT_MS);
      Store opened = RedisStore.open(right, System::nanoTime);
      Answers.of(opened.robots().recordBoot("tank-1", 1, 1));
      Answers.of(opened.close());
    }
  }

  @Test
  void aRedisThatMayThrowAccountsAwayIsRefused() throws Exception {
    server.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    assertThatThrownBy(() -> RedisStore.open(server.target(), System::nanoTime))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("set maxmemory-policy noeviction");
    server.command("CONFIG", "SET", "maxmemory-policy", "volatile-ttl");
    Answers.of(RedisStore.open(server.target(), System::nanoTime).close());
  }

  @Test
  void aRedisThatForgotItsScriptsHearsThemAgain() throws Exception {
    Answers.of(boot(1));
    server.command("SCRIPT", "FLUSH");
    assertThat(Answers.of(boot(2))).isEmpty();
  }

  @Test
  void connectionsThatRedisCutsAreMadeAnew() throws Exception {
    Answers.of(boot(1));
    server.command("CLIENT", "KILL", "TYPE", "normal");
    server.command("CLIENT", "KILL", "TYPE", "pubsub");
    awaitHealthy();
    assertThat(Answers.of(boot(2))).isEmpty();
  }

  @Test
  void anotherProgramOnThatPortIsNoRedis() throws Exception {
    for (String text :
        List.of("HTTP/1.1 400 Bad Request\r\n\r\n", "\u0000\u0001garbage\r\n", ":-\r\n")) {
      try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        Thread.ofVirtual().start(() -> answer(other, text));
        RedisTarget target =
            new RedisTarget(
                "redis://127.0.0.1:" + other.getLocalPort(), null, RedisServer.TIMEOUT_MS);
        assertThatThrownBy(() -> RedisStore.open(target, System::nanoTime))
            .isInstanceOf(Unavailable.class)
            .hasMessageContaining("Redis at 127.0.0.1:" + other.getLocalPort());
      }
    }
  }

  private static void answer(ServerSocket other, String text) {
    try {
      while (!other.isClosed()) {
        Socket client = other.accept();
        OutputStream out = client.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  @Test
  void nobodyOnThatPortIsSaid() throws Exception {
    server.kill();
    assertThatThrownBy(() -> RedisStore.open(server.target(), System::nanoTime))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("can't be reached");
  }

  @Test
  void aLayoutOfALaterRelayIsRefusedUntouched() throws Exception {
    server.command("HSET", RedisNames.PREFIX + "meta", "schema", "4");
    assertThatThrownBy(() -> RedisStore.open(server.target(), System::nanoTime))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("has layout 4; this relay knows layout 3");
  }

  /** As {@code ops/docs/configuration.md} words them. */
  @Test
  void theRightsThatTheDocumentsNameAreEnough() throws Exception {
    String rights =
        "on >secret ~{havatar}:* ~havatar:e:* &{havatar}:* +@all -@dangerous +config|get";
    String[] words = ("ACL SETUSER relay " + rights).split(" ", -1);
    assertThat(server.command(words)).isEqualTo("+OK\r\n");
    RedisTarget target =
        new RedisTarget(
            "redis://relay:secret@127.0.0.1:" + server.port(), null, RedisServer.TIMEOUT_MS);
    Store limited = RedisStore.open(target, System::nanoTime);
    assertThat(Answers.of(limited.robots().recordBoot("tank-1", 1, 1))).isEmpty();
    assertThat(Answers.of(limited.ephemera().addAndGet("c", 1, 1000))).isEqualTo(1);
    org.havatar.relay.store.Contents nothing =
        new org.havatar.relay.store.Contents(List.of(), List.of());
    assertThat(
            Answers.of(
                ((org.havatar.relay.store.DocumentStore) limited)
                    .documents()
                    .replaceAll(nothing, true)))
        .isTrue();
    Answers.of(limited.close());
  }
}
