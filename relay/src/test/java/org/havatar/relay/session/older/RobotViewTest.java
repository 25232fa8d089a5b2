package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an older client's side knows of its robot. */
class RobotViewTest {
  private static final long ANN = 0xa1;
  private static final long BEN = 0xb2;

  private final RobotView robot = new RobotView();

  private static Beacon beacon(long boot, long term, long holder) {
    return beacon(0, LatchKind.NONE, boot, term, holder);
  }

  private static Beacon beacon(int flags, LatchKind kind, long boot, long term, long holder) {
    return new Beacon(
        flags,
        kind,
        boot,
        term,
        1,
        1,
        new Stamp(5),
        holder,
        60_000,
        0,
        255,
        0,
        0,
        0,
        1000,
        0,
        Sequence.ZERO);
  }

  private static Lease lease(long boot, long term, long holder, String name) {
    return new Lease(
        "tank-1", new Numbered(boot, term), holder, name, 60_000, Lease.Cause.TAKEN, null);
  }

  private static RobotSelected selected(String id, boolean online) {
    return new RobotSelected(id, "Tank", online, null);
  }

  private void know() {
    robot.onSelected(selected("tank-1", true));
    robot.onLease(lease(7, 3, ANN, "Ann"));
    robot.onBeacon(beacon(7, 3, ANN));
  }

  private void assertForgotten() {
    assertThat(robot.current()).isNull();
    assertThat(robot.isKnown()).isFalse();
    assertThat(robot.holder()).isZero();
    assertThat(robot.holderName()).isEqualTo("Somebody else");
  }

  @Test
  void nothingIsKnownInTheBeginning() {
    assertForgotten();
    assertThat(robot.isSelected()).isFalse();
    assertThat(robot.isOffline()).isFalse();
  }

  @Test
  void aRobotThatIsSelectedAgainIsTheSame() {
    assertThat(robot.onSelected(selected("tank-1", true))).isFalse();
    know();
    assertThat(robot.onSelected(selected("tank-1", true))).isFalse();
    assertThat(robot.isSelected()).isTrue();
    assertThat(robot.isOffline()).isFalse();
    assertThat(robot.current()).isEqualTo(beacon(7, 3, ANN));
    assertThat(robot.term()).isEqualTo(new Numbered(7, 3));
    assertThat(robot.isKnown()).isTrue();
    assertThat(robot.holderName()).isEqualTo("Ann");
  }

  @Test
  void ofAnotherRobotNothingIsKnown() {
    know();
    assertThat(robot.onSelected(selected("tank-2", true))).isTrue();
    assertForgotten();
    assertThat(robot.onBeacon(beacon(9, 1, 0))).as("no new start: its first beacon").isFalse();
  }

  @Test
  void ofARobotThatWentNothingIsKnown() {
    know();
    assertThat(robot.onSelected(selected("tank-1", false))).isTrue();
    assertForgotten();
    assertThat(robot.isOffline()).isTrue();
    assertThat(robot.isSelected()).isTrue();
  }

  @Test
  void aBeaconOfANewStartIsToldAndOneOfAFormerIsIgnored() {
    assertThat(robot.onBeacon(beacon(7, 3, ANN))).as("the first").isFalse();
    assertThat(robot.onBeacon(beacon(7, 4, ANN))).isFalse();
    assertThat(robot.onBeacon(beacon(8, 1, 0))).isTrue();
    assertThat(robot.onBeacon(beacon(7, 9, BEN))).isFalse();
    assertThat(robot.current()).isEqualTo(beacon(8, 1, 0));
    assertThat(robot.holder()).isZero();
  }

  @Test
  void aBeaconOfAnOlderTermTellsNeitherWhoDrivesNorIsItCurrent() {
    know();
    robot.onLease(lease(7, 4, BEN, "Ben"));
    assertThat(robot.current()).as("its latches may be of the former term").isNull();
    robot.onBeacon(beacon(7, 3, ANN));
    assertThat(robot.holder()).isEqualTo(BEN);
    assertThat(robot.current()).isNull();
    robot.onBeacon(beacon(7, 4, BEN));
    assertThat(robot.current()).isNotNull();
    assertThat(robot.holderName()).as("beacons tell no names").isEqualTo("Ben");
  }

  @Test
  void theNameGoesWithTheHolder() {
    know();
    robot.onBeacon(beacon(7, 4, BEN));
    assertThat(robot.holder()).isEqualTo(BEN);
    assertThat(robot.holderName()).isEqualTo("Somebody else");
    robot.onLease(lease(7, 4, BEN, "Ben"));
    assertThat(robot.holderName()).isEqualTo("Ben");
  }

  @ParameterizedTest
  @CsvSource({"STOP, false, true", "STOP, true, false", "FAILSAFE, false, false"})
  void aStopLatchThatNobodyPressedIsARobotsStart(LatchKind kind, boolean pressed, boolean isStart) {
    Beacon beacon = beacon(pressed ? Beacon.STOP_PRESSED : 0, kind, 7, 3, 0);
    assertThat(RobotView.isStartLatch(beacon)).isEqualTo(isStart);
  }
}
