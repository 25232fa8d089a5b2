package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.BoardLog.Output;
import org.havatar.ops.judge.BoardLog.Setpoint;
import org.havatar.ops.judge.HiccupMeter;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.SharedRedis;
import org.havatar.ops.kit.TestDriver;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.SessionEnds;
import org.havatar.transports.wire.Stop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis is frozen, killed and restarted while somebody drives at 50 Hz. */
final class OutageTest {
  private static final int SHORT_GRACE_S = 12;
  private static final int LONG_GRACE_S = 60;
  private static final Duration FAULT = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration STANDS_WITHIN = Duration.ofMillis(500);

  /** So long a robot goes on by itself: a gap that is longer would have been one in the drive. */
  private static final long GAP_NS = 250_000_000;

  private @Nullable SharedRedis opened;
  private @Nullable Scene openedScene;

  private SharedRedis redis() {
    return Objects.requireNonNull(opened);
  }

  private Scene scene() {
    return Objects.requireNonNull(openedScene);
  }

  private void open(String name, int graceS) throws IOException {
    opened = SharedRedis.start(Files.createTempDirectory("havatar-redis"));
    openedScene = Scene.open(name, relay -> relay.startWithRedis(redis().port(), graceS));
  }

  @AfterEach
  void close() {
    if (openedScene != null) {
      openedScene.close();
    }
    if (opened != null) {
      opened.close();
    }
  }

  private boolean isReachable() {
    return scene().site().relay().metrics().contains("havatar_store_reachable 1.0");
  }

  private static void assertTriesAgain(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    assertThat(RelayApi.field(answer.body(), "code")).isEqualTo("unavailable");
  }

  private HttpResponse<String> tryLogin(RelayApi api) {
    String body = "{\"username\": \"%s\", \"password\": \"%s\"}";
    return api.tryPost("/api/login", "", body.formatted(Accounts.OWNER, Accounts.PASSWORD));
  }

  @Test
  void aDriveGoesOnWithoutAGapWhileRedisIsFrozenKilledAndRestarted() throws IOException {
    open("redisOutage", LONG_GRACE_S);
    try (HiccupMeter machine = HiccupMeter.start();
        RelayApi api = scene().api()) {
      scene().driveAtSpeed();
      Numbered term = scene().driver().view().term();
      long fromNs = System.nanoTime();
      redis().freeze();
      Wait.during(FAULT);
      assertThat(isReachable()).isFalse();
      long askedNs = System.nanoTime();
      assertTriesAgain(tryLogin(api));
      assertThat(System.nanoTime() - askedNs).isLessThan(Duration.ofSeconds(10).toNanos());
      redis().thaw();
      Wait.until("a store that can be asked", PATIENCE, this::isReachable);
      redis().kill();
      Wait.during(FAULT);
      assertTriesAgain(tryLogin(api));
      redis().restart();
      Wait.until("a store that can be asked", PATIENCE, this::isReachable);
      assertThat(tryLogin(api).statusCode()).isEqualTo(200);
      long toNs = System.nanoTime();
      assertThat(scene().driver().view().term()).as("one drive").isEqualTo(term);
      assertThat(scene().driver().view().latch()).isEqualTo(LatchKind.NONE);
      long longestNs = longestGapNs(fromNs, toNs);
      System.out.printf("redis frozen and killed: longest gap %.1f ms%n", longestNs / 1e6);
      if (!machine.sawOneBetween(fromNs, toNs)) {
        assertThat(longestNs).isLessThan(GAP_NS);
      }
      assertThat(scene().wronglyExecuted()).isEmpty();
    }
  }

  private long longestGapNs(long fromNs, long toNs) {
    long longestNs = 0;
    long lastNs = fromNs;
    for (Setpoint each : scene().boardLog().since(fromNs, Setpoint.class)) {
      if (each.moves() && each.atNs() - toNs <= 0) {
        longestNs = Math.max(longestNs, each.atNs() - lastNs);
        lastNs = each.atNs();
      }
    }
    return Math.max(longestNs, toNs - lastNs);
  }

  @Test
  void aStopNeedsNoRedisAndIsReleasedByWhoDrives() throws IOException {
    open("redisStop", LONG_GRACE_S);
    for (boolean isKilled : List.of(false, true)) {
      scene().driveAtSpeed();
      if (isKilled) {
        redis().kill();
      } else {
        redis().freeze();
      }
      Wait.until("an outage", PATIENCE, () -> !isReachable());
      long pressedNs = System.nanoTime();
      scene().driver().send(new Stop(Stop.Cause.PERSON, 0, pressedNs | 1, 0, Numbered.NONE));
      Wait.until("zero output", PATIENCE, () -> scene().boardLog().output().isZero());
      Wait.until("a stop", PATIENCE, () -> scene().driver().view().latch() == LatchKind.STOP);
      assertThat(scene().boardLog().stillSince(pressedNs) - pressedNs)
          .isLessThan(Duration.ofSeconds(1).toNanos());
      scene().driveAtSpeed(); // releases it
      if (isKilled) {
        redis().restart();
      } else {
        redis().thaw();
      }
      Wait.until("a store that can be asked", PATIENCE, this::isReachable);
      assertThat(scene().wronglyExecuted()).isEmpty();
    }
  }

  @Test
  void atTheEndOfTheGraceTheRobotRampsDownAndItHealsByItself() throws IOException {
    open("redisGrace", SHORT_GRACE_S);
    AtomicLong lapsedNs = new AtomicLong();
    AtomicLong warnedNs = new AtomicLong();
    try (HiccupMeter machine = HiccupMeter.start();
        TestDriver visitor =
            scene()
                .newDriver(
                    Accounts.VISITOR,
                    new SplittableRandom(5),
                    (message, atNs) -> {
                      if (message instanceof ErrorReport error
                          && error.code().equals("unconfirmed")) {
                        lapsedNs.compareAndSet(0, atNs);
                      }
                      if (message instanceof SessionEnds end
                          && end.cause() == SessionEnds.Cause.UNCONFIRMED) {
                        warnedNs.compareAndSet(0, atNs);
                      }
                    })) {
      visitor.connect(scene().api());
      visitor.takeWheel();
      visitor.hold(Scene.FULL_PERMILLE, Scene.FULL_PERMILLE);
      Wait.until("motors at speed", PATIENCE, () -> scene().wasAtSpeed(System.nanoTime()));
      redis().freeze();
      Wait.until("the end", PATIENCE, () -> lapsedNs.get() != 0);
      long endNs = lapsedNs.get();
      BoardLog board = scene().boardLog();
      Wait.until("zero output", PATIENCE, () -> board.output().isZero());
      long stillNs = board.stillSince(endNs - 60_000_000);
      List<Output> falling = board.since(endNs - 60_000_000, Output.class);
      assertThat(warnedNs.get()).as("told before").isNotZero();
      assertThat(warnedNs.get() - endNs).isNegative();
      System.out.printf("end of the grace: stands after %.1f ms%n", (stillNs - endNs) / 1e6);
      assertThat(stillNs - endNs).isLessThan(STANDS_WITHIN.toNanos());
      if (!machine.sawOneBetween(endNs - 100_000_000, stillNs)) {
        assertThat(falling).as("a ramp, not a jolt").hasSizeGreaterThan(3);
      }
      redis().thaw();
      Wait.until("a store that can be asked", PATIENCE, this::isReachable);
      visitor.takeWheel();
      visitor.hold(Scene.FULL_PERMILLE, Scene.FULL_PERMILLE);
      Wait.until("motors at speed", PATIENCE, () -> scene().wasAtSpeed(System.nanoTime()));
    }
  }
}
