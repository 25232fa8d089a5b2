package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.Window;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.SessionEnds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a booking does to those who drive, or want to. The wall clock goes with the node's. */
class BookedDriveTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final long startMs = bench.epochNowMs();
  private final TestRobot robot = TestRobot.live(bench, "a");

  @BeforeEach
  void theWallClockGoes() {
    bench.isWallGoing = true;
    bench.accounts.outside = Right.NONE;
  }

  private void booked(String account, Window... windows) {
    bench.accounts.windowsByAccount.put(account, List.of(windows));
  }

  private Window window(long fromMs, long untilMs) {
    return new Window(startMs + fromMs, startMs + untilMs, 1);
  }

  private long passedMs() {
    return bench.epochNowMs() - startMs;
  }

  /** Drives until so many milliseconds have passed since the start. */
  private void driveUntil(long ms, TestClient... drivers) {
    while (passedMs() < ms) {
      for (TestClient each : drivers) {
        each.steer();
      }
      SimulatedNode.Peer[] peers = new SimulatedNode.Peer[drivers.length + 1];
      System.arraycopy(drivers, 0, peers, 0, drivers.length);
      peers[drivers.length] = robot;
      bench.pass(Math.min(20, ms - passedMs()), peers);
    }
  }

  private long holder() {
    return robot.register.current(robot.atMs()).holder();
  }

  private TestClient driver(String account) {
    TestClient client = bench.pilot(account, "b");
    client.take();
    bench.pass(20, client, robot);
    return client;
  }

  @Test
  void whoHasNotBookedIsToldSoAndSeesNothing() {
    booked("ann");
    TestClient client = bench.pilot("ann", "b");
    Refused refused = client.link.last(Refused.class);
    assertThat(refused.request()).isEqualTo("select_robot");
    assertThat(refused.code()).isEqualTo("booking_needed");
    assertThat(client.link.all(RobotSelected.class)).isEmpty();
    assertThat(client.link.all(Beacon.class)).isEmpty();
  }

  @Test
  void whoComesEarlyIsLetInAtTheVeryMomentWithoutAskingAgain() {
    booked("ann", window(1000, 60_000));
    TestClient client = bench.pilot("ann", "b");
    assertThat(client.link.last(Refused.class).message()).contains("begins at");
    bench.pass(990, client, robot);
    assertThat(client.link.all(RobotSelected.class)).isEmpty();
    bench.accounts.isBroken = true;
    bench.pass(10, client, robot);
    assertThat(client.link.all(RobotSelected.class)).hasSize(1);
    client.take();
    bench.pass(20, client, robot);
    assertThat(client.link.last(Lease.class).holder()).isEqualTo(client.tag());
  }

  @Test
  void theLeaseIsProposedUntilTheWindowsEndAndWithTheBookingsRank() {
    booked("ann", window(0, 7000));
    driver("ann");
    Propose proposal = robot.link.last(Propose.class);
    assertThat(proposal.rank()).isEqualTo(1);
    assertThat(proposal.durationMs()).isEqualTo(7000);
  }

  @Test
  void aLeaseThatWouldOutliveTheWindowIsCorrected() {
    booked("ann", window(0, 100_000));
    TestClient client = driver("ann");
    assertThat(robot.link.last(Propose.class).durationMs()).isEqualTo(SimulatedNode.LEASE_MS);
    booked("ann", window(0, 8000));
    bench.loopNamed("b").onRobotChanged(SimulatedNode.ROBOT);
    driveUntil(100, client);
    Propose corrected = robot.link.last(Propose.class);
    assertThat(corrected.action()).isEqualTo(Propose.Action.TAKE);
    assertThat(passedMs() + corrected.durationMs()).isBetween(7900L, 8100L);
    driveUntil(4000, client);
    assertThat(robot.link.all(Propose.class)).hasSize(2);
  }

  @Test
  void atTheEndCommandsAreRefusedTheLeaseIsRevokedAndTheRobotIsOutOfSight() {
    booked("ann", window(0, 2000));
    TestClient client = driver("ann");
    driveUntil(1990, client);
    int driven = robot.link.all(Drive.class).size();
    assertThat(robot.link.all(Propose.class))
        .extracting(Propose::action)
        .doesNotContain(Propose.Action.REVOKE);
    bench.nowMs += 9;
    client.steer();
    assertThat(robot.link.all(Drive.class)).hasSize(driven + 1);
    bench.nowMs += 1;
    client.steer();
    assertThat(robot.link.all(Drive.class)).hasSize(driven + 1);
    assertThat(client.acks()).last().isEqualTo(Reason.NOT_PERMITTED);
    bench.pass(10, client, robot);
    assertThat(robot.link.last(Propose.class).action()).isEqualTo(Propose.Action.REVOKE);
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("booking_over");
    int beacons = client.link.all(Beacon.class).size();
    bench.pass(3500, client, robot);
    assertThat(client.link.all(Beacon.class)).hasSize(beacons);
    assertThat(holder()).isZero();
  }

  @Test
  void whoMayWatchStaysAsAWatcherAndMayStop() {
    bench.accounts.outside = Right.WATCH;
    booked("ann", new Window(Long.MIN_VALUE, startMs + 1000, 0));
    TestClient client = driver("ann");
    driveUntil(1040, client);
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("booking_over");
    int beacons = client.link.all(Beacon.class).size();
    bench.pass(1500, client, robot);
    assertThat(client.link.all(Beacon.class).size()).isGreaterThan(beacons);
    client.take();
    Refused refused = client.link.last(Refused.class);
    assertThat(refused.code()).isEqualTo("booking_needed");
    assertThat(refused.request()).isEqualTo("take_lease");
  }

  @Test
  void twoWithOneWindowAfterTheOtherHaveTheRobotWithoutGapAndOverlap() {
    booked("ann", window(0, 2000));
    booked("ben", window(2000, 60_000));
    TestClient ann = driver("ann");
    TestClient ben = bench.pilot("ben", "a");
    driveUntil(2000 - 20, ann);
    ann.steer();
    assertThat(ann.acks()).doesNotContain(Reason.NOT_PERMITTED);
    bench.nowMs += 20; // no tick yet: ann's lease is still in the register
    ben.take();
    assertThat(ben.link.all(RobotSelected.class)).hasSize(1);
    ann.steer();
    assertThat(ann.acks()).last().isEqualTo(Reason.NOT_PERMITTED);
    bench.pass(100, ann, ben, robot);
    assertThat(ben.link.last(Lease.class).holder()).isEqualTo(ben.tag());
    assertThat(ben.link.all(Refused.class))
        .extracting(Refused::code)
        .containsOnly("booking_needed");
  }

  @Test
  void whoDrivesWithoutABookingMakesWayForTheOneWhoHas() {
    bench.accounts.outside = Right.WATCH;
    booked("ben", new Window(startMs - 1000, startMs + 60_000, 1));
    booked("cem", Window.ALWAYS);
    TestClient cem = driver("cem");
    TestClient ben = bench.pilot("ben", "a");
    ben.take();
    bench.pass(60, cem, ben, robot);
    assertThat(ben.link.last(Lease.class).holder()).isEqualTo(ben.tag());
  }

  @Test
  void anAdministratorIsNotPushedAsideAndTheRefusalComesAfterAMoment() {
    booked("ben", window(0, 60_000));
    booked("root", Window.ALWAYS);
    bench.accounts.rankByAccount.put("root", 3);
    TestClient root = driver("root");
    TestClient ben = bench.pilot("ben", "a");
    ben.take();
    driveUntil(passedMs() + BookedTakeRetry.FOR_MS + 100, root, ben);
    assertThat(holder()).isEqualTo(root.tag());
    assertThat(ben.link.all(Refused.class)).hasSize(1);
    assertThat(ben.link.last(Refused.class).request()).isEqualTo("take_over");
  }

  @Test
  void theEndIsToldOnSelectionAndFiveMinutesAndOneMinuteBefore() {
    booked("ann", window(0, 400_000));
    TestClient client = bench.pilot("ann", "b");
    Map<Long, Long> toldAtMs = new HashMap<>();
    while (passedMs() < 399_900) {
      int before = client.link.all(SessionEnds.class).size();
      bench.pass(100, client, robot);
      if (client.link.all(SessionEnds.class).size() > before) {
        SessionEnds told = client.link.last(SessionEnds.class);
        assertThat(told.endsInMs()).isNotNull();
        toldAtMs.put(passedMs(), told.endsInMs());
      }
    }
    assertThat(client.link.all(SessionEnds.class).get(0).endsInMs()).isEqualTo(400_000);
    assertThat(client.link.all(SessionEnds.class)).hasSize(3);
    assertThat(toldAtMs).hasSize(2).containsKeys(100_000L, 340_000L);
  }

  @Test
  void anExtensionIsToldAtOnceAndDrivingGoesOn() {
    booked("ann", window(0, 2000));
    TestClient client = driver("ann");
    driveUntil(1500, client);
    booked("ann", window(0, 30_000));
    bench.loopNamed("b").onRobotChanged(SimulatedNode.ROBOT);
    driveUntil(4000, client);
    assertThat(client.acks()).doesNotContain(Reason.NOT_PERMITTED);
    assertThat(client.link.last(SessionEnds.class).endsInMs()).isBetween(28_000L, 28_500L);
  }

  @Test
  void aCancelledBookingEndsTheDriveAtOnce() {
    booked("ann", window(0, 60_000));
    TestClient client = driver("ann");
    driveUntil(500, client);
    booked("ann");
    bench.loopNamed("b").onRobotChanged(SimulatedNode.ROBOT);
    bench.pass(20, client, robot);
    assertThat(robot.link.last(Propose.class).action()).isEqualTo(Propose.Action.REVOKE);
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("booking_over");
  }
}
