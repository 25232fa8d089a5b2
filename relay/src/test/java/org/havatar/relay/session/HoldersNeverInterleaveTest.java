package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.RequestLease;
import org.havatar.transports.wire.TakeOver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Drivers on two loops who take, release, lag behind and use each other's terms, a robot that
 * answers late, parcels between loops that dawdle: whatever happens, a term's setpoints at the
 * robot's link are its holder's, and terms only rise.
 */
class HoldersNeverInterleaveTest {
  private static final int STEPS = 600;
  private static final int RUNS = 40;

  private final Set<Integer> drivers = new HashSet<>();
  private long written;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void twoHoldersCommandsNeverInterleaveAtTheRobotsLink(long series) {
    for (int i = 0; i < RUNS; i++) {
      run(series * 1000 + i);
    }
    assertThat(drivers).as("every driver came to drive").containsExactlyInAnyOrder(1, 2, 3);
    assertThat(written).as("enough was written to mean something").isGreaterThan(RUNS * 20L);
  }

  private void run(long seed) {
    Random random = new Random(seed);
    SimulatedNode bench = new SimulatedNode(seed);
    TestRobot robot = TestRobot.live(bench, "a");
    List<TestClient> clients =
        List.of(bench.pilot("ann", "a"), bench.pilot("ben", "b"), bench.pilot("cat", "b"));
    for (int i = 0; i < clients.size(); i++) {
      clients.get(i).leftPermille = i + 1;
    }
    bench.isDawdling = true;
    for (int step = 0; step < STEPS; step++) {
      TestClient client = clients.get(random.nextInt(clients.size()));
      if (random.nextInt(12) == 0) {
        fight(random, bench, client, clients.get(random.nextInt(clients.size())));
      } else {
        step(random, bench, robot, client);
      }
    }
    verify(seed, robot, clients);
  }

  private static void step(Random random, SimulatedNode bench, TestRobot robot, TestClient client) {
    switch (random.nextInt(60)) {
      case 0, 1 -> client.take();
      case 2 -> client.say(new ReleaseLease());
      case 3 -> robot.register.boardRestarted(robot.atMs());
      case 4, 5, 6, 7, 16, 17, 18, 19, 20, 21 -> robot.answer();
      case 8, 9, 10, 22, 23, 24, 25, 26, 27 -> bench.deliver(1 + random.nextInt(6));
      case 11 -> bench.deliver(Integer.MAX_VALUE);
      case 12 -> robot.link.isFull = random.nextInt(3) == 0;
      case 13 -> robot.writable();
      case 14, 28, 29 -> bench.pass(10L * (1 + random.nextInt(5)), client);
      // Whose term it is does not matter to a liar, nor does how old it is to a laggard.
      case 15, 30, 31, 32 -> client.say(client.drive(termNear(random, robot), robot.now()));
      default -> client.steer();
    }
  }

  /** Asking, answering, which only the driver may, and taking over, by ranks that change. */
  private static void fight(
      Random random, SimulatedNode bench, TestClient client, TestClient other) {
    switch (random.nextInt(4)) {
      case 0 -> client.say(new RequestLease());
      case 1 -> client.say(new AnswerRequest(other.tag(), random.nextBoolean()));
      case 2 -> client.say(new TakeOver());
      default -> bench.accounts.rank = random.nextInt(4);
    }
  }

  private static Numbered termNear(Random random, TestRobot robot) {
    Numbered term = robot.register.term();
    long counter = Math.max(1, term.counter() - random.nextInt(3) + 1);
    return new Numbered(term.boot(), counter);
  }

  private void verify(long seed, TestRobot robot, List<TestClient> clients) {
    Numbered newest = Numbered.NONE;
    for (Drive drive : robot.link.drives()) {
      assertThat(drive.term()).as("seed %d: terms rise", seed).isGreaterThanOrEqualTo(newest);
      newest = drive.term();
      long sender = clients.get(drive.leftPermille() - 1).tag();
      assertThat(robot.holders).as("seed %d: sender holds", seed).containsEntry(newest, sender);
      drivers.add(drive.leftPermille());
      written++;
    }
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    run(5);
    long first = written;
    run(5);
    assertThat(written).isEqualTo(2 * first);
  }
}
