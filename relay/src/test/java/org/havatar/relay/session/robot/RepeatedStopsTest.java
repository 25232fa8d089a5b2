package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.StopTest;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;

/** The node says a stop to the robot again, whatever has become of whoever pressed it. */
class RepeatedStopsTest {
  private final FakeLink link = new FakeLink();
  private int dropped;
  private final RepeatedStops stops = new RepeatedStops(link, () -> dropped++);

  private static Stopped answer(long id, boolean zero) {
    return new Stopped(zero, LatchKind.STOP, id, new Numbered(7, 2), new Stamp(1), 30);
  }

  private List<Long> sentUntil(long endMs) {
    List<Long> times = new ArrayList<>();
    int seen = link.all(Stop.class).size();
    for (long nowMs = 10; nowMs < endMs; nowMs += 10) {
      stops.onTick(nowMs);
      for (int now = link.all(Stop.class).size(); seen < now; seen++) {
        times.add(nowMs);
      }
    }
    return times;
  }

  @Test
  void itIsRepeatedAfter20And40MillisecondsAndThenEvery100() {
    stops.send(StopTest.stop(42), 0);
    assertThat(link.all(Stop.class)).hasSize(1);
    assertThat(sentUntil(400)).containsExactly(20L, 40L, 140L, 240L, 340L);
    assertThat(link.all(Stop.class)).extracting(Stop::stopId).containsOnly(42L);
  }

  @Test
  void aRepetitionOfThePresserIsNotDoubled() {
    stops.send(StopTest.stop(42), 0);
    stops.send(StopTest.stop(42), 19);
    stops.send(StopTest.stop(42), 39);
    assertThat(sentUntil(139)).isEmpty();
  }

  @Test
  void onlyTheWordOfZeroOutputForThatStopEndsIt() {
    stops.send(StopTest.stop(42), 0);
    stops.onStopped(answer(42, false));
    stops.onStopped(answer(43, true));
    assertThat(sentUntil(50)).containsExactly(20L, 40L);
    stops.onStopped(answer(42, true));
    assertThat(sentUntil(1000)).isEmpty();
  }

  @Test
  void itEndsWhenTheRobotNeverConfirms() {
    stops.send(StopTest.stop(42), 0);
    assertThat(sentUntil(20_000).getLast()).isBetween(9_900L, 9_999L);
  }

  @Test
  void manyStopsAreBoundedTheOldestGoesAndIsCounted() {
    for (int id = 1; id <= RepeatedStops.MOST + 1; id++) {
      stops.send(StopTest.stop(id), 0);
    }
    assertThat(dropped).isOne();
    stops.onTick(20);
    assertThat(link.all(Stop.class).subList(RepeatedStops.MOST + 1, link.all(Stop.class).size()))
        .extracting(Stop::stopId)
        .hasSize(RepeatedStops.MOST)
        .doesNotContain(1L);
  }

  private static Stop of(long id, long origin) {
    return new Stop(Stop.Cause.PERSON, 0, id, origin, Numbered.NONE);
  }

  @Test
  void oneThatPressesWithoutEndPushesOutOnlyItsOwn() {
    stops.send(of(9000, 8), 0);
    for (int id = 1; id <= 1000; id++) {
      stops.send(of(id, 7), 0);
    }
    int told = link.all(Stop.class).size();
    stops.onTick(20);
    assertThat(link.all(Stop.class).subList(told, link.all(Stop.class).size()))
        .hasSize(RepeatedStops.MOST)
        .contains(of(9000, 8), of(1000, 7));
  }

  @Test
  void repetitionsThatComeQuickerThanTheRobotNeedsGoWithTheLast() {
    for (int i = 0; i < 1000; i++) {
      stops.send(of(1, 7), i / 100);
    }
    assertThat(link.all(Stop.class)).hasSize(1);
    stops.send(of(1, 7), RepeatedStops.LEAST_GAP_MS);
    assertThat(link.all(Stop.class)).hasSize(2);
    stops.send(StopTest.lock(1), RepeatedStops.LEAST_GAP_MS);
    assertThat(link.all(Stop.class)).as("a lock is more than a repetition").hasSize(3);
  }

  @Test
  void theRobotHearsItAgainAlthoughThePresserIsGone() {
    SimulatedNode bench = new SimulatedNode();
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient watcher = bench.pilot("ben", "b");
    robot.isReading = false;
    watcher.say(StopTest.stop(42));
    watcher.lose();
    robot.skipUnread();
    bench.pass(50, robot);
    robot.isReading = true;
    bench.pass(20, robot);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
    int told = robot.link.all(Stop.class).size();
    assertThat(told).isEqualTo(3);
    bench.pass(1000, robot);
    assertThat(robot.link.all(Stop.class)).hasSize(told);
  }
}
