package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.connection.Session.Dialect;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.RegisterDevice;
import org.havatar.transports.wire.RegisterDevice.Role;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.TakeLease;
import org.junit.jupiter.api.Test;

/** Which protocol a peer is taken to speak (PROTOCOL.md §11). */
class ReceptionTest {
  private static final Message CLIENT_HELLO =
      new ClientHello(List.of(1), List.of(), "0".repeat(32), "test/1");
  private static final Message ROBOT_HELLO =
      new RobotHello(List.of(1), List.of(), SimulatedNode.ROBOT, 7, 77, "test/1");
  private static final Message ANSWER = new MotorResponse("1", true, "", null, null);

  private final SimulatedNode bench = new SimulatedNode();
  private final Reception reception = new Reception(bench.loopNamed("a"), bench.context("a"));
  private final FakeLink named = new FakeLink(true);

  private Session client(FakeLink link) {
    return reception.openClient(new Account("ann", "Ann", false), null, link);
  }

  private Session robot(FakeLink link) {
    return reception.openRobot(new RobotKeys.Proof(SimulatedNode.ROBOT, 1), link);
  }

  private Dialect after(Session session, Message first) {
    assertThat(session.dialect()).isEqualTo(Dialect.UNDECIDED);
    session.onMessage(first, bench.nowMs);
    return session.dialect();
  }

  @Test
  void aClientThatNamedTheProtocolIsNeverTakenForAnOlderOne() {
    Session client = client(named);
    assertThat(client.dialect()).isEqualTo(Dialect.PROTOCOL);
    client.onMessage(new TakeLease(), bench.nowMs);
    assertThat(named.last(ErrorReport.class).code()).isEqualTo("hello_first");
    assertThat(client.dialect()).isEqualTo(Dialect.PROTOCOL);
    bench.pass(600);
    assertThat(named.probes).isEmpty();
  }

  @Test
  void norIsARobot() {
    Session robot = robot(named);
    assertThat(robot.dialect()).isEqualTo(Dialect.PROTOCOL);
    bench.pass(600);
    assertThat(robot.dialect()).isEqualTo(Dialect.PROTOCOL);
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
    assertThat(named.sent).isEmpty();
  }

  @Test
  void whoNamedNoneShowsItWithItsFirstWord() {
    assertThat(after(client(new FakeLink(false)), CLIENT_HELLO)).isEqualTo(Dialect.PROTOCOL);
    assertThat(after(client(new FakeLink(false)), new TakeLease())).isEqualTo(Dialect.OLDER);
    assertThat(after(robot(new FakeLink(false)), ROBOT_HELLO)).isEqualTo(Dialect.PROTOCOL);
    assertThat(after(robot(new FakeLink(false)), ANSWER)).isEqualTo(Dialect.OLDER);
    Message camera = new RegisterDevice(SimulatedNode.ROBOT, Role.CAMERA, null, null);
    assertThat(after(robot(new FakeLink(false)), camera)).isEqualTo(Dialect.OLDER);
  }

  @Test
  void aRobotThatSaysNothingShowsItByThat() {
    Session robot = robot(new FakeLink(false));
    bench.pass(490);
    assertThat(robot.dialect()).isEqualTo(Dialect.UNDECIDED);
    bench.pass(10);
    assertThat(robot.dialect()).isEqualTo(Dialect.OLDER);
  }
}
