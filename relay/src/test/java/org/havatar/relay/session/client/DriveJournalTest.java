package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.OlderTestClient;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.StopTest;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.port.Accounts;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.RequestLease;
import org.havatar.transports.wire.TakeOver;
import org.junit.jupiter.api.Test;

/** Who took, handed over and lost which robot, and who stopped it: what is told for the log. */
class DriveJournalTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final TestRobot robot = TestRobot.live(bench, "a");
  private final TestClient ann = bench.pilot("ann", "a");
  private final TestClient ben = bench.pilot("ben", "b");

  private void pass(long durationMs) {
    bench.pass(durationMs, ann, ben, robot);
  }

  private List<String> told() {
    return bench.drives.stream()
        .map(each -> each.account() + " " + each.action() + " " + each.detail())
        .toList();
  }

  @Test
  void takingDrivingAndReleasingAreTwoEntriesHoweverManyCommandsGo() {
    ann.take();
    for (int i = 0; i < 50; i++) {
      ann.steer();
      pass(20);
    }
    ann.say(new ReleaseLease());
    pass(50);
    assertThat(told()).containsExactly("ann drive.taken taken", "ann drive.released released");
    assertThat(bench.drives).allMatch(each -> each.robotId().equals(SimulatedNode.ROBOT));
  }

  @Test
  void aHandOverIsToldOfBoth() {
    ann.take();
    pass(50);
    ben.say(new RequestLease());
    pass(20);
    ann.say(new AnswerRequest(ben.tag(), true));
    pass(20);
    assertThat(told())
        .containsExactlyInAnyOrder(
            "ann drive.taken taken",
            "ann drive.handed_over handed_over",
            "ben drive.taken handed_over");
  }

  @Test
  void whoIsPushedAsideHasLostIt() {
    bench.accounts.rankByAccount.put("eva", 3);
    TestClient eva = bench.pilot("eva", "b");
    ann.take();
    pass(50);
    eva.say(new TakeOver());
    bench.pass(50, ann, ben, eva, robot);
    assertThat(told()).contains("ann drive.lost taken_over", "eva drive.taken taken_over");
  }

  @Test
  void whoseConnectionGoesHasLostIt() {
    ann.take();
    pass(50);
    ann.lose();
    assertThat(told()).last().isEqualTo("ann drive.lost the client has left");
  }

  @Test
  void aStopIsToldOnceForEachPressAndForHammeringOnceASecond() {
    robot.isReading = false; // else its answer to the first would answer the others
    ben.say(StopTest.stop(41));
    ben.say(StopTest.stop(41));
    ben.say(StopTest.stop(42));
    pass(DriveJournal.STOP_EVERY_MS - 1);
    ben.say(StopTest.stop(43));
    assertThat(told()).containsExactly("ben drive.stop sent to the robot");
    pass(1);
    ben.say(StopTest.stop(44));
    assertThat(told()).hasSize(2);
  }

  @Test
  void whoHasSaidNothingYetIsClosedWhenHisLoginEnds() {
    OlderTestClient silent = new OlderTestClient(bench, "a");
    bench.accounts.loggedOut.add("old");
    bench.turn(bench.loopNamed("a"), () -> bench.loopNamed("a").onAccountChanged("ann"));
    assertThat(silent.link.closedWith).isNull();
    bench.turn(bench.loopNamed("a"), () -> bench.loopNamed("a").onAccountChanged("old"));
    assertThat(silent.link.closedWith).isEqualTo(CloseCode.UNAUTHORIZED);
  }

  @Test
  void aModernClientWithoutHelloIsClosedWhenHisLoginEnds() {
    TestClient silent = new TestClient(bench, "a", new Accounts.Account("eva", "E", false), null);
    bench.accounts.loggedOut.add("eva");
    bench.turn(bench.loopNamed("a"), () -> bench.loopNamed("a").onAnythingChanged());
    assertThat(silent.link.closedWith).isEqualTo(CloseCode.UNAUTHORIZED);
  }
}
