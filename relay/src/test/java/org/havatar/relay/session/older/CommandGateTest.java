package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.MotorControl;
import org.junit.jupiter.api.Test;

class CommandGateTest {
  private static final long NOW_MS = 50_000;

  private final CommandGate gate = new CommandGate();

  private static MotorControl command(int permille) {
    return MotorControl.ofPermille("\"1\"", permille, permille, 1e12);
  }

  @Test
  void afterALeapOfTheNodesClockALetGoAndALaterPingsPongAreBothWanted() {
    gate.onLeap(0, NOW_MS);
    assertThat(gate.judge(command(500), NOW_MS + 1, NOW_MS + 20)).isEqualTo(CommandGate.Age.STALE);
    assertThat(gate.judge(command(0), NOW_MS, NOW_MS + 30)).isEqualTo(CommandGate.Age.FRESH);
    assertThat(gate.judge(command(500), NOW_MS, NOW_MS + 40))
        .as("that millisecond may have begun before the leap")
        .isEqualTo(CommandGate.Age.STALE);
    assertThat(gate.judge(command(500), NOW_MS + 1, NOW_MS + 50)).isEqualTo(CommandGate.Age.FRESH);
  }
}
