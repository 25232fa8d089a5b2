package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.SentCommands;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.OlderPeer;
import org.havatar.ops.kit.OlderPeer.Line;
import org.havatar.ops.kit.Program;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.Site;
import org.havatar.ops.kit.TestDriver;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.ReleaseLease;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/**
 * Programs as they were written before the protocol, a robot in Python and a client in JavaScript,
 * with the real relay, and with the real bridge and board: what tests of them do with them.
 */
abstract class OlderPeersScene {
  static final Duration HOLD = Duration.ofMillis(500);
  static final Duration STOP = Duration.ofMillis(250);

  /** What a drive is measured with: the board's own log, the peers' prints. */
  static final Duration MEASURED_WITH = Duration.ofMillis(20);

  /** The node's tick and the way to an older robot, on a machine that does other things too. */
  static final Duration CEASED = Duration.ofMillis(100 + 50);

  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Then a client of before may take the lease again. */
  static final Duration LETS_GO = Duration.ofMillis(2500);

  static final long HOUR_MS = 3_600_000;
  static final String OUR_ROBOT = "?robot=" + Accounts.ROBOT;
  static final String OLDER_ROBOT = "?robot=" + Accounts.SPARE_ROBOT;

  final List<AutoCloseable> open = new ArrayList<>();
  Site site;
  private @Nullable Program bridge;

  @BeforeEach
  void start(TestInfo test) {
    site = Site.create("older-" + test.getTestMethod().orElseThrow().getName());
    keep(site.relay().start());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  <T extends AutoCloseable> T keep(T started) {
    open.add(started);
    return started;
  }

  OlderPeer client(String path) {
    return keep(OlderPeer.client(site, path));
  }

  /** Our bridge with its board; returns when the relay has them. */
  BoardLog ourRobot() {
    keep(site.startBoard());
    bridge = keep(site.startBridge());
    awaitOurRobot();
    return new BoardLog(site.boardEvents());
  }

  void awaitOurRobot() {
    TestDriver watcher = keep(new TestDriver(Accounts.ROBOT, new SentCommands(), random()));
    watcher.connect(api());
    watcher.disconnect();
  }

  void killAndStartOurBridge() {
    Objects.requireNonNull(bridge).kill();
    bridge = keep(site.startBridge());
    awaitOurRobot();
  }

  void killAndStartRelay() {
    ((Program) open.getFirst()).kill();
    keep(site.relay().start());
  }

  /** Each is closed by whoever connects with it. */
  RelayApi api() {
    return new RelayApi(site.relay().port(), site.relay().certificate());
  }

  /** Somebody with a client of today takes control, releases what stands, and goes. */
  void releaseStop(String robotId) {
    TestDriver driver = keep(new TestDriver(robotId, new SentCommands(), random()));
    driver.connect(api());
    driver.takeWheel();
    driver.send(new ReleaseLease());
    Wait.until("the lease is given back", PATIENCE, () -> !driver.view().holdsLease());
    driver.client().leave();
  }

  static SplittableRandom random() {
    return new SplittableRandom(2);
  }

  /** Presses, lets go and presses again until it moves, as a person does. */
  static void driveUntil(OlderPeer client, String direction, BooleanSupplier moves) {
    boolean moved = pressesAndMoves(client, direction, moves);
    if (!moved) {
      Wait.until(
          "it moves",
          PATIENCE.multipliedBy(2),
          () -> {
            client.tell("press stop");
            Wait.during(LETS_GO);
            return pressesAndMoves(client, direction, moves);
          });
    }
  }

  static boolean pressesAndMoves(OlderPeer client, String direction, BooleanSupplier moves) {
    client.tell("press stop");
    client.tell("repeat " + direction + " 100");
    Wait.during(Duration.ofSeconds(1));
    return moves.getAsBoolean();
  }

  static void driveOurs(OlderPeer client, BoardLog board, String direction) {
    driveUntil(client, direction, () -> !board.output().isZero());
  }

  /** Somebody at a client of before who tries hard for a while. */
  static void tryToDrive(OlderPeer client) {
    pressesAndMoves(client, "forward", () -> false);
    client.tell("press stop");
    Wait.during(LETS_GO);
    pressesAndMoves(client, "forward", () -> false);
    pressesAndMoves(client, "forward", () -> false);
  }

  static void driveOlder(OlderPeer client, OlderPeer robot, String direction) {
    driveUntil(client, direction, () -> isMoving(robot));
  }

  static boolean movesOurs(BoardLog board, long fromNs) {
    return board.movedBetween(fromNs, System.nanoTime());
  }

  static List<Line> moves(OlderPeer robot, long fromNs) {
    return robot.linesSince(fromNs, "command").stream()
        .filter(line -> line.number("left") != 0 || line.number("right") != 0)
        .toList();
  }

  static Line lastCommand(OlderPeer robot) {
    return robot.linesSince(Long.MIN_VALUE / 2, "command").getLast();
  }

  static boolean isMoving(OlderPeer robot) {
    if (!robot.has("command")) {
      return false; // it has only just connected
    }
    Line last = lastCommand(robot);
    return last.number("left") != 0 || last.number("right") != 0;
  }

  /** When it was told to stop after it had moved, at or after that moment. */
  static long stoppedNs(OlderPeer robot, long fromNs) {
    return robot.linesSince(fromNs, "command").stream()
        .filter(line -> line.number("left") == 0 && line.number("right") == 0)
        .mapToLong(Line::atNs)
        .findFirst()
        .orElseThrow();
  }

  static List<Line> answers(OlderPeer client, long fromNs) {
    return client.linesSince(fromNs, "heard").stream()
        .filter(line -> line.text("message.type").equals("motor_response"))
        .toList();
  }

  /** A whole second is driven without a refusal; a loop that was held up refuses, and not twice. */
  static void awaitUnrefused(OlderPeer client, Runnable drive) {
    Wait.until(
        "a second without a refusal",
        PATIENCE.multipliedBy(2),
        () -> {
          drive.run();
          long fromNs = System.nanoTime();
          Wait.during(Duration.ofSeconds(1));
          List<Line> answers = answers(client, fromNs);
          return !answers.isEmpty()
              && answers.stream()
                  .allMatch(answer -> answer.text("message.result.ok").equals("true"));
        });
  }

  /**
   * One press is held for its time, and never beyond it; a loop that was held up lets go before.
   *
   * @param stillNs when the robot stood still that was moved by a press at that moment
   */
  static void awaitHeld(
      OlderPeer client, Duration least, Duration most, LongUnaryOperator stillNs) {
    Wait.until(
        "a press that is held for its time",
        PATIENCE.multipliedBy(2),
        () -> {
          long fromNs = System.nanoTime();
          client.tell("press backward"); // the last word: nothing is repeated from here on
          Wait.during(Duration.ofSeconds(2));
          long pressedNs = client.linesSince(fromNs, "pressed").getLast().atNs();
          Duration took = Duration.ofNanos(stillNs.applyAsLong(pressedNs) - pressedNs);
          assertThat(took).isLessThanOrEqualTo(most);
          return took.compareTo(least) >= 0;
        });
  }
}
