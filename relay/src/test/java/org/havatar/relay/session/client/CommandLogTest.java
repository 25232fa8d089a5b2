package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.port.CommandRecord;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.RequestLease;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLogTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final TestRobot robot = TestRobot.live(bench, "a");

  private TestClient driver(String loop) {
    TestClient client = bench.pilot("ann", loop);
    client.take();
    pass(50, client);
    return client;
  }

  /** Time passes on both clocks. */
  private void pass(long durationMs, TestClient client) {
    bench.epochMs += durationMs;
    bench.pass(durationMs, client, robot);
  }

  private List<CommandRecord> logged(String kind) {
    return bench.commands.stream().filter(record -> record.kind().equals(kind)).toList();
  }

  private static int total(List<CommandRecord> records) {
    return records.stream().mapToInt(CommandRecord::count).sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void everyCommandIsLoggedOnceWithTheRobotsVerdict(String loop) {
    TestClient client = driver(loop);
    robot.register.releaseStop(robot.release(client.tag()), robot.atMs());
    for (int i = 0; i < 100; i++) {
      client.leftPermille = i < 40 ? 0 : 100;
      pass(20, client);
      client.steer();
    }
    pass(2000, client);
    client.lose();
    List<CommandRecord> drives = logged("drive");
    assertThat(total(drives)).isEqualTo(100);
    assertThat(drives).allMatch(r -> r.account().equals("ann") && r.holder() == client.tag());
    List<String> fates = drives.stream().map(CommandRecord::fate).distinct().toList();
    assertThat(fates).contains("accepted").isSubsetOf("accepted", "latched_failsafe");
    assertThat(drives).anyMatch(r -> r.leftPermille() == 100 && r.fate().equals("accepted"));
  }

  @Test
  void aLongRunOfEqualCommandsIsOneRecordEveryFewSeconds() {
    TestClient client = driver("a");
    long startMs = bench.epochMs;
    for (int i = 0; i < 600; i++) {
      client.steer();
      pass(20, client);
    }
    client.lose();
    List<CommandRecord> drives = logged("drive");
    assertThat(total(drives)).isEqualTo(600);
    assertThat(drives).hasSizeBetween(3, 5);
    assertThat(drives.get(0).firstMs()).isBetween(startMs, startMs + 40);
    for (CommandRecord each : drives) {
      assertThat(each.lastMs() - each.firstMs()).isLessThan(CommandJournal.LONGEST_RUN_MS);
      assertThat(each.fate()).isEqualTo("latched_stop");
    }
  }

  @Test
  void whatTheNodeRefusesIsLoggedWithItsReason() {
    TestClient watcher = bench.pilot("ben", "b");
    Beacon beacon = watcher.link.last(Beacon.class);
    watcher.say(watcher.drive(beacon.term(), beacon.stamp()));
    watcher.lose();
    assertThat(logged("drive")).singleElement().matches(r -> r.fate().equals("no_lease"));
  }

  @Test
  void aCommandThatNobodyAnswersIsLoggedAsUnanswered() {
    TestClient client = driver("a");
    robot.isReading = false;
    client.steer();
    bench.pass(CommandJournal.ANSWER_WITHIN_MS - 20, client);
    assertThat(logged("drive")).isEmpty();
    bench.pass(40 + CommandJournal.LONGEST_RUN_MS, client);
    assertThat(logged("drive")).singleElement().matches(r -> r.fate().equals("unanswered"));
  }

  @Test
  void aCommandThatAFullWindowHeldBackIsLoggedWithWhatBecameOfItInTheEnd() {
    TestClient client = driver("a");
    robot.isReading = false;
    client.steer(); // under way
    bench.pass(200, client);
    Drive held = client.drive(robot.register.term(), robot.now());
    client.say(held); // the window is full
    robot.isReading = true;
    bench.pass(50, client, robot);
    bench.pass(2000, client, robot);
    client.lose();
    List<String> fates = logged("drive").stream().map(CommandRecord::fate).toList();
    assertThat(fates).doesNotContain("window_full");
    assertThat(total(logged("drive"))).isEqualTo(2);
  }

  @Test
  void aStopIsLoggedOnceHoweverOftenItIsRepeated() {
    TestClient client = driver("b");
    Stop stop = new Stop(Stop.Cause.PERSON, 0, 9, 0, Numbered.NONE);
    for (int i = 0; i < 5; i++) {
      client.say(stop);
    }
    assertThat(logged("stop")).singleElement().matches(r -> r.fate().equals("forwarded"));
  }

  @Test
  void leaseRequestsAreLoggedAndSoAreTheirRefusals() {
    TestClient client = driver("b");
    client.say(new RequestLease());
    pass(20, client);
    assertThat(logged("take_lease")).extracting(CommandRecord::fate).containsExactly("forwarded");
    assertThat(logged("request_lease"))
        .extracting(CommandRecord::fate)
        .containsExactly("forwarded", "held");
  }

  @Test
  void aWallClockThatStepsBreaksARunAndNothingElse() {
    TestClient client = driver("a");
    client.steer();
    pass(20, client);
    bench.epochMs -= 3_600_000;
    client.steer();
    pass(20, client);
    client.lose();
    assertThat(logged("drive")).hasSize(2);
    assertThat(total(logged("drive"))).isEqualTo(2);
  }
}
