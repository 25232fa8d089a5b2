package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.RegisterDevice;
import org.havatar.transports.wire.RegisterDevice.Role;
import org.havatar.transports.wire.RobotHello;
import org.junit.jupiter.api.Test;

/** Peers whose handshake named no protocol, before and after they show what they are. */
class UndecidedPeerTest {
  private static final RegisterDevice CAMERA =
      new RegisterDevice(SimulatedNode.ROBOT, Role.CAMERA, null, null);

  private final SimulatedNode bench = OlderRobotScene.remembering();

  private boolean hasCamera() {
    return bench.directory.devices().find(SimulatedNode.ROBOT, Role.CAMERA).isPresent();
  }

  @Test
  void aRobotIsTakenForOlderAtHalfASecondAndNotOneTickEarlier() {
    OlderTestRobot silent = new OlderTestRobot(bench, "a");
    bench.pass(490, silent);
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
    bench.pass(10, silent);
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isTrue();
  }

  @Test
  void aHelloThatWaitedInAFrozenNodesSocketIsStillOne() {
    OlderTestRobot modern = new OlderTestRobot(bench, "a");
    bench.pass(300, modern);
    bench.freeze(3000);
    bench.pass(10);
    modern.say(new RobotHello(List.of(1), List.of(), SimulatedNode.ROBOT, 7, 77, "x"));
    assertThat(bench.boots.recorded).containsExactly(7L);
  }

  @Test
  void whatArrivesAfterItsEndMakesItNothing() {
    OlderTestRobot gone = new OlderTestRobot(bench, "a");
    gone.lose();
    gone.sayLate(CAMERA);
    assertThat(hasCamera()).isFalse();
  }

  @Test
  void theEndOfOneThatSaidHelloLeavesNoSessionBehind() {
    OlderTestClient modern = new OlderTestClient(bench, "a");
    modern.say(new ClientHello(List.of(1), List.of(), TestClient.INSTANCE, "test/1"));
    assertThat(bench.loopNamed("a").size()).isEqualTo(1);
    modern.lose();
    assertThat(bench.loopNamed("a").size()).isZero();
  }

  @Test
  void whoseLoginHasEndedIsClosedOnceItIsSureAndNobodyElse() {
    OlderTestClient client = new OlderTestClient(bench, "a");
    bench.accounts.loggedOut.add("old");
    bench.loopNamed("a").onAccountChanged("ben");
    bench.accounts.isBroken = true;
    bench.loopNamed("a").onAccountChanged("old");
    assertThat(client.link.closedWith).isNull();
    bench.accounts.isBroken = false;
    bench.loopNamed("a").onAccountChanged("old");
    assertThat(client.link.closedWith).isEqualTo(CloseCode.UNAUTHORIZED);
  }

  @Test
  void aFreezeClosesNeitherTheCameraNorTheRobotNorWhoHasSaidNothing() {
    OlderTestRobot robot = OlderTestRobot.live(bench, "a");
    OlderTestRobot camera = new OlderTestRobot(bench, "b");
    camera.say(CAMERA);
    OlderTestClient client = new OlderTestClient(bench, "b");
    bench.pass(100, robot, camera, client);
    bench.freeze(6000);
    bench.pass(10);
    assertThat(robot.link.closedWith).isNull();
    assertThat(camera.link.closedWith).isNull();
    assertThat(client.link.closedWith).isNull();
  }

  @Test
  void aCameraThatIsALittleHastyIsToldSoAndStays() {
    OlderTestRobot camera = new OlderTestRobot(bench, "b");
    camera.isReading = false;
    for (int i = 0; i < 62; i++) {
      camera.say(CAMERA);
    }
    assertThat(camera.link.last(ErrorReport.class).code()).isEqualTo("rate_limited");
    assertThat(camera.link.closedWith).isNull();
    int probes = camera.link.probes.size();
    bench.pass(5000, camera);
    assertThat(camera.link.probes.size() - probes).as("twice a second").isBetween(9, 11);
  }
}
