package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock that a node keeps in an older robot's place (PROTOCOL.md §2, §11). */
class OlderRobotClockTest {
  private static final class Scene extends OlderRobotScene {
    private Scene(long seed) {
      super(seed);
    }
  }

  /** It starts at any number, below zero too. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whereverItStartsTheRobotDrivesHoldsForAHundredMillisecondsStopsAndIsReleased(long seed) {
    Scene scene = new Scene(seed);
    scene.drive();
    scene.client.steer();
    scene.pass(90);
    assertThat(scene.robot.isMoving()).isTrue();
    scene.pass(10);
    assertThat(scene.robot.isMoving()).isFalse();
    scene.client.say(StopTest.stop(42));
    scene.pass(30);
    assertThat(scene.client.link.last(Stopped.class).elapsedMs()).isLessThan(100);
    assertThat(scene.beacon().latchKind()).isEqualTo(LatchKind.STOP);
    scene.takeWheel();
    scene.steer(100);
    assertThat(scene.robot.isMoving()).isTrue();
    assertThat(scene.client.link.last(Ack.class).reason()).isEqualTo(Reason.ACCEPTED);
  }

  @Test
  void nothingDecidedBeforeAJumpOfTheWallClockIsYoungEnoughHoweverShortItWas() {
    Scene scene = new Scene(1);
    scene.bench.isWallGoing = true;
    scene.drive();
    int before = scene.robot.moves().size();
    scene.client.leftPermille = 600;
    scene.bench.epochMs += LeapWatch.LEAP_MS + 1;
    scene.client.steer();
    assertThat(scene.client.link.last(Ack.class).reason()).isEqualTo(Reason.ACCEPTED);
    scene.bench.pass(10, scene.robot);
    assertThat(scene.robot.moves()).hasSize(before);
    assertThat(scene.client.link.last(Ack.class).reason()).isEqualTo(Reason.STALE);
  }

  /** A node's monotonic clock may begin anywhere too, and the store may not have told yet. */
  @Test
  void itsFirstBeaconComesAtOnceHoweverYoungTheNodesClockIs() {
    SimulatedNode young = OlderRobotScene.remembering();
    young.nowMs = 100;
    young.standingStops.isSlow = true;
    TestClient watcher = young.pilot("ann", "a");
    OlderTestRobot robot = new OlderTestRobot(young, "a");
    young.pass(520, watcher, robot);
    assertThat(watcher.link.all(Beacon.class)).isNotEmpty();
  }
}
