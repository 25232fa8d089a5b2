package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The window and the one slot before a robot's link: a path that stalls never gets old commands.
 */
class StallTest {
  private static final long EVERY_MS = 20;

  private final SimulatedNode bench = new SimulatedNode();
  private final TestRobot robot = TestRobot.live(bench, "a");
  private final TestClient client = bench.pilot("ann", "b");

  @BeforeEach
  void drive() {
    client.take();
    bench.pass(40, client, robot);
    for (int i = 0; i < 10; i++) {
      client.steer();
      bench.pass(EVERY_MS, client, robot);
    }
    assertThat(bench.drops.snapshot()).isEmpty();
  }

  private Drive steerFor(long durationMs) {
    Drive last = null;
    for (long passed = 0; passed < durationMs; passed += EVERY_MS) {
      last = client.drive(client.link.last(Beacon.class).term(), robot.now());
      client.say(last);
      bench.pass(EVERY_MS, client, robot);
    }
    if (last == null) {
      throw new AssertionError("at least one setpoint");
    }
    return last;
  }

  /** What was written after the first {@code before} setpoints. */
  private List<Drive> since(int before) {
    return robot.link.drives().subList(before, robot.link.drives().size());
  }

  @Test
  void aRobotThatAcknowledgesNothingGetsNoMoreThanAWindowAndOneWaits() {
    int before = robot.link.drives().size();
    robot.isReading = false;
    steerFor(3000);
    assertThat(since(before)).hasSizeBetween(7, 9);
    assertThat(bench.drops.of(Reason.WINDOW_FULL)).isGreaterThan(100);
    assertThat(bench.drops.of(Reason.SUPERSEDED)).isEqualTo(bench.drops.of(Reason.WINDOW_FULL) - 1);
    assertThat(client.link.last(Ack.class).reason()).isEqualTo(Reason.WINDOW_FULL);
  }

  @Test
  void afterAStallOfThreeSecondsOnlyTheNewestGoesAndOnlyWhileItIsFresh() {
    robot.isReading = false;
    Drive newest = steerFor(3000);
    int before = robot.link.drives().size();
    robot.isReading = true;
    bench.pass(10, client, robot);
    assertThat(since(before)).containsExactly(newest);
  }

  @Test
  void whatWaitedLongerThanItsTimeToLiveIsStaleAndNeverWritten() {
    robot.isReading = false;
    steerFor(1000);
    bench.pass(300, client);
    int before = robot.link.drives().size();
    robot.isReading = true;
    bench.pass(100, client, robot);
    assertThat(since(before)).isEmpty();
    assertThat(bench.drops.of(Reason.STALE)).isEqualTo(1);
    assertThat(client.link.all(Ack.class))
        .filteredOn(ack -> ack.reason() == Reason.STALE)
        .filteredOn(ack -> ack.stamp().equals(new Stamp(0))) // the node's, not the robot's
        .hasSize(1);
  }

  @Test
  void aFullLinkKeepsTheNewestInTheSlotAndWritesItWhenItTakesBytesAgain() {
    robot.link.isFull = true;
    int before = robot.link.drives().size();
    Drive newest = steerFor(100);
    assertThat(since(before)).isEmpty();
    assertThat(client.link.last(Ack.class).reason()).isEqualTo(Reason.LINK_FULL);
    assertThat(bench.drops.of(Reason.LINK_FULL)).isEqualTo(5);
    assertThat(bench.drops.of(Reason.SUPERSEDED)).isEqualTo(4);
    robot.link.isFull = false;
    robot.writable();
    assertThat(since(before)).containsExactly(newest);
  }

  @Test
  void aFullLinkThatTakesBytesAfterTheTimeToLiveGetsNothing() {
    robot.link.isFull = true;
    int before = robot.link.drives().size();
    steerFor(100);
    bench.freeze(301);
    robot.link.isFull = false;
    robot.writable();
    assertThat(since(before)).isEmpty();
    assertThat(bench.drops.of(Reason.STALE)).isEqualTo(1);
  }

  @Test
  void whatWaitsIsDroppedWhenTheRobotIsGivenToSomebodyElse() {
    robot.link.isFull = true;
    int before = robot.link.drives().size();
    steerFor(40);
    Numbered next = robot.register.term().next();
    robot.say(robot.beaconOf(next, 4711));
    robot.link.isFull = false;
    robot.writable();
    assertThat(since(before)).isEmpty();
    assertThat(client.link.last(Ack.class).reason()).isEqualTo(Reason.TERM_OLD);
  }

  @Test
  void anOlderSetpointNeverTakesThePlaceOfANewerOneThatWaits() {
    robot.link.isFull = true;
    int before = robot.link.drives().size();
    Drive newest = steerFor(20);
    Drive older =
        new Drive(
            newest.term(),
            new Sequence(newest.sequence().value() - 1),
            robot.now(),
            300,
            0,
            900,
            900);
    ClientAddress otherConnection = new ClientAddress("a", "a.9", client.tag());
    bench
        .loopNamed("a")
        .receive(
            new ToRobotSession.Setpoint(
                SimulatedNode.ROBOT, otherConnection, older, SessionMessage.UNKNOWN_NS));
    assertThat(bench.drops.of(Reason.SEQUENCE_OLD)).isEqualTo(1);
    robot.link.isFull = false;
    robot.writable();
    assertThat(since(before)).containsExactly(newest);
  }

  @Test
  void aLostAcknowledgementDoesNotShutTheWindowForEver() {
    robot.isReading = false;
    steerFor(400);
    // The robot never saw those setpoints; it answers a ping that was sent after them.
    robot.skipUnread();
    robot.isReading = true;
    int before = robot.link.drives().size();
    steerFor(400);
    assertThat(since(before)).hasSizeGreaterThan(10);
  }

  @Test
  void theOneThatWaitsIsAnsweredWithNoRobotWhenTheRobotLeaves() {
    robot.link.isFull = true;
    Drive newest = steerFor(20);
    robot.lose();
    assertThat(client.link.last(Ack.class)).isEqualTo(Ack.refusedByNode(newest, Reason.NO_ROBOT));
  }

  @Test
  void noSetpointIsWrittenTwiceHoweverOftenTheRobotStalls() {
    for (int round = 0; round < 12; round++) {
      robot.isReading = round % 3 != 2;
      steerFor(200);
      robot.writable();
    }
    assertThat(robot.link.drives())
        .hasSizeGreaterThan(80)
        .extracting(Drive::sequence)
        .doesNotHaveDuplicates();
  }
}
