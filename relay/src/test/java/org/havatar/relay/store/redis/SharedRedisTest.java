package org.havatar.relay.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.port.Change;
import org.havatar.relay.access.port.Change.Subject;
import org.havatar.relay.access.robots.Keyring;
import org.havatar.relay.access.robots.RobotAcl;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.SomeRobot;
import org.havatar.relay.limits.Limit;
import org.havatar.relay.limits.LimitMeasures;
import org.havatar.relay.limits.LimitOptions;
import org.havatar.relay.limits.Limits;
import org.havatar.relay.limits.Rate;
import org.havatar.relay.limits.UsualLimits;
import org.havatar.relay.store.DocumentStore;
import org.havatar.relay.store.Documents;
import org.havatar.relay.store.Key;
import org.havatar.relay.store.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one Redis. */
final class SharedRedisTest {
  private static final Keyring KEYS = Keyring.of(new Keyring.Key("k1", "00", 1, 0));

  private static final Duration HEARD_WITHIN = Duration.ofSeconds(1);

  private final RedisServer server;
  private final Store here;
  private final Store there;
  private final ConcurrentLinkedQueue<Change> heard = new ConcurrentLinkedQueue<>();

  SharedRedisTest(@TempDir Path directory) throws Exception {
    server = RedisServer.start(directory);
    here = RedisStore.open(server.patientTarget(), System::nanoTime);
    there = RedisStore.open(server.patientTarget(), System::nanoTime);
    there.onChanged(heard::add);
    await().until(() -> heard.contains(Change.ANYTHING)); // what it says when it can hear
    heard.clear();
  }

  @AfterEach
  void end() {
    here.close();
    there.close();
    server.close();
  }

  private static RobotEntry robot(String id, String owner) {
    return new RobotEntry(SomeRobot.of(id, id, "tank"), RobotDetails.NONE, RobotAcl.of(owner));
  }

  private static Documents documents(Store store) {
    return ((DocumentStore) store).documents();
  }

  @Test
  void whatOneNodeChangesTheOtherHearsWithinASecond() {
    Answers.of(here.robots().add(robot("tank-1", "ana"), KEYS, Actor.OPERATOR, 1));
    await().atMost(HEARD_WITHIN).until(() -> heard.contains(new Change(Subject.ROBOT, "tank-1")));
    assertThat(Answers.of(there.robots().robot("tank-1"))).isPresent();
  }

  @Test
  void bothNodesAreToldTheSameTime() {
    long mine = Answers.of(here.sharedClockMs()).orElseThrow();
    long theirs = Answers.of(there.sharedClockMs()).orElseThrow();
    assertThat(theirs - mine).isBetween(0L, 30_000L);
    assertThat(mine).isCloseTo(System.currentTimeMillis(), within(60_000L));
  }

  @Test
  void whatOneNodeLetsThroughTheOtherCounts() {
    Rate rate = new Rate(1, 20);
    LimitOptions options = UsualLimits.of(rate, rate, rate, rate, 10, false);
    List<Limits> nodes = new ArrayList<>();
    for (Store store : List.of(here, there, here)) {
      nodes.add(new Limits(options, store.ephemera()::addAndGet, new Unheard(), () -> 0));
    }
    int passed = 0;
    for (int i = 0; i < 20; i++) {
      for (Limits node : nodes) {
        passed += Answers.of(node.takeByAddress(Limit.API, "10.0.0.7")) == 0 ? 1 : 0;
      }
    }
    assertThat(passed).isBetween(20, 40); // each node's own bucket lets 20 through
    assertThat(Answers.of(nodes.get(1).takeByAddress(Limit.API, "10.0.0.8"))).isZero();
  }

  private static final class Unheard implements LimitMeasures {
    @Override
    public void refused(Limit limit) {}

    @Override
    public void unshared(Limit limit) {}
  }

  @Test
  void ofTwoHundredWhoAddTheSameRobotOnTwoNodesOneDoes() {
    List<Future<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(here.robots().add(robot("tank-1", "a" + i), KEYS, Actor.OPERATOR, 1));
      all.add(there.robots().add(robot("tank-1", "b" + i), KEYS, Actor.OPERATOR, 1));
    }
    assertThat(all.stream().map(Answers::of).filter(added -> added)).hasSize(1);
    assertThat(Answers.of(here.audit().entries("", 300))).hasSize(1);
  }

  @Test
  void ofTwoHundredConflictingUpdatesOnTwoNodesNoneIsLost() {
    Key counter = new Key(Kind.BOOT, "counter");
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(
          documents(i % 2 == 0 ? here : there)
              .update(
                  List.of(counter),
                  draft -> {
                    int next = Integer.parseInt(draft.get(counter).orElse("0")) + 1;
                    draft.put(counter, Integer.toString(next));
                    return next;
                  }));
    }
    assertThat(all.stream().map(Answers::of))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 200).boxed().toList());
  }

  @Test
  void whatOneNodePutIsTakenOnceByAny() {
    Answers.of(here.ephemera().put("t", "ana", 60_000));
    List<Future<java.util.Optional<String>>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add((i % 2 == 0 ? here : there).ephemera().take("t"));
    }
    assertThat(all.stream().map(Answers::of).flatMap(java.util.Optional::stream))
        .containsExactly("ana");
    assertThat(Answers.of(here.ephemera().addAndGet("c", 1, 60_000))).isEqualTo(1);
    assertThat(Answers.of(there.ephemera().addAndGet("c", 1, 60_000))).isEqualTo(2);
  }

  @Test
  void whileChangesCantBeHeardEverythingMayHaveChangedAndThenTheyAreHeardAgain() throws Exception {
    server.signal("STOP");
    await().atMost(Duration.ofSeconds(20)).until(() -> heard.contains(Change.ANYTHING));
    heard.clear();
    await().atMost(Duration.ofSeconds(20)).until(() -> heard.contains(Change.ANYTHING));
    server.signal("CONT");
    await()
        .until(
            () -> {
              heard.clear();
              return here.robots()
                  .add(robot("tank-" + System.nanoTime(), "a"), KEYS, Actor.OPERATOR, 1)
                  .toCompletionStage()
                  .toCompletableFuture()
                  .handle((added, failure) -> failure == null)
                  .join();
            });
    await().until(() -> heard.stream().anyMatch(each -> each.subject() == Subject.ROBOT));
  }

  @Test
  void aNodeWhoseSubscriptionIsCutHearsAgainAndLooksEverythingUp() throws Exception {
    server.command("CLIENT", "KILL", "TYPE", "pubsub");
    await().atMost(Duration.ofSeconds(20)).until(() -> heard.contains(Change.ANYTHING));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              Answers.of(
                  here.robots().add(robot("t-" + System.nanoTime(), "a"), KEYS, Actor.OPERATOR, 1));
              return heard.stream().anyMatch(each -> each.subject() == Subject.ROBOT);
            });
  }

  @Test
  void nothingPilesUpForUpdatesThatAreOver() {
    for (int i = 0; i < 100; i++) {
      Answers.of(here.robots().recordBoot("tank-" + i, 1, 1));
    }
    assertThat(((RedisDocuments) documents(here)).waiting()).isZero();
  }
}
