package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;

/** A client of the older dialect and a robot of the protocol, for tests of PROTOCOL.md §11. */
public abstract class OlderClientScene {
  public static final long HOLD_MS = SimulatedNode.OLDER_HOLD_MS;
  public static final long HOUR_MS = 3_600_000;

  public final SimulatedNode bench = new SimulatedNode();
  public final TestRobot robot = TestRobot.live(bench, "a");
  public final OlderTestClient client = new OlderTestClient(bench, "a");

  public List<Drive> moves() {
    return robot.link.drives().stream().filter(each -> !each.isNeutral()).toList();
  }

  /** What the robot's register let through to the motors, moving or not. */
  public List<Long> movedAtMs() {
    return robot.acceptedMoves;
  }

  public boolean moves(Runnable demand) {
    int before = movedAtMs().size();
    demand.run();
    return movedAtMs().size() > before;
  }

  public void pass(long durationMs) {
    bench.pass(durationMs, client, robot);
  }

  public void drive() {
    client.keepPressing("forward", 100, 600, client, robot);
    assertThat(movedAtMs()).isNotEmpty();
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.NONE);
  }
}
