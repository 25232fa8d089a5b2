package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.Window;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that takes its time to say what an account may do. */
class SlowRightsTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final TestRobot robot = TestRobot.live(bench, "a");
  private final TestClient client = bench.pilot("ann", "a");

  @BeforeEach
  void drive() {
    client.take();
    bench.pass(40, client, robot);
    assertThat(robot.register.isHeld()).isTrue();
    bench.accounts.isSlow = true;
  }

  private void changed() {
    bench.loopNamed("a").onAccountChanged("ann");
  }

  private void pass(long durationMs) {
    bench.pass(durationMs, client, robot);
  }

  @Test
  void aChangeThatComesWhileTheyAreBeingAskedIsAskedAgain() {
    changed();
    bench.accounts.rightsByAccount.put("ann", Right.WATCH); // after the store has looked
    changed();
    assertThat(bench.accounts.waiting).as("one question at a time").hasSize(1);
    bench.accounts.finishOne();
    pass(20);
    assertThat(robot.register.isHeld()).as("by that answer").isTrue();
    assertThat(bench.accounts.waiting).hasSize(1);
    bench.accounts.finishOne();
    pass(20);
    assertThat(client.link.last(Lease.class).cause()).isEqualTo(Lease.Cause.REVOKED);
    pass(500);
    assertThat(bench.accounts.waiting).as("once").isEmpty();
  }

  @Test
  void whatWasAskedAgainCountsFromThenOnBothClocks() {
    bench.isWallGoing = true;
    long endsMs = bench.epochNowMs() + 8000;
    bench.accounts.windowsByAccount.put("ann", List.of(new Window(0, endsMs, 1)));
    changed();
    changed();
    pass(3000);
    bench.accounts.finishOne();
    pass(20);
    bench.accounts.finishOne();
    pass(3000); // two seconds before the end
    client.steer();
    pass(20);
    assertThat(client.link.last(Ack.class).reason()).isNotEqualTo(Reason.NOT_PERMITTED);
  }
}
