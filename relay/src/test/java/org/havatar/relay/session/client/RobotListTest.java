package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Accounts.RobotName;
import org.havatar.relay.session.port.SessionRouter;
import org.havatar.transports.wire.JsonCodec;
import org.havatar.transports.wire.Robots;
import org.junit.jupiter.api.Test;

class RobotListTest {
  private final SimulatedNode bench = new SimulatedNode();

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

  /** A client of so many robots, whose node sees which of them are looked at. */
  private static final class Lists implements SessionRouter {
    private final FakeLink link = new FakeLink();
    private final RobotList list = new RobotList(link, this);
    private final Set<String> online = new HashSet<>();
    private int looks;

    @Override
    public boolean isOnline(String robotId) {
      looks++;
      return online.contains(robotId);
    }

    @Override
    public boolean send(ToRobotSession message) {
      throw new AssertionError();
    }

    @Override
    public void send(ToClientSession message) {
      throw new AssertionError();
    }

    private int told() {
      return link.all(Robots.class).size();
    }

    private void comes(String robotId) {
      online.add(robotId);
      list.onRoute(robotId);
    }
  }

  private static List<RobotName> robots(int count, String nameFormat) {
    return IntStream.range(0, count)
        .mapToObj(i -> new RobotName("tank%02d".formatted(i), nameFormat.formatted(i)))
        .toList();
  }

  @Test
  void aHundredRobotsOfSeventyCharactersFillAMessageExactly() {
    Lists client = new Lists();
    client.list.onNames(Optional.of(robots(120, "Tank    %02d")), 1000);
    assertThat(client.link.last(Robots.class).robots()).hasSize(100);
    client.list.onNames(Optional.of(robots(120, "Tanks    %02d")), 1000);
    assertThat(client.link.last(Robots.class).robots()).hasSize(97);
    client.list.onNames(Optional.of(robots(1, "Tank    %02d")), 1000);
    assertThat(client.list.only()).isEqualTo("tank00");
  }

  @Test
  void aChangeIsToldOneSecondAfterTheListBefore() {
    Lists client = new Lists();
    client.list.onNames(Optional.of(robots(2, "Tank %d")), 5000);
    client.comes("tank01");
    client.list.onTick(5000 + RobotList.EVERY_MS - 1);
    assertThat(client.told()).isEqualTo(1);
    client.list.onTick(5000 + RobotList.EVERY_MS);
    assertThat(client.told()).isEqualTo(2);
    client.comes("tank00");
    client.list.onTick(5000 + 2 * RobotList.EVERY_MS - 1);
    assertThat(client.told()).isEqualTo(2);
    client.list.onTick(5000 + 2 * RobotList.EVERY_MS);
    assertThat(client.link.last(Robots.class).robots()).allMatch(Robots.Entry::online);
  }

  @Test
  void whatHasNotChangedIsNotToldAgain() {
    Lists client = new Lists();
    client.list.onNames(Optional.of(robots(2, "Tank %d")), 5000);
    client.list.onNames(Optional.of(robots(2, "Tank %d")), 9000);
    client.list.onRoute("tank00");
    client.list.onTick(12_000);
    assertThat(client.told()).isEqualTo(1);
  }

  @Test
  void nobodyLooksAfterRobotsOfOthersNorWhenNothingHasHappened() {
    Lists client = new Lists();
    client.list.onNames(Optional.of(robots(2, "Tank %d")), 5000);
    client.comes("tank00");
    client.list.onTick(7000);
    int looks = client.looks;
    client.comes("tank99");
    client.list.onTick(9000);
    assertThat(client.looks).isEqualTo(looks);
    assertThat(client.told()).isEqualTo(2);
  }

  @Test
  void aClientWhoseRobotsCantBeLookedUpKeepsWhatItKnows() {
    bench.accounts.isBroken = true;
    TestClient client = bench.client("ann");
    client.hello();
    bench.pass(100, client);
    assertThat(client.link.all(Robots.class)).isEmpty();
    bench.accounts.isBroken = false;
    bench.loopNamed("a").onAnythingChanged();
    bench.accounts.isBroken = true;
    bench.loopNamed("a").onAnythingChanged();
    assertThat(client.link.all(Robots.class)).hasSize(1);
    assertThat(client.link.closedWith).isNull();
  }
}
