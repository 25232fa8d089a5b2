package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.SentCommands;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.OlderPeer;
import org.havatar.ops.kit.OlderPeer.Line;
import org.havatar.ops.kit.Program;
import org.havatar.ops.kit.TestDriver;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.Beacon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs as they were written before the protocol, a robot in Python and a client in JavaScript,
 * against the real relay (PROTOCOL.md §11), and against the real bridge and board.
 */
final class OlderPeersTest extends OlderPeersScene {
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
}
