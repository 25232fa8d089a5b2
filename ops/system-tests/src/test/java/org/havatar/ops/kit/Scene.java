package org.havatar.ops.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.BoardLog.Setpoint;
import org.havatar.ops.judge.SentCommands;

/**
 * Relay, bridge, board and a driver, ready for a fault. Every setpoint that the board ever executed
 * is held against what its drivers sent.
 */
public final class Scene implements AutoCloseable {
  public static final int FULL_PERMILLE = 900;
  private static final int AT_SPEED_PERMILLE = 700;
  private static final Duration RESTS_WITHIN = Duration.ofSeconds(30);
  private static final Duration SPEEDS_UP_WITHIN = Duration.ofSeconds(30);

  private final Site site;
  private final Function<RelayHost, Program> relayStart;
  private final BoardLog boardLog;
  private final SentCommands sent = new SentCommands();
  private final SplittableRandom random = new SplittableRandom(1);
  private final HoldingProxy clientHop;
  private final HoldingProxy robotHop;
  private final Program board;
  private Program relay;
  private Program bridge;
  private final TestDriver driver;

  private Scene(Site site, Function<RelayHost, Program> relayStart) {
    this.site = site;
    this.relayStart = relayStart;
    boardLog = new BoardLog(site.boardEvents());
    clientHop = HoldingProxy.to(site.relay().port());
    robotHop = HoldingProxy.to(site.relay().port());
    board = site.startBoard();
    relay = relayStart.apply(site.relay());
    bridge = site.startBridge(robotHop.port());
    driver = new TestDriver(Accounts.ROBOT, sent, random);
  }

  /** Starts everything in a folder of that name; returns with a connected driver. */
  public static Scene open(String name) {
    return open(name, 0);
  }

  /**
   * As {@link #open(String)}, with so many loops.
   *
   * @param eventLoops of the relay; 0 leaves it the choice
   */
  public static Scene open(String name, int eventLoops) {
    return open(name, relay -> relay.start(eventLoops));
  }

  /**
   * As {@link #open(String)}, with a relay of the test's own.
   *
   * @param relayStart returns when it is ready
   */
  public static Scene open(String name, Function<RelayHost, Program> relayStart) {
    Scene scene = new Scene(Site.create(name), relayStart);
    try {
      scene.awaitDriverConnected();
      return scene;
    } catch (RuntimeException | AssertionError e) {
      scene.close();
      throw e;
    }
  }

  public Program relay() {
    return relay;
  }

  public Program bridge() {
    return bridge;
  }

  public TestDriver driver() {
    return driver;
  }

  /** Another driver, whose commands are judged too; not connected. Its owner closes it. */
  public TestDriver newDriver(String user, SplittableRandom chance, TestClient.Ear ear) {
    return new TestDriver(Accounts.ROBOT, user, sent, chance, ear);
  }

  public BoardLog boardLog() {
    return boardLog;
  }

  public HoldingProxy clientHop() {
    return clientHop;
  }

  public HoldingProxy robotHop() {
    return robotHop;
  }

  /** Where configuration, data and logs lie. */
  public Path folder() {
    return site.folder();
  }

  public Site site() {
    return site;
  }

  public int relayPort() {
    return site.relay().port();
  }

  /** Where every driver of this scene notes what it sends. */
  public SentCommands sent() {
    return sent;
  }

  public RelayApi api(HoldingProxy hop) {
    return new RelayApi(hop.port(), site.relay().certificate());
  }

  /** The relay through another hop than the scene's. */
  public RelayApi api(int hopPort) {
    return new RelayApi(hopPort, site.relay().certificate());
  }

  /** The relay itself, not through the client's hop. */
  public RelayApi api() {
    return new RelayApi(site.relay().port(), site.relay().certificate());
  }

  /** Any other program, in this scene's folder. Its owner closes it. */
  public Program startProgram(String name, String... command) {
    return Program.start(name, List.of(command), site.folder());
  }

  /** One of the simulator's commands; returns when it was carried out, with that moment. */
  public long tellBoard(String command) {
    long fromNs = System.nanoTime();
    board.tell(command);
    Wait.until(
        command,
        Duration.ofSeconds(5),
        () ->
            boardLog.notesSince(fromNs, "control").stream()
                .anyMatch(note -> note.text("command").equals(command)));
    return boardLog.notesSince(fromNs, "control").getFirst().atNs();
  }

  public void restartRelay() {
    relay.kill();
    relay = relayStart.apply(site.relay());
    awaitDriverConnected();
  }

  public void restartBridge() {
    bridge.kill();
    bridge = site.startBridge(robotHop.port());
  }

  /** Reconnects the driver when its connection is gone. */
  public void awaitDriverConnected() {
    if (!driver.isConnected()) {
      driver.connect(api(clientHop));
    }
  }

  /**
   * Takes up the drive from whatever state: returns with both tracks at speed. On a busy machine a
   * gap of over a second may latch the robot meanwhile: then it is taken up again, as a person
   * does.
   */
  public void driveAtSpeed() {
    Wait.until("motors at speed", SPEEDS_UP_WITHIN, this::isAtSpeedAfterATry);
  }

  private boolean isAtSpeedAfterATry() {
    awaitDriverConnected();
    driver.takeWheel();
    driver.hold(FULL_PERMILLE, FULL_PERMILLE);
    Wait.until(
        "at speed or latched",
        SPEEDS_UP_WITHIN,
        () -> isAtSpeed(boardLog.output()) || !driver.hasWheel());
    return isAtSpeed(boardLog.output());
  }

  /** As it was opened: the driver is connected, nobody drives, and everything stands still. */
  public void rest() {
    driver.hold(0, 0);
    driver.timeToLive(TestDriver.TTL_MS);
    Wait.until("rest", RESTS_WITHIN, this::restsAfterATry);
  }

  /** A robot that has only just come back heard nothing of what was sent to it meanwhile. */
  private boolean restsAfterATry() {
    awaitDriverConnected();
    driver.giveBack();
    return !driver.view().holdsLease() && boardLog.output().isZero();
  }

  /** True when the motors were at speed at that moment. */
  public boolean wasAtSpeed(long atNs) {
    return isAtSpeed(boardLog.outputAt(atNs));
  }

  /** Sentences about setpoints that the board must not have executed. */
  public List<String> wronglyExecuted() {
    return sent.wronglyExecuted(boardLog.since(Long.MIN_VALUE / 2, Setpoint.class));
  }

  private static boolean isAtSpeed(BoardLog.Output output) {
    return output.leftPermille() >= AT_SPEED_PERMILLE
        && output.rightPermille() >= AT_SPEED_PERMILLE;
  }

  @Override
  public void close() {
    driver.close();
    bridge.close();
    relay.close();
    board.close();
    clientHop.close();
    robotHop.close();
  }
}
