package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.Presser;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.LatchKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Somebody who watches presses new stops without end (PROTOCOL.md §8): the robot is stopped, and
 * nobody else loses anything by it.
 */
final class StopFloodsTest {
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);
  private static final Duration A_WHILE = Duration.ofSeconds(1);

  /** Lines of a log for each second that a flood may cause, and a few for what else goes on. */
  private static final long MOST_LINES = 50;

  private final SplittableRandom random = new SplittableRandom(5);

  @RegisterExtension private final OpenScene opened = OpenScene.forEachTest();
  private Scene scene;
  private Presser flooder;
  private Presser bystander;

  @BeforeEach
  void open() {
    scene = opened.get();
    flooder = new Presser(scene, random.split());
    bystander = new Presser(scene, random.split());
    scene.driveAtSpeed();
  }

  @AfterEach
  void close() {
    flooder.close();
    bystander.close();
  }

  private long floodUntilItsEnd() {
    long sent = 0;
    long fromNs = System.nanoTime();
    while (flooder.client().isConnected() && System.nanoTime() - fromNs < ENDED_WITHIN.toNanos()) {
      sent++;
      flooder.send(random.nextLong() | 1);
    }
    return sent;
  }

  @Test
  void aFloodOfStopsStopsTheRobotAndEndsItsOwnConnectionOnly() {
    long relayLines = scene.relay().log().lines().count();
    long bridgeLines = scene.bridge().log().lines().count();
    assertThat(floodUntilItsEnd()).isPositive();
    assertThat(flooder.client().isConnected()).isFalse();
    Wait.until("the stop", A_WHILE, () -> scene.driver().view().latch() == LatchKind.STOP);
    Wait.during(A_WHILE);
    assertThat(scene.driver().isConnected()).as("the driver").isTrue();
    assertThat(bystander.client().isConnected()).as("another watcher").isTrue();
    assertThat(scene.bridge().log()).doesNotContain("uplink down");
    assertThat(scene.bridge().log().lines().count() - bridgeLines).isLessThan(MOST_LINES);
    assertThat(scene.relay().log().lines().count() - relayLines).isLessThan(MOST_LINES);
    scene.driveAtSpeed();
    assertThat(bystander.press().answer().zeroOutput()).as("stops as ever").isTrue();
    scene.driveAtSpeed();
    assertThat(scene.wronglyExecuted()).isEmpty();
  }
}
