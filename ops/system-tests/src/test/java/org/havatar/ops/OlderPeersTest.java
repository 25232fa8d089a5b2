package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;
import org.havatar.ops.OlderPeer.Line;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.ReleaseLease;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs as they were written before the protocol, a robot in Python and a client in JavaScript,
 * against the real relay (PROTOCOL.md §11), and against the real bridge and board.
 */
final class OlderPeersTest {
  private static final Duration HOLD = Duration.ofMillis(500);
  private static final Duration STOP = Duration.ofMillis(250);

  /** What a drive is measured with: the board's own log, the peers' prints. */
  private static final Duration MEASURED_WITH = Duration.ofMillis(20);

  /** The node's tick and the way to an older robot, on a machine that does other things too. */
  private static final Duration CEASED = Duration.ofMillis(100 + 50);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Then a client of before may take the lease again. */
  private static final Duration LETS_GO = Duration.ofMillis(2500);

  private static final long HOUR_MS = 3_600_000;
  private static final String OUR_ROBOT = "?robot=" + Accounts.ROBOT;
  private static final String OLDER_ROBOT = "?robot=" + Accounts.SPARE_ROBOT;

  private final List<AutoCloseable> open = new ArrayList<>();
  private Site site;
  private @Nullable Program bridge;

  @BeforeEach
  void start(TestInfo test) {
    site = Site.create("older-" + test.getTestMethod().orElseThrow().getName());
    keep(site.startRelay());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T keep(T started) {
    open.add(started);
    return started;
  }

  private OlderPeer client(String path) {
    return keep(OlderPeer.client(site, path));
  }

  /** Our bridge with its board; returns when the relay has them. */
  private BoardLog ourRobot() {
    keep(site.startBoard());
    bridge = keep(site.startBridge(site.relayPort()));
    awaitOurRobot();
    return new BoardLog(site.boardEvents());
  }

  private void awaitOurRobot() {
    TestDriver watcher = keep(new TestDriver(Accounts.ROBOT, new SentCommands(), random()));
    watcher.connect(api());
    watcher.disconnect();
  }

  private void killAndStartOurBridge() {
    Objects.requireNonNull(bridge).kill();
    bridge = keep(site.startBridge(site.relayPort()));
    awaitOurRobot();
  }

  private void killAndStartRelay() {
    ((Program) open.getFirst()).kill();
    keep(site.startRelay());
  }

  /** Each is closed by whoever connects with it. */
  private RelayApi api() {
    return new RelayApi(site.relayPort(), site.certificate());
  }

  /** Somebody with a client of today takes control, releases what stands, and goes. */
  private void releaseStop(String robotId) {
    TestDriver driver = keep(new TestDriver(robotId, new SentCommands(), random()));
    driver.connect(api());
    driver.takeWheel();
    driver.send(new ReleaseLease());
    Wait.until("the lease is given back", PATIENCE, () -> !driver.view().holdsLease());
    driver.client().leave();
  }

  private static SplittableRandom random() {
    return new SplittableRandom(2);
  }

  /** Presses, lets go and presses again until it moves, as a person does. */
  private static void driveUntil(OlderPeer client, String direction, BooleanSupplier moves) {
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

  private static boolean pressesAndMoves(
      OlderPeer client, String direction, BooleanSupplier moves) {
    client.tell("press stop");
    client.tell("repeat " + direction + " 100");
    Wait.during(Duration.ofSeconds(1));
    return moves.getAsBoolean();
  }

  private static void driveOurs(OlderPeer client, BoardLog board, String direction) {
    driveUntil(client, direction, () -> !board.output().isZero());
  }

  /** Somebody at a client of before who tries hard for a while. */
  private static void tryToDrive(OlderPeer client) {
    pressesAndMoves(client, "forward", () -> false);
    client.tell("press stop");
    Wait.during(LETS_GO);
    pressesAndMoves(client, "forward", () -> false);
    pressesAndMoves(client, "forward", () -> false);
  }

  private static void driveOlder(OlderPeer client, OlderPeer robot, String direction) {
    driveUntil(client, direction, () -> isMoving(robot));
  }

  private static boolean movesOurs(BoardLog board, long fromNs) {
    return board.movedBetween(fromNs, System.nanoTime());
  }

  private static List<Line> moves(OlderPeer robot, long fromNs) {
    return robot.linesSince(fromNs, "command").stream()
        .filter(line -> line.number("left") != 0 || line.number("right") != 0)
        .toList();
  }

  private static Line lastCommand(OlderPeer robot) {
    return robot.linesSince(Long.MIN_VALUE / 2, "command").getLast();
  }

  private static boolean isMoving(OlderPeer robot) {
    if (!robot.has("command")) {
      return false; // it has only just connected
    }
    Line last = lastCommand(robot);
    return last.number("left") != 0 || last.number("right") != 0;
  }

  /** When it was told to stop after it had moved, at or after that moment. */
  private static long stoppedNs(OlderPeer robot, long fromNs) {
    return robot.linesSince(fromNs, "command").stream()
        .filter(line -> line.number("left") == 0 && line.number("right") == 0)
        .mapToLong(Line::atNs)
        .findFirst()
        .orElseThrow();
  }

  private static List<Line> answers(OlderPeer client, long fromNs) {
    return client.linesSince(fromNs, "heard").stream()
        .filter(line -> line.text("message.type").equals("motor_response"))
        .toList();
  }

  /** A whole second is driven without a refusal; a loop that was held up refuses, and not twice. */
  private static void awaitUnrefused(OlderPeer client, Runnable drive) {
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
  private static void awaitHeld(
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

  @ParameterizedTest
  @ValueSource(strings = {"/client/", "/ws/client/"})
  void anOlderClientDrivesOurRobotAndWhatItHoldsStopsInTime(String path) {
    BoardLog board = ourRobot();
    OlderPeer client = client(path + "c1" + OUR_ROBOT);
    awaitUnrefused(client, () -> driveOurs(client, board, "forward"));
    assertThat(board.output().leftPermille()).isPositive();
    assertThat(board.output().rightPermille()).isPositive();
    awaitHeld(
        client,
        HOLD,
        HOLD.plus(STOP).plus(MEASURED_WITH),
        pressedNs -> {
          assertThat(board.output().isZero()).isTrue();
          return board.stillSince(pressedNs);
        });
    assertThat(client.has("failed")).isFalse();
  }

  @Test
  void anOlderClientsStopStopsOurRobotAtOnce() {
    BoardLog board = ourRobot();
    OlderPeer client = client("/client/c1" + OUR_ROBOT);
    driveUntil(
        client,
        "left",
        () -> board.output().leftPermille() < 0 && board.output().rightPermille() > 0);
    client.tell("press stop");
    Wait.during(Duration.ofSeconds(1));
    long pressedNs = client.linesSince(Long.MIN_VALUE / 2, "pressed").getLast().atNs();
    assertThat(Duration.ofNanos(board.stillSince(pressedNs) - pressedNs))
        .isLessThanOrEqualTo(STOP.plus(MEASURED_WITH));
    assertThat(board.output().isZero()).isTrue();
  }

  @Test
  void aClientWhoseClockIsAnHourBehindAndIsSetForwardInMidDriveDrivesOn() {
    BoardLog board = ourRobot();
    OlderPeer client = client("/client/c1" + OUR_ROBOT);
    client.tell("clock " + -HOUR_MS);
    driveOurs(client, board, "forward");
    client.tell("clock 0");
    long fromNs = System.nanoTime();
    awaitUnrefused(client, () -> driveOurs(client, board, "forward"));
    assertThat(movesOurs(board, fromNs)).isTrue();
    client.tell("clockless");
    awaitUnrefused(client, () -> driveOurs(client, board, "forward"));
  }

  /** Its commands look as if they waited in its own program: nothing but a new connection helps. */
  @Test
  void aClientWhoseDelayGrewMovesNothingMoreUntilItConnectsAnew() {
    BoardLog board = ourRobot();
    OlderPeer client = client("/client/c1" + OUR_ROBOT);
    driveOurs(client, board, "forward");
    client.tell("clock -8000");
    Wait.during(Duration.ofSeconds(1));
    long fromNs = System.nanoTime();
    Wait.during(Duration.ofSeconds(3));
    assertThat(movesOurs(board, fromNs)).isFalse();
    assertThat(board.output().isZero()).isTrue();
    client.tell("clockless");
    Wait.during(Duration.ofSeconds(1));
    assertThat(movesOurs(board, fromNs)).isFalse();
    client.close();
    OlderPeer next = client("/client/c1" + OUR_ROBOT);
    next.tell("clock -8000");
    driveOurs(next, board, "forward");
  }

  @Test
  void statusIsAnswered() {
    ourRobot();
    OlderPeer client = client("/client/c1" + OUR_ROBOT);
    client.tell("status");
    Wait.until("status", PATIENCE, () -> client.has("heard"));
    Line status = client.linesSince(Long.MIN_VALUE / 2, "heard").getFirst();
    assertThat(status.text("message.type")).isEqualTo("status_response");
    assertThat(status.text("message.command_id")).isEqualTo("7");
    assertThat(status.text("message.data.camera_active")).isEqualTo("false");
    assertThat(status.fields()).containsKey("message.data.timestamp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/robot/", "/ws/robot/"})
  void thePagesProtocolDrivesAnOlderRobotAndItIsStoppedWhenTheDriverHangs(String path) {
    OlderPeer robot = keep(OlderPeer.robot(site, path + Accounts.SPARE_ROBOT));
    TestDriver driver = keep(new TestDriver(Accounts.SPARE_ROBOT, new SentCommands(), random()));
    driver.connect(api());
    driver.takeWheel();
    Beacon beacon = driver.view().beacon();
    assertThat(beacon).isNotNull();
    assertThat(beacon.has(Beacon.UNPROTECTED)).isTrue();
    assertThat(beacon.batteryMv()).isEqualTo(11_400);
    driver.hold(900, -900);
    Wait.until("the robot turns", PATIENCE, () -> isMoving(robot));
    Wait.during(Duration.ofMillis(500));
    assertThat(lastCommand(robot).number("left")).isPositive();
    assertThat(lastCommand(robot).number("right")).isNegative();
    long frozenNs = driver.freeze();
    Wait.during(Duration.ofSeconds(1));
    assertThat(isMoving(robot)).isFalse();
    assertThat(Duration.ofNanos(stoppedNs(robot, frozenNs) - frozenNs)).isLessThanOrEqualTo(STOP);
    driver.thaw();
  }

  @Test
  void anOlderClientDrivesAnOlderRobotAndItStopsInTime() {
    OlderPeer robot = keep(OlderPeer.robot(site, "/robot/" + Accounts.SPARE_ROBOT));
    OlderPeer client = client("/client/c1" + OLDER_ROBOT);
    driveOlder(client, robot, "right");
    assertThat(lastCommand(robot).number("left")).isPositive();
    assertThat(lastCommand(robot).number("right")).isNegative();
    long pressedNs = System.nanoTime();
    awaitHeld(
        client,
        HOLD.minus(CEASED),
        HOLD.plus(CEASED),
        fromNs -> {
          assertThat(isMoving(robot)).isFalse();
          return stoppedNs(robot, fromNs);
        });
    assertThat(moves(robot, pressedNs)).isNotEmpty();
    client.tell("status");
    Wait.until(
        "status of the robot itself",
        PATIENCE,
        () ->
            client.linesSince(pressedNs, "heard").stream()
                .anyMatch(line -> line.text("message.data.battery.voltage").equals("11.4")));
  }

  @Test
  void anOlderRobotIsStoppedWhenItsDriverIsKilledAndWhenTheRelayLeaves() {
    OlderPeer robot = keep(OlderPeer.robot(site, "/robot/" + Accounts.SPARE_ROBOT));
    OlderPeer client = client("/client/c1" + OLDER_ROBOT);
    client.tell("repeat forward 100");
    Wait.until("the robot moves", PATIENCE, () -> isMoving(robot));
    long killedNs = System.nanoTime();
    client.close();
    Wait.until("the robot is stopped", HOLD.plus(STOP), () -> !isMoving(robot));
    assertThat(Duration.ofNanos(stoppedNs(robot, killedNs) - killedNs))
        .isLessThanOrEqualTo(HOLD.plus(CEASED));

    OlderPeer next = client("/client/c2" + OLDER_ROBOT);
    next.tell("repeat forward 100");
    Wait.until("the robot moves again", PATIENCE, () -> isMoving(robot));
    Program relay = (Program) open.getFirst();
    assertThat(relay.terminate(Duration.ofSeconds(5))).isTrue();
    Wait.until("the robot is stopped", HOLD.plus(STOP), () -> !isMoving(robot));
  }

  /** Else the restarted robot would have a mere start latch, which this client's next key ends. */
  @Test
  void aWatchersStopOutlivesABridgeThatIsKilled() {
    BoardLog board = ourRobot();
    OlderPeer client = client("/client/c1" + OUR_ROBOT);
    driveOurs(client, board, "forward");
    try (Presser watcher = new Presser(api(), random())) {
      watcher.press();
    }
    Wait.until("the stop is kept", PATIENCE, () -> site.keptStop().startsWith("2 1 "));
    killAndStartOurBridge();
    long restartedNs = System.nanoTime();
    tryToDrive(client);
    assertThat(movesOurs(board, restartedNs)).isFalse();
    client.close();

    releaseStop(Accounts.ROBOT);
    killAndStartOurBridge();
    driveOurs(client("/client/c1" + OUR_ROBOT), board, "forward");
  }

  /** The robot itself remembers nothing: the node does, over its own end too. */
  @Test
  void anAdministratorsLockOutlivesAReconnectOfAnOlderRobotAndTheNode() {
    String path = "/robot/" + Accounts.SPARE_ROBOT;
    OlderPeer robot = keep(OlderPeer.robot(site, path));
    OlderPeer client = client("/client/c1" + OLDER_ROBOT);
    driveOlder(client, robot, "forward");
    try (Presser boss = new Presser(api(), Accounts.SPARE_ROBOT, Accounts.USER, random())) {
      assertThat(boss.lock().answer().latchKind()).isEqualTo(LatchKind.ADMINISTRATOR);
    }
    robot.close();
    long againNs = System.nanoTime();
    OlderPeer again = keep(OlderPeer.robot(site, path));
    tryToDrive(client);
    assertThat(again.linesSince(againNs, "command")).isNotEmpty();
    assertThat(moves(again, againNs)).isEmpty();
    again.close();

    killAndStartRelay();
    client = client("/client/c1" + OLDER_ROBOT);
    long restartedNs = System.nanoTime();
    OlderPeer third = keep(OlderPeer.robot(site, path));
    tryToDrive(client);
    assertThat(third.linesSince(restartedNs, "command")).isNotEmpty();
    assertThat(moves(third, restartedNs)).isEmpty();
    client.close();

    releaseStop(Accounts.SPARE_ROBOT);
    driveOlder(client("/client/c1" + OLDER_ROBOT), third, "forward");
  }
}
