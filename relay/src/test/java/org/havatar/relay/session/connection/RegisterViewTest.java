package org.havatar.relay.session.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.connection.RegisterView.Heard;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known of a robot's register from what the robot announces. */
class RegisterViewTest {
  private static final Numbered FIRST = new Numbered(7, 1);
  private static final Numbered SECOND = new Numbered(7, 2);
  private static final Numbered RESTARTED = new Numbered(8, 1);
  private static final long ANN = 5;
  private static final long BEN = 6;

  private final SimulatedNode bench = new SimulatedNode();
  private final TestRobot robot = new TestRobot(bench, "a", 7, 77);
  private final RegisterView registerView = new RegisterView();

  private Heard lease(Numbered term, long holder, String name, long remainingMs) {
    return registerView.onLease(
        new Lease(null, term, holder, name, remainingMs, Lease.Cause.TAKEN, null), bench.nowMs);
  }

  private Heard beacon(Numbered term, long holder) {
    Beacon beacon = robot.beaconOf(term, holder);
    return registerView.onBeacon(beacon, bench.nowMs);
  }

  private Lease current() {
    return registerView.current(SimulatedNode.ROBOT, bench.nowMs);
  }

  private static Lease current(
      Numbered term, long holder, @Nullable String name, long remainingMs) {
    return new Lease(
        SimulatedNode.ROBOT, term, holder, name, remainingMs, Lease.Cause.CURRENT, null);
  }

  @Test
  void aNewcomerIsToldTheRegisterWithWhatIsLeftOfTheLease() {
    lease(FIRST, ANN, "Ann", 3000);
    bench.nowMs += 1000;
    assertThat(current()).isEqualTo(current(FIRST, ANN, "Ann", 2000));
    bench.nowMs += 2001;
    assertThat(current()).isEqualTo(current(FIRST, ANN, "Ann", 0));
  }

  @Test
  void ofAFreeRobotNoTimeIsLeft() {
    registerView.onLease(
        new Lease(null, FIRST, 0, null, 3000, Lease.Cause.RELEASED, null), bench.nowMs);
    assertThat(registerView.remainingMs(bench.nowMs)).isZero();
  }

  @Test
  void aBeaconKeepsTheNameOfItsHolderAndOfNobodyElse() {
    lease(FIRST, ANN, "Ann", 3000);
    beacon(FIRST, ANN);
    assertThat(current().holderName()).isEqualTo("Ann");
    beacon(SECOND, BEN);
    assertThat(current().holder()).isEqualTo(BEN);
    assertThat(current().holderName()).isNull();
  }

  @Test
  void theTermBeforeKeepsItsHolderHoweverOftenTheNextIsAnnounced() {
    assertThat(lease(FIRST, ANN, "Ann", 3000)).isEqualTo(Heard.NEW_BOOT);
    assertThat(lease(SECOND, BEN, "Ben", 3000)).isEqualTo(Heard.KNOWN_BOOT);
    beacon(SECOND, BEN);
    beacon(SECOND, BEN);
    assertThat(registerView.holderOf(SECOND)).isEqualTo(BEN);
    assertThat(registerView.holderOf(FIRST)).isEqualTo(ANN);
    assertThat(registerView.holderOf(new Numbered(7, 9))).isZero();
    assertThat(lease(FIRST, ANN, "Ann", 3000)).isEqualTo(Heard.OLD);
    assertThat(registerView.holder()).isEqualTo(BEN);
  }

  @Test
  void aRestartVoidsEverythingBeforeIt() {
    lease(FIRST, ANN, "Ann", 3000);
    lease(SECOND, BEN, "Ben", 3000);
    assertThat(beacon(RESTARTED, BEN)).isEqualTo(Heard.NEW_BOOT);
    assertThat(registerView.holderOf(FIRST)).isZero();
    assertThat(registerView.holderOf(SECOND)).isZero();
    assertThat(registerView.holderOf(Numbered.NONE)).isZero();
    assertThat(registerView.holderOf(RESTARTED)).isEqualTo(BEN);
  }

  @Test
  void whatIsForgottenIsUnknown() {
    lease(FIRST, ANN, "Ann", 3000);
    lease(SECOND, BEN, "Ben", 3000);
    registerView.forget();
    assertThat(registerView.isKnown()).isFalse();
    assertThat(registerView.holder()).isZero();
    assertThat(registerView.holderOf(FIRST)).isZero();
    assertThat(registerView.holderOf(SECOND)).isZero();
    assertThat(current()).isEqualTo(current(Numbered.NONE, 0, null, 0));
    assertThat(beacon(FIRST, 0)).as("nothing is older").isEqualTo(Heard.NEW_BOOT);
  }
}
