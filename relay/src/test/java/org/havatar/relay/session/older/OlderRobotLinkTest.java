package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.Sessions;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.connection.Session.Dialect;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link.Offer;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.TakeLease;
import org.junit.jupiter.api.Test;

/** An older robot as the link that a modern robot's session takes it for. */
class OlderRobotLinkTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final Sessions sessions = bench.loopNamed("a");
  private final FakeLink link = new FakeLink(false);
  private final OlderRobot robot =
      new OlderRobot(
          new Opening(sessions, bench.context("a"), link),
          new RobotKeys.Proof(SimulatedNode.ROBOT, 1),
          bench.nowMs);
  private final FakeLink driver = new FakeLink();
  private final Session driving =
      sessions.openClient(new Account("ann", "Ann", false), SimulatedNode.ROBOT, driver);
  private int sequence;

  private void pass(long durationMs) {
    for (long passed = 0; passed < durationMs; passed += SimulatedNode.TICK_MS) {
      bench.pass(SimulatedNode.TICK_MS);
      robot.onTick(bench.nowMs);
      bench.settle();
      pong();
    }
  }

  /** It answers with its transport alone. */
  private void pong() {
    List.copyOf(link.probes).forEach(token -> robot.onProbed(token, bench.nowMs));
  }

  private void say(Message message) {
    driving.onMessage(message, bench.nowMs);
  }

  private void steer(int permille) {
    Beacon beacon = driver.last(Beacon.class);
    sequence++;
    say(
        new Drive(
            beacon.term(), new Sequence(sequence), beacon.stamp(), 300, 0, permille, permille));
  }

  /** The lease, no latch. */
  private void takeWheel() {
    say(new ClientHello(List.of(1), List.of(), "0".repeat(32), "test/1"));
    pass(40);
    say(new TakeLease());
    pass(40);
    Beacon held = driver.last(Beacon.class);
    say(new ReleaseStop(held.term(), held.latch(), held.stamp(), 500, null, 0));
    pass(40);
    steer(0);
    pass(40);
  }

  private static Stop stop(long id) {
    return new Stop(Stop.Cause.PERSON, 0, id, 0, Numbered.NONE);
  }

  private List<Integer> told() {
    return link.all(MotorControl.class).stream().map(MotorControl::leftPermille).toList();
  }

  @Test
  void onceItIsClosedItSaysSoAndHearsNothing() {
    robot.close(CloseCode.REPLACED);
    int sent = link.sent.size();
    assertThat(robot.offer(stop(1))).isEqualTo(Offer.CLOSED);
    assertThat(link.sent).hasSize(sent);
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
  }

  @Test
  void whatWaitsToGoUpIsBoundedAndWhatFindsNoPlaceIsCounted() {
    for (int i = 1; i <= 1024; i++) {
      robot.offer(stop(i));
    }
    assertThat(bench.drops().of(Reason.LINK_FULL)).isZero();
    robot.offer(stop(2000));
    assertThat(bench.drops().of(Reason.LINK_FULL)).isEqualTo(1);
  }

  @Test
  void whatWaitsWhenItTurnsOutToBeNoRobotIsNeverWrittenWhateverPongsCome() {
    takeWheel();
    steer(500);
    steer(600); // waits for what becomes of the one before
    assertThat(told()).last().isEqualTo(502);
    robot.retire();
    pong();
    assertThat(told()).last().isEqualTo(502);
  }

  @Test
  void whoTurnedOutToBeNoRobotKeepsItsLinkWhateverEndsTheRobot() {
    robot.retire();
    int sent = link.sent.size();
    robot.end(CloseCode.LOST, bench.nowMs);
    assertThat(link.closedWith).isNull();
    assertThat(link.sent).hasSize(sent);
  }

  @Test
  void itIsOlderAndConnectedFromWhereItsLinkIs() {
    assertThat(robot.dialect()).isEqualTo(Dialect.OLDER);
    assertThat(robot.info()).isEqualTo(link.info());
  }

  @Test
  void aFaultOfOursStopsItAndEndsItAsALostConnection() {
    takeWheel();
    steer(500);
    robot.abort();
    assertThat(told()).last().isEqualTo(0);
    assertThat(link.closedWith).isEqualTo(CloseCode.LOST);
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
  }

  @Test
  void onceItsLinkIsGoneItIsAskedForNoSignOfLife() {
    robot.onClosed(CloseCode.LOST);
    int probes = link.probes.size();
    bench.nowMs += 2000;
    robot.onTick(bench.nowMs);
    assertThat(link.probes).hasSize(probes);
    assertThat(link.closedWith).isNull();
  }
}
