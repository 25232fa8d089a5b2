package org.havatar.relay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.havatar.relay.LogLines;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.UsualOptions;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.robots.Admission;
import org.havatar.relay.access.robots.KeyCustody;
import org.havatar.relay.access.robots.NewRobot;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotStore;
import org.havatar.relay.access.robots.Robots;
import org.havatar.relay.access.robots.SomeRobot;
import org.havatar.relay.limits.LimitOptions;
import org.havatar.relay.limits.Limits;
import org.havatar.relay.limits.NodeCounters;
import org.havatar.relay.limits.Rate;
import org.havatar.relay.limits.UsualLimits;
import org.havatar.relay.metrics.NodeMeters;
import org.havatar.relay.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred robots and somebody who tries keys, all behind one address. */
final class RobotDoorTest {
  private static final int ROBOTS = 200;
  private static final String OFFICE = "192.0.2.7";
  private static final Rate WIDE = new Rate(1000, 1000);
  private static final int BACK_WITHIN_MS = 5000;
  private static final int STEP_MS = 100;

  private final Path data;
  private final Store store;
  private final AtomicLong reads = new AtomicLong();
  private final List<String> keys = new ArrayList<>();
  private long nowMs = 1_000_000;
  private long epochMs = Instant.parse("2026-11-30T12:00:00Z").toEpochMilli();
  private KnownRobots known = new KnownRobots(() -> epochMs);
  private RobotDoor door;

  RobotDoorTest(@TempDir Path data) {
    this.data = data;
    store = EmbeddedStore.open(data.resolve("store"), System::nanoTime);
    door = door(known);
  }

  @BeforeEach
  void register() {
    for (int i = 0; i < ROBOTS; i++) {
      NewRobot robot = SomeRobot.wanted(id(i), "Robot", "tank", "ana", RobotDetails.NONE);
      keys.add(await(new Robots(store.robots()).add(robot, Actor.OPERATOR, 1)).orElseThrow().key());
    }
  }

  @AfterEach
  void close() {
    await(store.close());
  }

  private static String id(int robot) {
    return "tank-" + robot;
  }

  private static <T> T await(Future<T> future) {
    CompletableFuture<T> answer = future.toCompletionStage().toCompletableFuture();
    return SocketPeer.await(answer);
  }

  /** As a node has it after a start: all buckets are full. */
  private RobotDoor door(KnownRobots knownRobots) {
    Limits limits =
        new Limits(
            UsualLimits.of(WIDE, WIDE, WIDE, new Rate(5, 10), 10, false),
            new NodeCounters(() -> nowMs),
            new NodeMeters().limits(),
            () -> nowMs);
    return new RobotDoor(
        new KeyCustody(counted(), () -> Instant.ofEpochMilli(epochMs), () -> UsualOptions.ROBOTS),
        limits,
        knownRobots);
  }

  /** The same robots, with their reads counted. */
  private RobotStore counted() {
    return proxy(
        RobotStore.class,
        (method, arguments) -> {
          reads.incrementAndGet();
          return method.invoke(store.robots(), arguments);
        });
  }

  private interface Call {
    @Nullable Object on(java.lang.reflect.Method method, Object @Nullable [] arguments)
        throws ReflectiveOperationException;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call.on(method, arguments)));
  }

  /** True when that key opens; a door that is over its limit asks nobody. */
  private boolean opens(String robotId, String key, String address) {
    return door.waitMs(robotId, key, address) == 0
        && await(door.admit(robotId, key, address)) instanceof Admission.Admitted;
  }

  private void flood(int times) {
    for (int i = 0; i < times; i++) {
      opens(id(i % ROBOTS), "hvr_wrong", OFFICE);
      opens("invented-" + i, "hvr_wrong", OFFICE);
    }
  }

  /** How many robots are in after so long, each of which tries again every second. */
  private int back(boolean isFlooded) {
    boolean[] in = new boolean[ROBOTS];
    int count = 0;
    for (int passedMs = 0; passedMs < BACK_WITHIN_MS; passedMs += STEP_MS) {
      if (isFlooded) {
        flood(50);
      }
      for (int robot = passedMs / STEP_MS % 10; robot < ROBOTS; robot += 10) {
        if (!in[robot] && opens(id(robot), keys.get(robot), OFFICE)) {
          in[robot] = true;
          count++;
        }
      }
      nowMs += STEP_MS;
      epochMs += STEP_MS;
    }
    return count;
  }

  private void restart(boolean isFileThere) throws IOException {
    new KnownRobotsFile(data, known).save();
    if (!isFileThere) {
      Files.delete(data.resolve("known-robots"));
    }
    known = new KnownRobots(() -> epochMs);
    new KnownRobotsFile(data, known).load();
    door = door(known);
  }

  @Test
  void afterARestartThatRemembersTwoHundredRobotsAreBackInFiveSecondsInTheMiddleOfAFlood()
      throws IOException {
    assertThat(back(false)).isEqualTo(ROBOTS);
    restart(true);
    flood(2000);
    assertThat(back(true)).isEqualTo(ROBOTS);
  }

  @Test
  void afterARestartThatForgotEverythingTheyAreBackInFiveSecondsTooWhileNobodyFloods()
      throws IOException {
    assertThat(back(false)).isEqualTo(ROBOTS);
    restart(false);
    assertThat(known.size()).isZero();
    assertThat(back(false)).isEqualTo(ROBOTS);
  }

  @Test
  void whoIsOverTheLimitCostsNoLookAtTheStore() {
    flood(5000);
    long before = reads.get();
    assertThat(before).isLessThan(2L * (LimitOptions.ROBOTS.burst() + 1));
    flood(5000);
    assertThat(reads.get()).isEqualTo(before);
  }

  @Test
  void oneWhoTriesOneRobotsKeyUsesUpNothingOfTheOthers() {
    for (int i = 0; i < 5000; i++) {
      opens(id(0), "hvr_wrong", OFFICE);
    }
    for (int robot = 1; robot < ROBOTS; robot++) {
      assertThat(opens(id(robot), keys.get(robot), OFFICE)).as("robot %d", robot).isTrue();
    }
  }

  @Test
  void aRobotThatIsNotThereCostsAsManyReadsAsOneThatIs() {
    opens("nobody", "hvr_wrong", OFFICE);
    long ofNobody = reads.getAndSet(0);
    opens(id(0), "hvr_wrong", OFFICE);
    assertThat(reads.get()).isEqualTo(ofNobody).isEqualTo(2);
  }

  @Test
  void aFreshKeyIsKnownBeforeItIsUsedAndARefusedOneNoMore() {
    assertThat(opens(id(0), keys.get(0), OFFICE)).isTrue();
    door.expect(id(0), "hvr_fresh");
    assertThat(known.knows(id(0), "hvr_fresh", OFFICE)).isTrue();
    assertThat(known.knows(id(0), "hvr_fresh", "198.51.100.1")).isFalse();
    assertThat(opens(id(0), "hvr_fresh", OFFICE)).isFalse();
    assertThat(known.knows(id(0), "hvr_fresh", OFFICE)).isFalse();
    assertThat(known.knows(id(0), keys.get(0), OFFICE)).isTrue();
  }

  @Test
  void anAddressIsKnownForADay() {
    assertThat(opens(id(0), keys.get(0), OFFICE)).isTrue();
    epochMs += KnownRobots.FOR_MS - 1;
    assertThat(known.knows(id(0), keys.get(0), OFFICE)).isTrue();
    epochMs += 1;
    assertThat(known.knows(id(0), keys.get(0), OFFICE)).isFalse();
  }

  @Test
  void whatIsKnownIsBounded() {
    for (int i = 0; i < KnownRobots.MOST_ROBOTS + 10; i++) {
      known.opened("robot-" + i, "hvr_" + i, OFFICE);
    }
    assertThat(known.size()).isEqualTo(KnownRobots.MOST_ROBOTS);
    for (int i = 0; i < 100; i++) {
      known.opened("wanderer", "hvr_" + i, "198.51.100." + i);
    }
    assertThat(known.knows("wanderer", "hvr_99", "198.51.100.99")).isTrue();
    assertThat(known.knows("wanderer", "hvr_99", "198.51.100.91")).isFalse();
    assertThat(known.knows("wanderer", "hvr_95", "198.51.100.99")).isFalse();
    List<String> lines = Objects.requireNonNull(known.takeChanged());
    assertThat(lines).hasSize(KnownRobots.MOST_ROBOTS);
    assertThat(lines.getLast().length()).isLessThan(512);
  }

  @Test
  void aFileThatSomebodySpoiledMakesStrangersOfThoseInItAndNothingElse() throws IOException {
    opens(id(0), keys.get(0), OFFICE);
    opens(id(1), keys.get(1), OFFICE);
    new KnownRobotsFile(data, known).save();
    Path file = data.resolve("known-robots");
    assertThat(Files.readString(file)).contains(id(0)).doesNotContain(keys.get(0));
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(0, "tank-0 zz x=999999999999999999999");
    lines.add(0, "");
    Files.write(file, lines);
    try (LogLines log = new LogLines()) {
      restart(true);
      assertThat(log.loud()).isEmpty();
    }
    assertThat(known.size()).isEqualTo(1);
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
    restart(true);
    assertThat(opens(id(1), keys.get(1), OFFICE)).isTrue();
  }
}
