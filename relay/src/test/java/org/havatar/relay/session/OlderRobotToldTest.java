package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;

/** What is told of an older robot besides its beacons, and how soon (PROTOCOL.md §11). */
class OlderRobotToldTest extends OlderRobotScene {
  @Test
  void whoTakesTheLeaseIsToldSoWithTheNextTick() {
    connect("a");
    client.take();
    pass(10);
    Lease lease = client.link.last(Lease.class);
    assertThat(lease.holder()).isEqualTo(client.tag());
    assertThat(lease.cause()).isEqualTo(Lease.Cause.TAKEN);
  }

  @Test
  void aStopIsToldWhenItIsKnownAndAgainInTheTurnOfTheRobotsAnswer() {
    drive();
    robot.isReading = false;
    client.say(StopTest.stop(42));
    pass(20);
    assertThat(zeros()).isNotEmpty().containsOnly(false);
    robot.isReading = true;
    robot.answer();
    assertThat(zeros()).as("at once").last().isEqualTo(true);
  }

  private List<Boolean> zeros() {
    return client.link.all(Stopped.class).stream()
        .filter(each -> each.stopId() == 42)
        .map(Stopped::zeroOutput)
        .toList();
  }

  /** One is under way, unanswered, the other waits. */
  private void twoSetpoints() {
    drive();
    robot.isReading = false;
    client.leftPermille = 600;
    client.steer();
    client.leftPermille = 700;
    client.steer();
  }

  private Ack answerTo(int sequence) {
    return client.link.all(Ack.class).stream()
        .filter(each -> each.sequence().value() == sequence)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatWaitsWhenSomebodyPressesStopIsRefusedForThatWithItsAge() {
    twoSetpoints();
    int waited = client.sequence;
    pass(10);
    client.say(StopTest.stop(42));
    pass(10);
    assertThat(answerTo(waited).reason()).isEqualTo(Reason.LATCHED_STOP);
    assertThat(answerTo(waited).ageMs()).isBetween(10, 50);
  }

  @Test
  void whatWaitsWhenTheDriverHasBeenSilentForTooLongIsRefusedForThat() {
    twoSetpoints();
    int waited = client.sequence;
    bench.freeze(3000);
    pass(10);
    assertThat(answerTo(waited).reason()).isEqualTo(Reason.LATCHED_FAILSAFE);
  }

  @Test
  void aStoreThatCantTellWhatStandsIsAskedOnceASecondAndToldNothing() {
    robot.lose();
    bench.standingStops.isUnreadable = true;
    bench.standingStops.finds = 0;
    bench.standingStops.asked.clear();
    robot = OlderTestRobot.live(bench, "a");
    pass(4500);
    assertThat(bench.standingStops.finds).isEqualTo(5);
    assertThat(bench.standingStops.asked).isEmpty();
  }

  @Test
  void whatTheStoreTellsIsToldWithTheNextTickAlsoWhileNobodyDrives() {
    connect("a");
    bench.standingStops.isSlow = true;
    robot.lose();
    robot = OlderTestRobot.live(bench, "a");
    pass(300);
    assertThat(beacon().has(Beacon.STOP_PRESSED)).isTrue();
    bench.standingStops.finishAll();
    pass(10);
    assertThat(beacon().has(Beacon.STOP_PRESSED)).isFalse();
  }

  /** The register's clock goes on by what the node's has missed. */
  @Test
  void aLeaseThatRanOutWhileTheNodesClockStoodHasEnded() {
    bench.isWallGoing = true;
    drive();
    assertThat(beacon().holder()).isEqualTo(client.tag());
    bench.epochMs += SimulatedNode.LEASE_MS + 1000;
    pass(30);
    assertThat(client.link.last(Lease.class).cause()).isEqualTo(Lease.Cause.EXPIRED);
    assertThat(robot.isMoving()).isFalse();
  }
}
