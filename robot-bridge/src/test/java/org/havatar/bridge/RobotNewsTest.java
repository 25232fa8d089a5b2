package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.havatar.transports.authority.StopKeeper;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Features;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Welcome;
import org.junit.jupiter.api.Test;

/** What a robot tells and when, and what it no longer listens to. */
class RobotNewsTest {
  private static Propose propose(SimulatedRobot bench, Propose.Action action, long holder) {
    return new Propose(9, action, bench.term(), holder, "Ann", 1, 600_000, bench.clock.stamp());
  }

  private static ReleaseStop release(SimulatedRobot bench) {
    return new ReleaseStop(
        bench.term(),
        bench.link().last(Beacon.class).latch(),
        bench.clock.stamp(),
        800,
        SimulatedRobot.ANN,
        1);
  }

  /** The next beacon is due at its rhythm, unless there are news. */
  private static void passToABeacon(SimulatedRobot bench) {
    int sent = bench.link().all(Beacon.class).size();
    while (bench.link().all(Beacon.class).size() == sent) {
      bench.advance(1);
    }
  }

  private static boolean isToldAtTheNextTick(SimulatedRobot bench, Runnable news) {
    passToABeacon(bench);
    int sent = bench.link().all(Beacon.class).size();
    news.run();
    bench.advance(SimulatedRobot.TICK_MS);
    return bench.link().all(Beacon.class).size() > sent;
  }

  @Test
  void helloNamesTheRobotItsStartAndItsSoftware() {
    SimulatedRobot bench = SimulatedRobot.ready();
    assertThat(bench.link().last(RobotHello.class))
        .isEqualTo(
            new RobotHello(
                List.of(1), List.of(Features.KEY_ROTATION), "tank-1", 5, 0x57A27L, "test 1", 1L));
  }

  @Test
  void eachConnectionOfAStartHasAHigherNumberWhateverItsBootNumber() {
    SimulatedRobot bench = SimulatedRobot.ready();
    List<Long> numbers = new ArrayList<>();
    for (int boot = 30; boot <= 32; boot++) {
      bench.robot.onBootConflict(boot);
      bench.advance(10_000);
      bench.connectNode();
      numbers.add(bench.link().last(RobotHello.class).connection());
    }
    assertThat(numbers).containsExactly(2L, 3L, 4L);
  }

  @Test
  void aStopIsToldAtTheNextTickThoughNobodyDrives() {
    SimulatedRobot bench = SimulatedRobot.ready();
    assertThat(isToldAtTheNextTick(bench, () -> {})).isFalse();
    assertThat(isToldAtTheNextTick(bench, () -> bench.say(bench.stop(77)))).isTrue();
  }

  /** Whatever a node lets through, it never writes the robot's disk full. */
  @Test
  void pressesWithoutEndAreAFewLinesAndEachOneStops() {
    SimulatedRobot bench = SimulatedRobot.driving();
    try (LogCapture log = new LogCapture(Robot.class, Level.INFO)) {
      for (int i = 1; i <= 2000; i++) {
        bench.say(bench.stop(1000 + i));
        if (i % 10 == 0) {
          bench.advance(10);
        }
      }
      bench.advance(1100);
      int lines = log.messages().size();
      assertThat(lines).isBetween(SparseLog.AT_ONCE, SparseLog.AT_ONCE + 4);
      assertThat(log.messages()).allMatch(line -> line.equals("latched PERSON"));
      assertThat(log.values("leftOut").stream().mapToLong(Long::parseLong).sum())
          .isEqualTo(2000 - lines);
    }
    assertThat(bench.link().last(Beacon.class).latchCounter()).isGreaterThan(2000);
    assertThat(bench.link().closedWith).isNull();
  }

  @Test
  void leasesWithoutEndAreAFewLines() {
    SimulatedRobot bench = SimulatedRobot.driving();
    try (LogCapture log = new LogCapture(Robot.class, Level.INFO)) {
      for (int i = 0; i < 200; i++) {
        bench.say(propose(bench, Propose.Action.RELEASE, SimulatedRobot.ANN));
        bench.say(propose(bench, Propose.Action.TAKE, SimulatedRobot.ANN));
        bench.advance(5);
      }
      bench.advance(1100);
      assertThat(log.messages().stream().filter(line -> line.startsWith("lease ")))
          .hasSizeLessThanOrEqualTo(SparseLog.AT_ONCE + 3);
    }
  }

  @Test
  void anExtensionIsToldAtTheNextTickAndLogsNothing() {
    SimulatedRobot bench = SimulatedRobot.driving();
    assertThat(isToldAtTheNextTick(bench, () -> {})).isFalse();
    try (LogCapture log = new LogCapture(Robot.class, Level.INFO)) {
      assertThat(
              isToldAtTheNextTick(
                  bench, () -> bench.say(propose(bench, Propose.Action.TAKE, SimulatedRobot.ANN))))
          .isTrue();
      assertThat(log.messages()).isEmpty();
      bench.say(propose(bench, Propose.Action.RELEASE, SimulatedRobot.ANN));
      assertThat(log.messages()).contains("lease RELEASED");
    }
  }

  @Test
  void aReleasedStopIsToldAtTheNextTick() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.say(bench.stop(77));
    bench.advance(100);
    assertThat(isToldAtTheNextTick(bench, () -> bench.say(release(bench)))).isTrue();
    assertThat(bench.link().last(Beacon.class).has(Beacon.STOP_PRESSED)).isFalse();
  }

  @Test
  void aDamagedLineIsToldUntilItIsWellAgain() {
    SimulatedRobot bench = SimulatedRobot.ready();
    bench.robot.onSerialHealth(true);
    bench.advance(SimulatedRobot.TICK_MS + Beacons.IDLE_MS);
    assertThat(bench.link().last(Beacon.class).faults()).isEqualTo(Beacon.FAULT_SERIAL_UNHEALTHY);
    bench.robot.onSerialHealth(false);
    bench.advance(SimulatedRobot.TICK_MS + Beacons.IDLE_MS);
    assertThat(bench.link().last(Beacon.class).faults()).isZero();
  }

  @Test
  void aLoopThatWasAwayForMoreThanFourHundredMillisecondsIsToldOnce() {
    SimulatedRobot bench = SimulatedRobot.ready();
    bench.robot.onTick();
    try (LogCapture log = new LogCapture(Robot.class)) {
      bench.clock.advance(Robot.HELD_UP_MS);
      bench.robot.onTick();
      assertThat(log.messages()).isEmpty();
      bench.clock.advance(Robot.HELD_UP_MS + 1);
      bench.robot.onTick();
      bench.robot.onTick();
      assertThat(log.messages()).containsExactly("was held up for 401 ms");
    }
  }

  @Test
  void theFirstTickOfAStartIsNoLoopThatWasAway() {
    try (LogCapture log = new LogCapture(Robot.class)) {
      new SimulatedRobot().robot.onTick();
      assertThat(log.messages()).isEmpty();
    }
  }

  @Test
  void aRobotThatEndsHearsNoProposalAndNoRelease() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.robot.shutDown(0x5D);
    bench.advance(40);
    int leases = bench.link().all(Lease.class).size();
    bench.say(propose(bench, Propose.Action.TAKE, 0xB0B));
    bench.say(propose(bench, Propose.Action.RELEASE, SimulatedRobot.ANN));
    bench.say(release(bench));
    assertThat(bench.link().all(Refused.class)).isEmpty();
    assertThat(bench.link().all(Lease.class)).hasSize(leases);
    assertThat(bench.drive(0, 0).reason()).isEqualTo(Reason.LATCHED_STOP);
  }

  @Test
  void aReleaseThatIsRepeatedWhileItIsSavedGetsNoMoreTime() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.say(bench.stop(77));
    bench.advance(40);
    bench.stopRecord.isSlow = true;
    for (int i = 0; i <= StopKeeper.RELEASE_LIMIT_MS / 500; i++) {
      bench.say(release(bench));
      bench.driveFor(500, 0, 0);
    }
    assertThat(bench.link().all(Refused.class))
        .extracting(Refused::code)
        .containsExactly(Codes.UNAVAILABLE);
  }

  @Test
  void anAdoptedBootIsAnnouncedAsARestart() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.robot.onBootConflict(30);
    bench.advance(200);
    bench.connectNode();
    assertThat(bench.link().all(Lease.class).getFirst().cause()).isEqualTo(Lease.Cause.RESTART);
    assertThat(bench.link().last(RobotHello.class).boot()).isEqualTo(31);
  }

  @Test
  void aRightThatEndsAfterTheHoldSendsTheBoardNothingToRampDownFor() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.advance(40);
    bench.driveFor(200, 800, 600);
    bench.advance(150);
    int executed = bench.board.executed.size();
    bench.say(propose(bench, Propose.Action.REVOKE, SimulatedRobot.ANN));
    bench.advance(40);
    assertThat(bench.board.executed).hasSize(executed);
  }

  @Test
  void aRightThatEndsAsTheHoldDoesLeavesTheBoardToItsOwnRamp() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.advance(40);
    bench.driveFor(200, 800, 600);
    bench.drive(800, 600);
    bench.hearBoard(); // at speed, and nothing else is heard of it
    bench.boardMute = true;
    bench.advance(100);
    int executed = bench.board.executed.size();
    int stops = bench.board.stops.size();
    bench.say(propose(bench, Propose.Action.REVOKE, SimulatedRobot.ANN));
    bench.write();
    assertThat(bench.board.stops).as("it ramps down").hasSize(stops);
    assertThat(bench.board.executed).hasSize(executed);
    assertThat(bench.board.refusals).isEmpty();
  }

  @Test
  void aRestartOfTheBoardIsToldUntilSomebodyDrivesItAndNotOnlyTries() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.board.restart(0xBEEF);
    bench.advance(40);
    assertThat(bench.drive(300, 300).reason()).isEqualTo(Reason.LATCHED_STOP);
    bench.advance(40);
    assertThat(bench.link().last(Beacon.class).faults()).isEqualTo(Beacon.FAULT_BOARD_RESTARTED);
  }

  @Test
  void itsStampIsItsClock() {
    SimulatedRobot bench = new SimulatedRobot();
    assertThat(bench.robot.stamp()).isEqualTo(bench.clock.stamp());
  }

  @Test
  void aNodeThatLeavesStillCarriesTheDriveWhileAnotherOneIsUp() {
    SimulatedRobot bench = SimulatedRobot.driving();
    FakeDialer other = new FakeDialer();
    Uplink second =
        new Uplink(
            new Uplink.Options(
                List.of(URI.create("wss://other.example/ws/robot/tank-1")),
                new KeyChain("key", List.of(), new FakeKeyStorage())),
            new Uplink.Surroundings(other, bench.clock, new Random(8), new Drops()),
            bench.robot);
    bench.robot.connect(List.of(bench.uplink, second));
    bench.advance(SimulatedRobot.TICK_MS);
    other.connect().robot().onMessage(new Welcome(1, List.of(), "n2", "s2", null));
    bench.advance(40);
    bench.driveFor(100, 800, 600);
    bench.say(new GoingAway(250));
    bench.write();
    assertThat(bench.board.left()).isEqualTo(800);
    assertThat(bench.drive(700, 600).reason()).isEqualTo(Reason.ACCEPTED);
    assertThat(bench.board.left()).isEqualTo(700);
  }
}
