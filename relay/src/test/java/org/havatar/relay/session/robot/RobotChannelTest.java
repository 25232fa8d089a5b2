package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.Sessions;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.relay.session.port.RobotRegistry;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.RequestLease;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.StatusResponse;
import org.junit.jupiter.api.Test;

/** What a robot's word proves, starts anew, and tells others. */
class RobotChannelTest {
  private final SimulatedNode bench = new SimulatedNode();

  private TestRobot live(String... features) {
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    robot.features = List.of(features);
    robot.hello();
    robot.say(robot.register.current(robot.atMs()));
    robot.beacon();
    return robot;
  }

  @Test
  void theStampsOfAnOlderRobotAreOurOwnAndShowNoLeap() {
    TestRobot robot = live(RobotRegistry.OLDER);
    bench.pass(RobotTime.SETTLED_AFTER_MS + 1000, robot);
    robot.clockAheadMs += 5000;
    robot.say(new Ping(3, robot.now().millis()));
    assertThat(bench.leaps.newest().number()).isZero();
  }

  @Test
  void whoAnswersPingsIsPingedSevenTimesASecondWhileItIsDriven() {
    TestRobot robot = live();
    TestClient client = bench.pilot("ann", "b");
    client.take();
    bench.pass(100, robot, client);
    int before = robot.link.all(Ping.class).size();
    bench.pass(2000, robot, client);
    assertThat(robot.link.all(Ping.class).size() - before).isBetween(12, 15);
  }

  @Test
  void aLeaseOfAnEarlierTermIsNotCounted() {
    TestRobot robot = live();
    TestClient client = bench.pilot("ann", "b");
    client.take();
    bench.pass(20, robot, client);
    assertThat(bench.metrics.figures("lease TAKEN")).hasSize(1);
    robot.say(new Lease(null, new Numbered(7, 1), 4711, "x", 1000, Lease.Cause.TAKEN, null));
    assertThat(bench.metrics.figures("lease TAKEN")).hasSize(1);
  }

  @Test
  void aLeaseOfAHigherBootVoidsTheOldStamps() {
    TestRobot robot = live();
    TestClient client = bench.pilot("ann", "a");
    Numbered term = new Numbered(9, 1);
    robot.say(new Lease(null, term, client.tag(), "ann!", 5000, Lease.Cause.RESTART, null));
    Beacon jumped = robot.beaconOf(term, client.tag());
    Stamp fresh = jumped.stamp().plusMs(-1_000_000);
    robot.say(TestRobot.withStamp(jumped, fresh));
    Drive drive = client.drive(term, fresh);
    client.say(drive);
    assertThat(robot.link.drives()).containsExactly(drive);
  }

  @Test
  void ofARobotThatHasNotSaidWhoDrivesANewcomerIsToldNoLeaseAndNobodyIsAsked() {
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    robot.hello();
    robot.say(new Ping(1, robot.now().millis()));
    TestClient client = bench.pilot("ann", "b");
    assertThat(client.link.all(Lease.class)).isEmpty();
    client.say(new RequestLease());
    assertThat(client.link.all(Refused.class))
        .containsExactly(
            new Refused(
                "request_lease",
                "unavailable",
                "The robot has not said who drives. Retry.",
                null,
                null));
  }

  @Test
  void aRobotThatDoesNotTellItsStateInTimeIsAnsweredFor() {
    TestRobot robot = live(StatusRequests.FEATURE);
    TestClient client = bench.pilot("ann", "b");
    client.say(new GetStatus("\"s\""));
    assertThat(robot.link.all(GetStatus.class)).hasSize(1);
    bench.pass(StatusRequests.ANSWER_WITHIN_MS - SimulatedNode.TICK_MS, client, robot);
    assertThat(client.link.all(StatusResponse.class)).isEmpty();
    bench.pass(SimulatedNode.TICK_MS, client, robot);
    assertThat(client.link.last(StatusResponse.class).id()).isEqualTo("\"s\"");
  }

  @Test
  void aRobotThatHasSaidNothingYetHasNoNewsAlsoWhenTheClockHasJustBegun() {
    Sessions loop = new Sessions(bench.context("a"), 0);
    FakeLink link = new FakeLink();
    Session session = loop.openRobot(new RobotKeys.Proof(SimulatedNode.ROBOT, 1), link);
    session.onMessage(
        new RobotHello(List.of(1), List.of(), SimulatedNode.ROBOT, 7, 77, "test/1"), 0);
    TestClient client = bench.client("ann");
    client.hello();
    ClientAddress address = new ClientAddress("a", client.id(), client.tag());
    loop.receive(new ToRobotSession.Watch(SimulatedNode.ROBOT, address, "Ann"));
    assertThat(link.closedWith).isNull();
    assertThat(client.link.closedWith).isNull();
    assertThat(client.link.all(Beacon.class)).isEmpty();
  }
}
