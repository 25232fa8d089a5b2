package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.havatar.relay.LogLines;
import org.havatar.relay.session.client.ClientSession;
import org.havatar.relay.session.client.InterestListener;
import org.havatar.relay.session.connection.HolderTag;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.Accounts.RobotName;
import org.havatar.relay.session.port.Instances;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.SelectRobot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A client's connection ends once, and nothing of it stays. */
class ConnectionEndTest {
  private static final String OTHER = "tank-2";

  private final SimulatedNode bench = new SimulatedNode();
  private final Sessions loop = bench.loopNamed("a");
  private final Account ann = new Account("ann", "Ann", false);
  private final FakeLink link = new FakeLink();
  private final List<String> told = new ArrayList<>();

  private static void hello(Session session, long nowMs) {
    session.onMessage(new ClientHello(List.of(1), List.of(), TestClient.INSTANCE, "x/1"), nowMs);
  }

  @Test
  void theEndIsToldOnceInTheLogWhoeverClosesFirst() {
    try (LogLines log = new LogLines()) {
      Session dismissed = loop.openClient(ann, null, link);
      dismissed.abort();
      dismissed.abort();
      loop.onClosed(dismissed, CloseCode.LOST);
      assertThat(log.with("client closed")).hasSize(1);
      assertThat(log.with("client gone")).isEmpty();
      Session lost = loop.openClient(ann, null, new FakeLink());
      loop.onClosed(lost, CloseCode.LOST);
      lost.onClosed(CloseCode.LOST);
      lost.abort();
      assertThat(log.with("client gone")).hasSize(1);
      assertThat(log.with("client closed")).hasSize(1);
    }
  }

  @Test
  void itsPlaceIsFreeAgainOnce() {
    Instances places =
        new Instances() {
          @Override
          public void claim(long holder, String session, Runnable evict) {
            told.add("claim " + holder + " " + session);
          }

          @Override
          public boolean claimIfFree(long holder, String session, Runnable evict) {
            throw new AssertionError("no standby here");
          }

          @Override
          public void release(long holder, String session) {
            told.add("release " + holder + " " + session);
          }
        };
    Sessions own =
        new Sessions(bench.contextWith(bench.context("a").ports().router(), places), bench.nowMs);
    Session session = own.openClient(ann, null, link);
    hello(session, bench.nowMs);
    own.onClosed(session, CloseCode.LOST);
    session.abort();
    long tag = HolderTag.of("ann", TestClient.INSTANCE);
    assertThat(told).containsExactly("claim " + tag + " a.1", "release " + tag + " a.1");
  }

  @Test
  void everyChangeOfItsRobotIsToldOnceAndItsEndIsOne() {
    bench.accounts.robots.add(new RobotName(OTHER, "Second"));
    ClientSession session =
        new ClientSession(
            bench.context("a"),
            new ClientSession.Peer("a.9", ann, null),
            link,
            new InterestListener() {
              @Override
              public void onSelected(
                  ClientSession from, @Nullable String before, @Nullable String after) {
                told.add(before + " > " + after);
              }

              @Override
              public void onAsking(ClientSession from) {}

              @Override
              public void onListed(ClientSession from, Set<String> before, Set<String> after) {}
            },
            new FakeAlarm(bench),
            bench.nowMs);
    hello(session, bench.nowMs);
    for (String robotId : List.of(SimulatedNode.ROBOT, SimulatedNode.ROBOT, OTHER)) {
      session.onMessage(new SelectRobot(robotId), bench.nowMs);
    }
    session.onClosed(CloseCode.LOST);
    assertThat(told)
        .containsExactly("null > tank-1", "tank-1 > null", "null > tank-2", "tank-2 > null");
  }

  @Test
  void whoLeavesARobotTakesItFromNobodyElse() {
    TestRobot robot = TestRobot.live(bench, "b");
    bench.accounts.robots.add(new RobotName(OTHER, "Second"));
    TestClient leaving = bench.pilot("ann", "a");
    TestClient staying = bench.pilot("ben", "a");
    assertThat(loop.watched()).containsExactly(SimulatedNode.ROBOT);
    leaving.select(OTHER);
    assertThat(loop.watched()).containsExactlyInAnyOrder(SimulatedNode.ROBOT, OTHER);
    int heard = staying.link.all(Beacon.class).size();
    robot.beacon();
    assertThat(staying.link.all(Beacon.class)).hasSize(heard + 1);
    staying.lose();
    assertThat(loop.watched()).containsExactly(OTHER);
    leaving.lose();
    assertThat(loop.watched()).isEmpty();
  }

  @Test
  void aLoginIsAskedForAtTheHelloAndThenEveryFiveSecondsUntilTheEnd() {
    TestClient client = bench.client("ann");
    client.hello();
    assertThat(bench.accounts.loginsAsked).hasSize(1);
    bench.pass(ClientSession.LOGIN_EVERY_MS - SimulatedNode.TICK_MS, client);
    assertThat(bench.accounts.loginsAsked).hasSize(1);
    bench.pass(SimulatedNode.TICK_MS, client);
    assertThat(bench.accounts.loginsAsked).hasSize(2);
    bench.pass(500, client);
    client.say(new Ping(1, 1)); // heard of lately: its silence would end it first
    bench.accounts.loggedOut.add("ann");
    loop.onAccountChanged("ann");
    assertThat(client.link.closedWith).isEqualTo(CloseCode.UNAUTHORIZED);
    bench.pass(ClientSession.LOGIN_EVERY_MS - 2 * SimulatedNode.TICK_MS);
    assertThat(bench.accounts.loginsAsked).hasSize(3);
  }

  @Test
  void aListThatComesAfterTheEndIsToldToNobody() {
    bench.accounts.isListSlow = true;
    TestClient client = bench.client("ann");
    client.hello();
    client.lose();
    List<Message> sent = List.copyOf(client.link.sent);
    bench.accounts.finishOne();
    assertThat(client.link.sent).isEqualTo(sent);
  }
}
