package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Random;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Welcome;
import org.junit.jupiter.api.Test;

class EntrancesTest {
  private static final Welcome WELCOME = new Welcome(1, List.of(), "n1", "s1", null);

  private final FakeClock clock = new FakeClock();
  private final FakeDialer dialer = new FakeDialer();
  private final Entrances entrances = new Entrances(clock);
  private final Uplink one = uplink();
  private final Uplink two = uplink();

  private Uplink uplink() {
    return new Uplink(
        new Uplink.Options(
            List.of(URI.create("wss://node.example/ws/robot/tank-1")),
            new KeyChain("key", List.of(), new FakeKeyStorage())),
        new Uplink.Surroundings(dialer, clock, new Random(7), new Drops()),
        new FakeRobot(clock));
  }

  private FakeDialer.Connection up(Uplink uplink) {
    uplink.onTick(clock.getAsLong());
    FakeDialer.Connection node = dialer.connect();
    node.robot().onMessage(WELCOME);
    return node;
  }

  @Test
  void beforeAnyIsConnectedNothingIsSentAndNobodyRenews() {
    entrances.broadcast(new Ping(1, 1));
    assertThat(entrances.areEnding()).isTrue();
  }

  @Test
  void aWayThatIsNotUpRenewsNothing() {
    entrances.connect(List.of(one, two));
    assertThat(entrances.areEnding()).isTrue();
    up(one);
    assertThat(entrances.areEnding()).isFalse();
  }

  @Test
  void whileOneOfTwoNodesStaysTheyAreNotEnding() {
    entrances.connect(List.of(one, two));
    FakeDialer.Connection first = up(one);
    FakeDialer.Connection second = up(two);
    first.robot().onMessage(new GoingAway(2000));
    assertThat(entrances.areEnding()).isFalse();
    second.robot().onMessage(new GoingAway(2000));
    assertThat(entrances.areEnding()).isTrue();
  }
}
