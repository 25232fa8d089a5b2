package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Random;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Beacon;
import org.junit.jupiter.api.Test;

/** One duty fails; the others are done. */
class RobotFaultTest {
  @Test
  void anUplinkThatFailsKeepsNeitherTheBoardFromItsStopNorItselfFromItsNextTurn() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(200, 500, 500);
    assertThat(bench.board.left()).isEqualTo(500);
    bench.link().faulty = true;
    bench.robot.shutDown(7);
    bench.advance(100);
    assertThat(bench.board.left()).isZero();
    assertThat(bench.robot.isShutDown()).isTrue();
    bench.link().faulty = false;
    int beacons = bench.link().all(Beacon.class).size();
    bench.advance(300);
    assertThat(bench.link().all(Beacon.class)).hasSizeGreaterThan(beacons);
  }

  @Test
  void aLineThatFailsKeepsNeitherRegisterNorUplinkFromTheirTurn() {
    SimulatedRobot bench = SimulatedRobot.driving();
    bench.driveFor(200, 500, 500);
    int stops = bench.board.stops.size();
    bench.line.faulty = true;
    bench.advance(3000);
    assertThat(bench.board.stops).hasSize(stops);
    assertThat(bench.link().last(Beacon.class).latch())
        .isNotEqualTo(bench.board.telemetry().latch());
    assertThat(bench.uplink.isUp()).isTrue();
    bench.line.faulty = false;
    bench.advance(BoardLink.STOP_REPEAT_SILENT_MS);
    assertThat(bench.board.stops).hasSizeGreaterThan(stops);
  }

  @Test
  void aFaultOfOneUplinkIsKeptFromTheOthers() {
    FakeClock clock = new FakeClock();
    FakeDialer dialer = new FakeDialer();
    Entrances uplinks = new Entrances(clock);
    Uplink one = uplink(clock, dialer);
    Uplink two = uplink(clock, dialer);
    uplinks.connect(List.of(one, two));
    uplinks.each(
        uplink -> {
          if (uplink == one) {
            throw new IllegalStateException("a fault");
          }
          uplink.onTick(clock.getAsLong());
        });
    assertThat(dialer.calls).hasSize(1);
  }

  private static Uplink uplink(FakeClock clock, FakeDialer dialer) {
    return new Uplink(
        new Uplink.Options(
            List.of(URI.create("wss://node.example/ws/robot/tank-1")),
            new KeyChain("key", List.of(), new FakeKeyStorage())),
        new Uplink.Surroundings(dialer, clock, new Random(7), new Drops()),
        new FakeRobot(clock));
  }
}
