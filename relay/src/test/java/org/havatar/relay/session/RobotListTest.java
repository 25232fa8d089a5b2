package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.havatar.relay.session.Accounts.RobotName;
import org.havatar.transports.wire.JsonCodec;
import org.havatar.transports.wire.Robots;
import org.junit.jupiter.api.Test;

class RobotListTest {
  private final Bench bench = new Bench();

  @Test
  void aListThatOneMessageCantHoldIsCutWhereTheMessageIsFull() {
    List<RobotName> thousand =
        IntStream.range(0, 1000).mapToObj(i -> new RobotName("tank-" + i, "Tank " + i)).toList();
    bench.accounts.robots.clear();
    bench.accounts.robots.addAll(thousand);
    TestClient client = bench.client("ann");
    client.hello();
    Robots told = client.link.last(Robots.class);
    assertThat(told.robots()).hasSizeBetween(50, 150);
    assertThat(told.robots().get(0).robotId()).isEqualTo("tank-0");
    assertThat(JsonCodec.encode(told).length()).isLessThanOrEqualTo(JsonCodec.MAX_CHARS);
  }
}
