package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.SentCommands;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.Cluster;
import org.havatar.ops.kit.Program;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.RelayHost;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Site;
import org.havatar.ops.kit.TestDriver;
import org.havatar.ops.kit.Wait;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Two nodes of one cluster; the robot is connected to one of them and its driver to the other. The
 * bridge knows both.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ClusterTest {
  private static final int NODES = 2;
  private static final Pattern ROBOT_THERE =
      Pattern.compile("^havatar_connections\\{.*role=\"robot\".*} 1", Pattern.MULTILINE);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int AT_SPEED_PERMILLE = 700;

  /** With one connection each; a second on an idle machine. */
  private static final Duration MOVES_AGAIN_WITHIN = Duration.ofSeconds(3);

  /** Motors don't slow down at once: only what was executed since tells that it goes on. */
  private static final int GOES_ON_SETPOINTS = 50;

  private final Site site = Site.create("cluster", NODES);
  private final SentCommands sent = new SentCommands();
  private final BoardLog board = new BoardLog(site.boardEvents());
  private final SplittableRandom random = new SplittableRandom(1);
  private Cluster cluster;
  private Program boardProgram;
  private Program bridge;
  private TestDriver driver;

  @BeforeAll
  void open() {
    cluster = new Cluster(site, NODES);
    cluster.startAll();
    boardProgram = site.startBoard();
    bridge = site.startBridgeTo(0, 1);
  }

  @AfterAll
  void close() {
    bridge.close();
    boardProgram.close();
    cluster.close();
  }

  @BeforeEach
  void newDriver() {
    driver = new TestDriver(Accounts.ROBOT, sent, random.split()); // each an instance of its own
  }

  @AfterEach
  void closeDriver() {
    driver.close();
    assertThat(sent.wronglyExecuted(board.since(Long.MIN_VALUE / 2, BoardLog.Setpoint.class)))
        .isEmpty();
  }

  private RelayApi api(int node) {
    RelayHost host = site.relay(node);
    return new RelayApi(host.port(), host.certificate());
  }

  private void driveAtSpeed() {
    driver.takeWheel();
    driver.hold(Scene.FULL_PERMILLE, Scene.FULL_PERMILLE);
    Wait.until(
        "motors at speed", PATIENCE, () -> board.output().leftPermille() >= AT_SPEED_PERMILLE);
  }

  private boolean hasRobot(int node) {
    return cluster.isRunning(node) && ROBOT_THERE.matcher(site.relay(node).metrics()).find();
  }

  /** A node to which the robot is connected now. */
  private int robotsNode() {
    for (int node = 0; node < NODES; node++) {
      if (hasRobot(node)) {
        return node;
      }
    }
    throw new IllegalStateException("the robot is nowhere");
  }

  /** Drives on after a fault, and tells how long the board had nothing new to execute. */
  private void drivesOn(String fault, long faultNs) {
    driver.takeWheel();
    driver.hold(Scene.FULL_PERMILLE, Scene.FULL_PERMILLE);
    Wait.until("moving on", PATIENCE, () -> movesSince(faultNs).size() >= GOES_ON_SETPOINTS);
    List<BoardLog.Setpoint> executed = board.since(faultNs, BoardLog.Setpoint.class);
    long gapNs = 0;
    long beforeNs = faultNs;
    for (BoardLog.Setpoint each : executed) {
      gapNs = Math.max(gapNs, each.atNs() - beforeNs);
      beforeNs = each.atNs();
    }
    System.out.printf("cluster %s: nothing executed for %.0f ms%n", fault, gapNs / 1e6);
    assertThat(gapNs).isLessThan(MOVES_AGAIN_WITHIN.toNanos());
  }

  private List<BoardLog.Setpoint> movesSince(long ns) {
    return board.since(ns, BoardLog.Setpoint.class).stream()
        .filter(each -> each.leftPermille() >= AT_SPEED_PERMILLE)
        .toList();
  }

  /** What a node counts follows what happens. */
  private void awaitRobotAt(int node) {
    Wait.until("the robot at the other node", PATIENCE, () -> hasRobot(node));
  }

  @Test
  @Order(1)
  void aDriverAtOneNodeDrivesARobotAtTheOther() {
    driver.connect(api(1));
    driveAtSpeed();
  }

  @Test
  @Order(2)
  void theDriveGoesOnAfterTheRobotsNodeWasKilled() {
    int node = robotsNode();
    driver.connect(api(1 - node));
    driveAtSpeed();
    long faultNs = System.nanoTime();
    cluster.node(node).kill();
    drivesOn("kill -9 of the robot's node", faultNs);
    awaitRobotAt(1 - node);
    cluster.start(node);
  }

  @Test
  @Order(3)
  void theDriveGoesOnAfterTheClientsNodeWasKilled() {
    int node = 1 - robotsNode();
    driver.connect(api(node));
    driveAtSpeed();
    try (RelayApi other = api(1 - node)) {
      String ticket = other.ticket(other.login(Accounts.USER, Accounts.PASSWORD));
      long faultNs = System.nanoTime();
      cluster.node(node).kill();
      driver.disconnect();
      driver.client().open(other, ticket, null);
      drivesOn("kill -9 of the client's node", faultNs);
    }
    cluster.start(node);
  }

  @Test
  @Order(4)
  void aNodeThatStoodStillExecutesNothingOldWhenItWakes() {
    int node = robotsNode();
    driver.connect(api(1 - node));
    driveAtSpeed();
    long faultNs = System.nanoTime();
    cluster.node(node).freeze();
    drivesOn("SIGSTOP of the robot's node", faultNs);
    cluster.node(node).thaw();
    driveAtSpeed();
    awaitRobotAt(1 - node);
  }
}
