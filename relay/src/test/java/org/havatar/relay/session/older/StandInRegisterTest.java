package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.havatar.relay.session.FakeLink;
import org.havatar.transports.authority.RegisterListener;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;

/** The register, start and clock that an older robot lacks. */
class StandInRegisterTest {
  private static final long NOW_MS = 50_000;
  private static final long MOST = 0xFFFF_FFFFL;

  private final FakeLink link = new FakeLink(false);
  private final StandInRegister robot = robot(4);

  private static StandInRegister robot(long seed) {
    return new StandInRegister("tank-1", new Silent(), new Random(seed), NOW_MS);
  }

  private static final class Silent implements RegisterListener {
    @Override
    public void onLease(Lease lease) {}

    @Override
    public void onLatched(Stop.Cause cause, Numbered latch) {}

    @Override
    public void onStopConfirmed(Stopped stopped) {}
  }

  @Test
  void itsClockStartsAnywhereAndGoesWithOurs() {
    assertThat(robot.clockMs(NOW_MS + 20) - robot.clockMs(NOW_MS)).isEqualTo(20);
    assertThat(robot.clockMs(0)).isNotEqualTo(robot(5).clockMs(0)).isNotZero();
    assertThat(robot.stamp(NOW_MS).millis()).isEqualTo((int) robot.clockMs(NOW_MS));
  }

  @Test
  void itsClockGoesOnWhereOursStoodStill() {
    long before = robot.clockMs(NOW_MS);
    robot.onLeap(801);
    assertThat(robot.clockMs(NOW_MS)).isEqualTo(before + 801);
  }

  @Test
  void itsFirstBootIsOneAndAConflictTakesTheNextNumber() {
    assertThat(robot.hello().boot()).isEqualTo(1);
    assertThat(robot.outnumber(41, NOW_MS)).isTrue();
    assertThat(robot.hello().boot()).isEqualTo(42);
    assertThat(robot.register().term().boot()).isEqualTo(42);
  }

  @Test
  void theLastBootNumberIsTheEnd() {
    assertThat(robot.outnumber(MOST, NOW_MS)).isFalse();
    assertThat(robot.hello().boot()).isEqualTo(1);
    assertThat(robot.outnumber(MOST - 1, NOW_MS)).isTrue();
    assertThat(robot.hello().boot()).isEqualTo(MOST);
  }

  @Test
  void itsBeaconShowsItsOwnClockAndNoBoardWhileItIsNotConnected() {
    Beacon beacon = robot.beacon(line(), null, NOW_MS + 30);
    assertThat(beacon.stamp()).isEqualTo(robot.stamp(NOW_MS + 30));
    assertThat(beacon.has(Beacon.BOARD_CONNECTED)).isFalse();
    Beacon connected = robot.beacon(line(), new StatusPoll(link, NOW_MS), NOW_MS + 30);
    assertThat(connected.has(Beacon.BOARD_CONNECTED)).isTrue();
  }

  private static MotorLine line() {
    return new MotorLineScene() {}.line;
  }
}
