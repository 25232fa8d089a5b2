package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.HiccupMeter;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.DriverSocket;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.TestClient;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.LatchKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SIGTERM to the relay in mid-drive. */
final class LeavingTest {
  private static final Duration GONE_WITHIN = Duration.ofSeconds(5);

  /** The ramp takes at most 120 ms. Without the letting go the hold comes first: about 200 ms. */
  private static final Duration STOPS_WITHIN = Duration.ofMillis(170);

  /** When the machine did not run a waiting thread in time, only the failsafe's own bound holds. */
  private static final Duration STOPS_AT_LAST = StopRuns.DEADLINE;

  @RegisterExtension private final OpenScene opened = OpenScene.forEachTest();

  @Test
  void theRobotStopsAtOnceTheDriverIsToldAndNewcomersAreRefused() {
    BoardLog board = scene().boardLog();
    AtomicLong toldNs = new AtomicLong();
    try (HiccupMeter machine = HiccupMeter.start();
        TestClient watcher =
            new TestClient(
                Accounts.ROBOT,
                new SplittableRandom(3),
                (message, atNs) -> {
                  if (message instanceof GoingAway) {
                    toldNs.compareAndSet(0, atNs);
                  }
                });
        RelayApi api = scene().api()) {
      watcher.connect(scene().api(), Accounts.USER);
      String token = api.login(Accounts.USER, Accounts.PASSWORD);
      String ticket = api.ticket(token);
      scene().driveAtSpeed();
      long fromNs = System.nanoTime();
      scene().relay().startTerminating();
      Wait.until("the goodbye", GONE_WITHIN, () -> toldNs.get() != 0);
      assertRefused(api, ticket);
      assertThat(scene().relay().awaitEnd(GONE_WITHIN)).isTrue();
      long goneNs = System.nanoTime();
      Wait.until("zero output", Duration.ofSeconds(1), () -> board.output().isZero());
      long stillNs = board.stillSince(fromNs);
      System.out.printf(
          "relay SIGTERM: goodbye after %.1f, zero output after %.1f, gone after %.1f ms%n",
          (toldNs.get() - fromNs) / 1e6, (stillNs - fromNs) / 1e6, (goneNs - fromNs) / 1e6);
      assertThat(stillNs - Math.max(fromNs, lastMovingNs(board)))
          .as("from the last setpoint that moved")
          .isLessThan(StopRuns.DEADLINE.toNanos());
      Duration bound = machine.sawOneBetween(fromNs, stillNs) ? STOPS_AT_LAST : STOPS_WITHIN;
      assertThat(stillNs - toldNs.get()).as("from the goodbye").isLessThan(bound.toNanos());
    }
    assertThat(board.notesSince(0, "stop"))
        .noneSatisfy(stop -> assertThat(stop.text("cause")).isEqualTo("person"));
    scene().restartRelay();
    Wait.until("a robot", Duration.ofSeconds(10), scene().driver()::seesBoard);
    assertThat(scene().driver().view().latch()).isIn(LatchKind.NONE, LatchKind.FAILSAFE);
    scene().driveAtSpeed();
    assertThat(scene().wronglyExecuted()).isEmpty();
  }

  private static void assertRefused(RelayApi api, String ticket) {
    DriverSocket socket = new DriverSocket(message -> {});
    String instance = "0123456789abcdef0123456789abcdef";
    try {
      api.open(ticket, instance, socket);
      throw new AssertionError("a node that leaves took a newcomer");
    } catch (CompletionException expected) {
      assertThat(socket.isClosed()).isFalse(); // it never was open
    }
  }

  private static long lastMovingNs(BoardLog board) {
    return board.since(Long.MIN_VALUE / 2, BoardLog.Setpoint.class).stream()
        .filter(BoardLog.Setpoint::moves)
        .toList()
        .getLast()
        .atNs();
  }

  @Test
  void itGoesInTimeAlthoughAClientDoesNotRead() {
    scene().driveAtSpeed();
    scene().driver().freeze();
    Wait.during(Duration.ofSeconds(1)); // its socket fills
    assertThat(scene().relay().terminate(GONE_WITHIN)).isTrue();
    Wait.until("zero output", Duration.ofSeconds(1), () -> scene().boardLog().output().isZero());
  }

  @Test
  void theCommandLogHasTheDrivesEndAfterwards() {
    scene().driveAtSpeed();
    long endMs = System.currentTimeMillis();
    assertThat(scene().relay().terminate(GONE_WITHIN)).isTrue();
    scene().restartRelay();
    try (RelayApi api = scene().api()) {
      String token = api.login(Accounts.USER, Accounts.PASSWORD);
      String path = "/api/robots/" + Accounts.ROBOT + "/commands?from=" + (endMs - 5000);
      assertThat(api.get(path, token).body())
          .satisfies(
              body ->
                  assertThat(RelayApi.texts(body, "last"))
                      .anySatisfy(
                          last ->
                              assertThat(endMs - Instant.parse(last).toEpochMilli())
                                  .isLessThan(500)));
    }
  }

  private Scene scene() {
    return opened.get();
  }
}
