package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.session.Mirror.Heard;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known of a robot's register from what the robot announces. */
class MirrorTest {
  private static final Numbered FIRST = new Numbered(7, 1);
  private static final Numbered SECOND = new Numbered(7, 2);
  private static final Numbered RESTARTED = new Numbered(8, 1);
  private static final long ANN = 5;
  private static final long BEN = 6;

  private final Bench bench = new Bench();
  private final TestRobot robot = new TestRobot(bench, "a", 7, 77);
  private final Mirror mirror = new Mirror();

  private Heard lease(Numbered term, long holder, String name, long remainingMs) {
    return mirror.onLease(
        new Lease(null, term, holder, name, remainingMs, Lease.Cause.TAKEN, null), bench.nowMs);
  }

  private Heard beacon(Numbered term, long holder) {
    Beacon beacon = robot.beaconOf(term, holder);
    return mirror.onBeacon(beacon, bench.nowMs);
  }

  private Lease current() {
    return mirror.current(Bench.ROBOT, bench.nowMs);
  }

  private static Lease current(
      Numbered term, long holder, @Nullable String name, long remainingMs) {
    return new Lease(Bench.ROBOT, term, holder, name, remainingMs, Lease.Cause.CURRENT, null);
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
    mirror.onLease(new Lease(null, FIRST, 0, null, 3000, Lease.Cause.RELEASED, null), bench.nowMs);
    assertThat(mirror.remainingMs(bench.nowMs)).isZero();
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
    assertThat(mirror.holderOf(SECOND)).isEqualTo(BEN);
    assertThat(mirror.holderOf(FIRST)).isEqualTo(ANN);
    assertThat(mirror.holderOf(new Numbered(7, 9))).isZero();
    assertThat(lease(FIRST, ANN, "Ann", 3000)).isEqualTo(Heard.OLD);
    assertThat(mirror.holder()).isEqualTo(BEN);
  }

  @Test
  void aRestartVoidsEverythingBeforeIt() {
    lease(FIRST, ANN, "Ann", 3000);
    lease(SECOND, BEN, "Ben", 3000);
    assertThat(beacon(RESTARTED, BEN)).isEqualTo(Heard.NEW_BOOT);
    assertThat(mirror.holderOf(FIRST)).isZero();
    assertThat(mirror.holderOf(SECOND)).isZero();
    assertThat(mirror.holderOf(Numbered.NONE)).isZero();
    assertThat(mirror.holderOf(RESTARTED)).isEqualTo(BEN);
  }

  @Test
  void whatIsForgottenIsUnknown() {
    lease(FIRST, ANN, "Ann", 3000);
    lease(SECOND, BEN, "Ben", 3000);
    mirror.forget();
    assertThat(mirror.isKnown()).isFalse();
    assertThat(mirror.holder()).isZero();
    assertThat(mirror.holderOf(FIRST)).isZero();
    assertThat(mirror.holderOf(SECOND)).isZero();
    assertThat(current()).isEqualTo(current(Numbered.NONE, 0, null, 0));
    assertThat(beacon(FIRST, 0)).as("nothing is older").isEqualTo(Heard.NEW_BOOT);
  }
}
