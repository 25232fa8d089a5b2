package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.havatar.ops.judge.BoardLog.Output;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.Presser;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.ReleaseLease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever stopped it, the robot never comes from standstill to full power in under 400 ms. */
final class AccelerationTest {
  private static final int FULL = 1000;
  private static final double FULL_POWER_MS = 400;

  /** The board's log is written a little after the moment that an output is of. */
  private static final double LOG_JITTER_MS = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT_OF_A_LATCH = Duration.ofMillis(600);
  private static final Duration LATCHES = Duration.ofMillis(1500);

  @RegisterExtension private final OpenScene opened = OpenScene.forEachTest();
  private Scene scene;
  private Presser presser;

  @BeforeEach
  void open() {
    scene = opened.get();
    presser = new Presser(scene, new SplittableRandom(4));
  }

  @AfterEach
  void close() {
    presser.close();
  }

  @Test
  void fullPowerTakes400MillisecondsAfterEachKindOfStop() {
    assertGentle("start of the robot", () -> {});
    assertGentle("pressed stop", presser::press);
    assertGentle("lapse", () -> stall(SHORT_OF_A_LATCH));
    assertGentle("failsafe latch", () -> stall(LATCHES));
    assertGentle("new term", this::giveUpTheLease);
    assertGentle(
        "unplugged cable",
        () -> {
          scene.tellBoard("unplug");
          awaitZero();
          scene.tellBoard("replug");
        });
    assertGentle("start of the board", () -> scene.tellBoard("reboot"));
    assertGentle(
        "start of the bridge",
        () -> {
          scene.bridge().kill();
          awaitZero();
          scene.restartBridge();
        });
    assertThat(scene.wronglyExecuted()).isEmpty();
  }

  private void stall(Duration time) {
    scene.clientHop().hold();
    Wait.during(time);
    scene.clientHop().release();
  }

  private void giveUpTheLease() {
    scene.driver().send(new ReleaseLease());
    scene.driver().client().await("a free lease", () -> !scene.driver().view().holdsLease());
  }

  private void awaitZero() {
    Wait.until("zero output", PATIENCE, () -> scene.boardLog().output().isZero());
  }

  /** A run in which the board itself was not run in time says nothing and is repeated. */
  private void assertGentle(String stop, Runnable cause) {
    for (int attempt = 0; attempt < 5; attempt++) {
      long fromNs = System.nanoTime();
      cause.run();
      awaitZeroSince(fromNs);
      long zeroNs = System.nanoTime();
      toFullPower();
      if (!scene.boardLog().sawHiccupBetween(zeroNs, System.nanoTime())) {
        assertThat(slack(fromNs)).as("milliseconds to spare after: %s", stop).isNotNegative();
        return;
      }
    }
    throw new AssertionError("this machine is too busy to measure");
  }

  private void awaitZeroSince(long fromNs) {
    Wait.until(
        "zero output",
        PATIENCE,
        () ->
            scene.boardLog().output().isZero()
                || scene.boardLog().since(fromNs, Output.class).stream().anyMatch(Output::isZero));
  }

  private void toFullPower() {
    Wait.until(
        "full power",
        PATIENCE,
        () -> {
          scene.awaitDriverConnected();
          if (!scene.driver().hasWheel()) {
            scene.driver().takeWheel();
          }
          scene.driver().hold(FULL, FULL);
          return scene.boardLog().output().leftPermille() == FULL;
        });
  }

  /** How much longer than the least it took, from the last standstill to full power. */
  private double slack(long fromNs) {
    List<Output> outputs = scene.boardLog().since(fromNs, Output.class);
    int full = 0;
    while (outputs.get(full).leftPermille() < FULL || precedesZero(outputs, full)) {
      full++;
    }
    int first = full;
    while (first > 0 && !outputs.get(first - 1).isZero()) {
      first--;
    }
    double tookMs = (outputs.get(full).atNs() - outputs.get(first).atNs()) / 1e6;
    double leastMs = FULL_POWER_MS * (FULL - outputs.get(first).leftPermille()) / FULL;
    return tookMs - leastMs + LOG_JITTER_MS;
  }

  /** True when the standstill is still to come. */
  private static boolean precedesZero(List<Output> outputs, int index) {
    return outputs.subList(index, outputs.size()).stream().anyMatch(Output::isZero);
  }
}
