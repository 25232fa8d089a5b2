package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.LeaseWish;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.RobotName;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.TakeOver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final TestRobot robot = TestRobot.live(bench, "a");

  private void driveFor(long durationMs, TestClient client) {
    for (long passed = 0; passed < durationMs; passed += 50) {
      client.steer();
      bench.pass(50, client, robot);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void takingProposesToTheRobotInTheNameOfTheInstance(String loop) {
    bench.accounts.rank = 2;
    TestClient client = bench.pilot("ann", loop);
    Stamp newest = client.link.last(Beacon.class).stamp();
    client.take();
    Propose proposal = robot.link.last(Propose.class);
    assertThat(proposal)
        .isEqualTo(
            new Propose(
                proposal.proposal(),
                Propose.Action.TAKE,
                new Numbered(7, 1),
                client.tag(),
                "ann!",
                2,
                SimulatedNode.LEASE_MS,
                newest));
    assertThat(proposal.proposal()).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void nobodyIsToldOfALeaseBeforeTheRobotAnnouncesItAndThenEverybodyIs(String loop) {
    TestClient client = bench.pilot("ann", loop);
    TestClient watcher = bench.pilot("ben", "b");
    client.take();
    assertThat(client.link.last(Lease.class).holder()).isZero();
    bench.pass(20, client, robot);
    for (TestClient each : new TestClient[] {client, watcher}) {
      Lease lease = each.link.last(Lease.class);
      assertThat(lease.robotId()).isEqualTo(SimulatedNode.ROBOT);
      assertThat(lease.holder()).isEqualTo(client.tag());
      assertThat(lease.holderName()).isEqualTo("ann!");
      assertThat(lease.cause()).isEqualTo(Lease.Cause.TAKEN);
      assertThat(lease.proposal()).isNull();
    }
  }

  @Test
  void theRobotsRefusalReturnsToWhoAskedOnly() {
    TestClient ann = bench.pilot("ann", "a");
    TestClient ben = bench.pilot("ben", "b");
    ann.take();
    bench.pass(20, ann, ben, robot);
    ben.take();
    bench.pass(20, ann, ben, robot);
    Refused refused = ben.link.last(Refused.class);
    assertThat(refused.request()).isEqualTo("take_lease");
    assertThat(refused.code()).isEqualTo("held");
    assertThat(refused.proposal()).isNull();
    assertThat(ann.link.all(Refused.class)).isEmpty();
  }

  @Test
  void releasingFreesTheRobot() {
    TestClient client = bench.pilot("ann", "b");
    client.take();
    bench.pass(20, client, robot);
    client.say(new ReleaseLease());
    bench.pass(20, client, robot);
    assertThat(robot.register.isHeld()).isFalse();
    assertThat(client.link.last(Lease.class).cause()).isEqualTo(Lease.Cause.RELEASED);
  }

  @Test
  void whoDoesNotHoldItReleasesNothing() {
    TestClient ann = bench.pilot("ann", "a");
    TestClient ben = bench.pilot("ben", "b");
    ann.take();
    bench.pass(20, ann, robot);
    ben.say(new ReleaseLease());
    bench.pass(20, ann, ben, robot);
    assertThat(robot.register.isHeld()).isTrue();
    assertThat(ben.link.last(Refused.class).request()).isEqualTo("release_lease");
    assertThat(ben.link.last(Refused.class).code()).isEqualTo("not_holder");
  }

  @Test
  void aProposalThatIsNotAnsweredInTwoSecondsIsUnavailableAndNotOneTickEarlier() {
    TestClient client = bench.pilot("ann", "b");
    robot.isReading = false;
    client.take();
    bench.pass(Proposals.ANSWER_WITHIN_MS - SimulatedNode.TICK_MS);
    assertThat(client.link.all(Refused.class)).isEmpty();
    bench.pass(SimulatedNode.TICK_MS);
    assertThat(client.link.last(Refused.class).code()).isEqualTo("unavailable");
    bench.pass(3000, client);
    assertThat(client.link.all(Refused.class)).hasSize(1);
  }

  @Test
  void aProposalOfARobotThatLeavesIsUnavailable() {
    TestClient client = bench.pilot("ann", "b");
    robot.isReading = false;
    client.take();
    robot.lose();
    assertThat(client.link.last(Refused.class).code()).isEqualTo("unavailable");
  }

  @Test
  void aRobotThatHasNotSaidWhoDrivesIsUnavailable() {
    robot.lose();
    TestRobot silent = new TestRobot(bench, "a", 7, 77);
    silent.hello();
    silent.say(new Ping(1, silent.now().millis()));
    TestClient client = bench.pilot("ann", "b");
    client.take();
    assertThat(client.link.last(Refused.class).code()).isEqualTo("unavailable");
    assertThat(silent.link.all(Propose.class)).isEmpty();
  }

  private void ask(long holder, int rank) {
    ClientAddress address = new ClientAddress("b", "b." + holder, holder);
    LeaseWish wish = new LeaseWish(Propose.Action.TAKE, Numbered.NONE, "x", rank, 60_000);
    bench
        .loopNamed("a")
        .receive(new ToRobotSession.ChangeLease(SimulatedNode.ROBOT, address, wish));
  }

  @Test
  void tooManyUnansweredProposalsAreUnavailableAndOwnersFindRoom() {
    robot.isReading = false;
    TestClient client = bench.pilot("ann", "a");
    int most = Proposals.MAX_PENDING - Proposals.RESERVED;
    for (int i = 1; i <= most; i++) {
      ask(i, 1);
    }
    client.take();
    assertThat(client.link.last(Refused.class).code()).isEqualTo("unavailable");
    assertThat(robot.link.all(Propose.class)).hasSize(most);
    bench.accounts.rankByAccount.put("olga", 2);
    TestClient owner = bench.pilot("olga", "a");
    owner.take();
    assertThat(robot.link.all(Propose.class)).hasSize(most + 1);
  }

  @Test
  void oneDriversUnansweredProposalsTakeNobodysPlace() {
    robot.isReading = false;
    for (int i = 0; i < 100; i++) {
      ask(1, 3);
    }
    assertThat(robot.link.all(Propose.class)).hasSize(Proposals.MOST_OF_ONE);
  }

  @Test
  void whoAsksWithoutEndFromManySocketsThrowsNoRobotOff() {
    for (int ms = 0; ms < 9_000; ms += 10) {
      for (int socket = 1; socket <= 8; socket++) {
        ask(socket, 0);
      }
      bench.pass(10, robot);
    }
    int most = Proposals.SHARED_BURST + 9 * Proposals.SHARED_PER_SECOND;
    assertThat(robot.link.all(Propose.class)).hasSizeBetween(most - 20, most);
    assertThat(robot.link.closedWith).isNull();
    bench.accounts.rankByAccount.put("olga", 2);
    TestClient owner = bench.pilot("olga", "b");
    owner.say(new TakeOver());
    bench.pass(20, owner, robot);
    assertThat(owner.link.all(Refused.class)).isEmpty();
    assertThat(robot.register.current(robot.atMs()).holder()).isEqualTo(owner.tag());
  }

  @Test
  void withoutSelectionRightOrRobotNothingIsProposed() {
    bench.accounts.robots.add(new RobotName("tank-2", "Second"));
    TestClient client = bench.client("ann");
    client.hello();
    client.take();
    assertThat(client.link.last(Refused.class).code()).isEqualTo("not_selected");
    client.select("tank-2");
    client.take();
    assertThat(client.link.last(Refused.class).code()).isEqualTo("no_robot");
    bench.accounts.rightsByAccount.put("ann", Right.WATCH);
    client.select(SimulatedNode.ROBOT);
    client.take();
    assertThat(client.link.last(Refused.class).code()).isEqualTo("not_permitted");
    assertThat(robot.link.all(Propose.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void theLeaseIsExtendedAtHalfTimeWhileTheDriverIsThereAndInItsTerm(String loop) {
    TestClient client = bench.pilot("ann", loop);
    client.take();
    bench.pass(20, client, robot);
    Numbered term = robot.register.term();
    driveFor(SimulatedNode.LEASE_MS / 2 - 1000, client);
    assertThat(robot.link.all(Propose.class)).hasSize(1);
    driveFor(2000, client);
    assertThat(robot.link.all(Propose.class)).hasSize(2);
    assertThat(robot.link.last(Propose.class).term()).isEqualTo(term);
    driveFor(SimulatedNode.LEASE_MS, client);
    assertThat(robot.register.term()).isEqualTo(term);
    assertThat(client.link.all(Refused.class)).isEmpty();
  }

  @Test
  void anExtensionThatCrossesTheEndOfTheLeaseNeverTakesItAnew() {
    TestClient client = bench.pilot("ann", "b");
    client.take();
    bench.pass(20, client, robot);
    Numbered held = robot.register.term();
    // The robot has ended it, the client's loop does not know yet.
    robot.say(robot.beaconOf(held.next(), 0));
    ClientAddress address = new ClientAddress("b", "b.1", client.tag());
    LeaseWish extension = new LeaseWish(Propose.Action.TAKE, held, "ann!", 0, 1000);
    bench
        .loopNamed("a")
        .receive(new ToRobotSession.ChangeLease(SimulatedNode.ROBOT, address, extension));
    bench.settle();
    assertThat(robot.link.all(Propose.class)).hasSize(1);
    assertThat(client.link.last(Refused.class).code()).isEqualTo("term_changed");
  }

  @Test
  void aRefusedExtensionIsNotToldToTheDriverWhoAskedForNothing() {
    TestClient client = bench.pilot("ann", "a");
    client.take();
    bench.pass(20, client, robot);
    robot.isBeaconing = false;
    robot.isReading = false;
    bench.pass(SimulatedNode.LEASE_MS / 2 - 1000, client, new PongsOnly());
    int asked = robot.link.all(Propose.class).size();
    bench.pass(4000, client, new PongsOnly());
    assertThat(robot.link.all(Propose.class).size()).isGreaterThan(asked);
    bench.pass(4000, client, new PongsOnly());
    assertThat(client.link.all(Refused.class)).isEmpty();
  }

  /** Keeps the robot's connection alive although nothing else is answered. */
  private final class PongsOnly implements SimulatedNode.Peer {
    @Override
    public void answer() {
      robot.say(new Pong(0, 0, true, robot.now()));
    }
  }

  @Test
  void aNewcomerIsToldTheCurrentLease() {
    TestClient ann = bench.pilot("ann", "a");
    ann.take();
    bench.pass(20, ann, robot);
    TestClient ben = bench.pilot("ben", "b");
    Lease lease = ben.link.last(Lease.class);
    assertThat(lease.cause()).isEqualTo(Lease.Cause.CURRENT);
    assertThat(lease.holder()).isEqualTo(ann.tag());
    assertThat(lease.holderName()).isEqualTo("ann!");
    assertThat(ben.link.last(Beacon.class).holder()).isEqualTo(ann.tag());
  }

  @Test
  void anExtensionNamesTheTermThatTheDriverHolds() {
    TestClient client = bench.pilot("ann", "b");
    client.take();
    bench.pass(20, client, robot);
    Numbered held = robot.register.term();
    Lease nearlyOver = new Lease(null, held, client.tag(), "ann!", 1000, Lease.Cause.CURRENT, null);
    robot.say(nearlyOver);
    bench.isDawdling = true;
    robot.say(robot.beaconOf(held.next(), 0)); // ended; under way to the driver's loop
    bench.loopNamed("b").onTick(bench.nowMs); // which extends what it still believes in
    assertThat(bench.underWay.size()).isGreaterThan(1);
    bench.isDawdling = false;
    bench.settle();
    assertThat(robot.link.all(Propose.class)).hasSize(1);
    assertThat(client.link.all(Refused.class)).isEmpty();
  }
}
