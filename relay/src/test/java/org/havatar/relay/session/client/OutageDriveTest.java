package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.FakeStoreReach;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.StopTest;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.Window;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.SessionEnds;
import org.havatar.transports.wire.SessionEnds.Cause;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.Test;

/** A drive while nobody can look up who may drive. */
class OutageDriveTest {
  private static final long STEP_MS = 20;

  private final SimulatedNode bench = new SimulatedNode();
  private final TestRobot robot = TestRobot.live(bench, "a");
  private TestClient ann = drive();

  private TestClient drive() {
    bench.isWallGoing = true;
    TestClient client = bench.pilot("ann", "b");
    client.take();
    bench.pass(40, client, robot);
    assertThat(robot.register.isHeld()).isTrue();
    return client;
  }

  private void steerFor(long ms) {
    for (long passed = 0; passed < ms; passed += STEP_MS) {
      ann.steer();
      bench.storeReach.shelteredMs += bench.storeReach.isCutEverywhere ? STEP_MS : 0;
      bench.pass(STEP_MS, ann, robot);
    }
  }

  private void cut() {
    bench.accounts.isBroken = true;
    bench.storeReach.isCut = true;
  }

  private void cutEverywhere() {
    cut();
    bench.storeReach.isCutEverywhere = true;
  }

  private void heal() {
    bench.accounts.isBroken = false;
    bench.storeReach.isCut = false;
    bench.storeReach.isCutEverywhere = false;
    bench.loops.values().forEach(each -> bench.turn(each, each::onAnythingChanged));
  }

  private List<SessionEnds> told() {
    return ann.link.all(SessionEnds.class);
  }

  private List<Propose.Action> proposed() {
    return robot.link.all(Propose.class).stream().map(Propose::action).toList();
  }

  @Test
  void theDriverGoesOnIsToldAndAtTheEndOfTheGraceTheRobotIsTakenBack() {
    bench.storeReach.graceMs = 15_000; // while the lease lasts 20 s: it doesn't end by itself
    cut();
    steerFor(14_000);
    assertThat(bench.drops.snapshot()).isEmpty();
    assertThat(told()).first().extracting(SessionEnds::cause).isEqualTo(Cause.UNCONFIRMED);
    assertThat(told().getFirst().endsInMs())
        .isBetween(15_000 - Capability.OVERDUE_MS - 100, 15_000 - Capability.OVERDUE_MS);
    assertThat(proposed()).doesNotContain(Propose.Action.REVOKE);
    steerFor(1100);
    assertThat(proposed()).last().isEqualTo(Propose.Action.REVOKE);
    assertThat(robot.register.isHeld()).isFalse();
    assertThat(ann.link.last(Lease.class).cause()).isEqualTo(Lease.Cause.REVOKED);
    assertThat(ann.link.last(ErrorReport.class).code()).isEqualTo("unconfirmed");
    assertThat(bench.drops.of(Reason.NOT_PERMITTED)).isPositive();
  }

  @Test
  void whatHealsInTimeIsForgottenAndTheDriverIsTold() {
    cut();
    steerFor(20_000);
    heal();
    steerFor(FakeStoreReach.GRACE_MS);
    assertThat(bench.drops.snapshot()).isEmpty();
    assertThat(told()).last().isEqualTo(new SessionEnds(SimulatedNode.ROBOT, null, null));
    assertThat(proposed()).doesNotContain(Propose.Action.REVOKE);
  }

  @Test
  void whileNobodyReachesTheStoreTheDriveGoesOnBeyondTheGraceUntilSomebodyElseDoes() {
    cutEverywhere();
    steerFor(3 * FakeStoreReach.GRACE_MS);
    assertThat(bench.drops.snapshot()).isEmpty();
    assertThat(told().getFirst().endsInMs()).isGreaterThan(FakeStoreReach.OUTAGE_MS - 8000);
    bench.storeReach.isCutEverywhere = false;
    steerFor(FakeStoreReach.GRACE_MS - 2000);
    assertThat(bench.drops.snapshot()).isEmpty();
    assertThat(told().getLast().endsInMs()).isLessThanOrEqualTo(FakeStoreReach.GRACE_MS);
    steerFor(2000);
    assertThat(robot.register.isHeld()).isFalse();
  }

  @Test
  void theOutageHasAnEndToo() {
    bench.storeReach.outageMs = 60_000;
    cutEverywhere();
    steerFor(59_000);
    assertThat(bench.drops.snapshot()).isEmpty();
    steerFor(1500);
    assertThat(robot.register.isHeld()).isFalse();
    assertThat(ann.link.last(ErrorReport.class).code()).isEqualTo("unconfirmed");
  }

  @Test
  void aBookingEndsInTheOutageAsIfThereWasNone() {
    long startMs = bench.epochNowMs();
    bench.accounts.windowsByAccount.put("ann", List.of(new Window(0, startMs + 12_000, 1)));
    bench.loopNamed("b").onRobotChanged(SimulatedNode.ROBOT);
    steerFor(1000);
    cutEverywhere();
    steerFor(10_800);
    assertThat(bench.drops.snapshot()).isEmpty();
    steerFor(400);
    assertThat(ann.link.last(ErrorReport.class).code()).isEqualTo("booking_over");
    assertThat(robot.register.isHeld()).isFalse();
  }

  @Test
  void nobodyElseBeginsAndWhoHasLetGoDoesNotEither() {
    TestClient ben = bench.pilot("ben", "a");
    cut();
    ann.say(new org.havatar.transports.wire.ReleaseLease());
    bench.pass(40, ann, ben, robot);
    assertThat(robot.register.isHeld()).isFalse();
    int before = proposed().size();
    for (TestClient each : List.of(ann, ben)) {
      each.take();
      assertThat(each.link.last(Refused.class).code()).isEqualTo("unavailable");
    }
    assertThat(proposed()).hasSize(before);
    heal();
    ben.take();
    bench.pass(40, ann, ben, robot);
    assertThat(robot.register.isHeld()).isTrue();
  }

  @Test
  void noLeaseIsProposedForLongerThanItsRightIsProven() {
    cut();
    steerFor(FakeStoreReach.GRACE_MS - 1000);
    long proven = FakeStoreReach.GRACE_MS;
    for (Propose each : robot.link.all(Propose.class)) {
      assertThat(each.durationMs()).isLessThanOrEqualTo(SimulatedNode.LEASE_MS);
      proven = each.durationMs();
    }
    assertThat(proven).as("the last one").isLessThan(SimulatedNode.LEASE_MS);
  }

  @Test
  void aStopIsPressedInTheOutageAndAfterItAndReleasedOnlyWhileTheRightCounts() {
    cut();
    steerFor(10_000);
    ann.say(StopTest.stop(5));
    assertThat(robot.link.last(Stop.class).stopId()).isEqualTo(5);
    bench.pass(FakeStoreReach.GRACE_MS, ann, robot);
    ann.say(
        new org.havatar.transports.wire.ReleaseStop(
            robot.register.term(), robot.register.latch(), robot.now(), 300, null, 0));
    assertThat(ann.link.last(Refused.class).request()).isEqualTo("release_stop");
    assertThat(ann.link.last(Refused.class).code()).isEqualTo("unavailable");
  }

  @Test
  void whoMayNoLongerDriveForWantOfAConfirmationMayStop() {
    cut();
    bench.pass(FakeStoreReach.GRACE_MS, ann, robot);
    ann.say(StopTest.stop(6));
    assertThat(robot.link.last(Stop.class).stopId()).isEqualTo(6);
  }

  @Test
  void aLeaseThatWasProposedInTheOutageEndsWithItsProofAndTheDriverIsTold() {
    cut();
    steerFor(FakeStoreReach.GRACE_MS + 200);
    assertThat(proposed()).doesNotContain(Propose.Action.REVOKE);
    assertThat(ann.link.last(Lease.class).cause()).isEqualTo(Lease.Cause.EXPIRED);
    assertThat(ann.link.all(ErrorReport.class))
        .extracting(ErrorReport::code)
        .containsExactly("unconfirmed");
  }

  @Test
  void aRevocationThatIsHeardButCanNotBeLookedUpEndsTheDriveWithinASecond() {
    steerFor(1000);
    bench.accounts.rightsByAccount.put("ann", Right.NONE);
    cutEverywhere();
    bench.turn(bench.loopNamed("b"), () -> bench.loopNamed("b").onAccountChanged("ann"));
    steerFor(Capability.DOUBT_MS - 2 * STEP_MS);
    assertThat(bench.drops.snapshot()).isEmpty();
    steerFor(4 * STEP_MS);
    assertThat(robot.register.isHeld()).isFalse();
    int drives = robot.link.all(Drive.class).size();
    steerFor(200);
    assertThat(robot.link.all(Drive.class)).hasSize(drives);
  }

  @Test
  void aChangeThatIsLookedUpInTimeChangesNothing() {
    bench.accounts.isSlow = true;
    bench.turn(bench.loopNamed("b"), () -> bench.loopNamed("b").onRobotChanged("tank-1"));
    steerFor(400);
    bench.accounts.isSlow = false;
    while (!bench.accounts.waiting.isEmpty()) {
      bench.turn(bench.loopNamed("b"), bench.accounts::finishOne);
    }
    steerFor(2000);
    assertThat(bench.drops.snapshot()).isEmpty();
  }

  @Test
  void thatEverythingMayHaveChangedIsNoReasonToStopWhoDrives() {
    cutEverywhere();
    for (int second = 0; second < 20; second++) {
      bench.loops.values().forEach(each -> bench.turn(each, each::onAnythingChanged));
      steerFor(1000);
    }
    assertThat(bench.drops.snapshot()).isEmpty();
  }
}
