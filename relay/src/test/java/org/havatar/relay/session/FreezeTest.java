package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.session.connection.Heartbeat;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node whose process stood still for a while, and what waited in its sockets meanwhile. */
class FreezeTest {
  private static final long FROZEN_MS = 3000;

  private final SimulatedNode bench = new SimulatedNode();
  private final TestRobot robot = TestRobot.live(bench, "a");
  private final TestClient client = bench.pilot("ann", "a");
  private Numbered term = Numbered.NONE;

  @BeforeEach
  void drive() {
    client.take();
    bench.pass(40, client, robot);
    client.steer();
    bench.pass(20, client, robot);
    term = robot.register.term();
    assertThat(robot.link.drives()).hasSize(1);
  }

  /** The robot answers the newest ping. */
  private void pong() {
    Ping ping = robot.link.last(Ping.class);
    robot.say(new Pong(ping.id(), ping.senderMs(), true, robot.now()));
  }

  @Test
  void whatADriverSentDuringAFreezeIsNotWrittenEvenWhenOldStampsMakeItLookFresh() {
    Stamp before = robot.now();
    Drive sentLongAgo = client.drive(term, before.plusMs(40));
    Beacon sentLongAgoToo = robot.beaconOf(term, client.tag());
    bench.freeze(FROZEN_MS);
    // Both had waited in their sockets; by that beacon alone the command would be 0 ms old.
    robot.say(TestRobot.withStamp(sentLongAgoToo, before.plusMs(60)));
    client.say(sentLongAgo);
    assertThat(robot.link.drives()).hasSize(1);
    assertThat(client.link.last(Ack.class).reason()).isEqualTo(Reason.STALE);
  }

  @Test
  void drivingGoesOnWhenTheRobotHasAnsweredAPingSentAfterTheFreeze() {
    bench.freeze(FROZEN_MS);
    client.say(client.drive(term, robot.now()));
    assertThat(robot.link.drives()).hasSize(1);
    pong();
    Drive fresh = client.drive(term, robot.now());
    client.say(fresh);
    assertThat(robot.link.drives()).endsWith(fresh).hasSize(2);
  }

  @Test
  void anAnswerToAPingSentBeforeTheFreezeProvesNothing() {
    bench.pass(Heartbeat.DRIVEN_EVERY_MS, client);
    Ping before = robot.link.last(Ping.class); // under way when the freeze began
    bench.freeze(FROZEN_MS);
    robot.say(new Pong(before.id(), before.senderMs(), true, robot.now()));
    client.say(client.drive(term, robot.now()));
    assertThat(robot.link.drives()).hasSize(1);
  }

  @Test
  void anAnswerWithoutAStampProvesNothing() {
    bench.freeze(FROZEN_MS);
    bench.pass(10);
    Ping ping = robot.link.last(Ping.class);
    robot.say(new Pong(ping.id(), ping.senderMs(), false, new Stamp(0)));
    client.say(client.drive(term, robot.now()));
    assertThat(robot.link.drives()).hasSize(1);
  }

  @Test
  void whatWaitedInTheSlotIsDropped() {
    robot.link.isFull = true;
    client.steer();
    robot.link.isFull = false;
    bench.freeze(Sessions.FREEZE_MS + 1);
    robot.writable();
    assertThat(robot.link.drives()).hasSize(1);
    assertThat(client.link.last(Ack.class).reason()).isEqualTo(Reason.STALE);
  }

  @Test
  void aGapOfExactlyFourHundredMillisecondsIsNoFreeze() {
    bench.freeze(Sessions.FREEZE_MS);
    client.say(client.drive(term, robot.now()));
    assertThat(robot.link.drives()).hasSize(2);
    bench.pass(10);
    bench.freeze(Sessions.FREEZE_MS + 1);
    client.say(client.drive(term, robot.now()));
    assertThat(robot.link.drives()).hasSize(2);
  }

  @Test
  void aFreezeClosesNobodyAndForgetsNobody() {
    TestClient watcher = bench.pilot("ben", "b");
    bench.freeze(30_000);
    bench.pass(10);
    assertThat(robot.link.closedWith).isNull();
    assertThat(client.link.closedWith).isNull();
    assertThat(watcher.link.closedWith).isNull();
    int beacons = watcher.link.all(Beacon.class).size();
    robot.beacon();
    assertThat(watcher.link.all(Beacon.class).size()).isGreaterThan(beacons);
  }

  @Test
  void aStopPassesAtOnceAfterAFreeze() {
    bench.freeze(FROZEN_MS);
    client.say(StopTest.stop(42));
    assertThat(robot.link.last(Stop.class).stopId()).isEqualTo(42);
  }

  @Test
  void aReleaseThatCameDuringAFreezeIsStale() {
    client.say(StopTest.stop(42));
    bench.pass(20, client, robot);
    bench.freeze(FROZEN_MS);
    client.say(new ReleaseStop(term, robot.register.latch(), robot.now(), 300, null, 0));
    assertThat(client.link.last(Refused.class).code()).isEqualTo("stale");
    assertThat(robot.link.all(ReleaseStop.class)).isEmpty();
  }
}
