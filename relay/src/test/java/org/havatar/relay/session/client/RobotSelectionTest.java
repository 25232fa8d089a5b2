package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.RobotName;
import org.havatar.relay.session.port.Accounts.Window;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.Robots;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which robot a client has selected or waits for, while its rights and the robot come and go. */
class RobotSelectionTest {
  private static final String OTHER = "tank-2";

  private final SimulatedNode bench = new SimulatedNode();
  private final long startMs = bench.epochNowMs();
  private final TestRobot robot = TestRobot.live(bench, "a");

  @BeforeEach
  void theWallClockGoes() {
    bench.isWallGoing = true;
    bench.accounts.robots.add(new RobotName(OTHER, "Second"));
  }

  private void booked(String account, Window... windows) {
    bench.accounts.outside = Right.NONE;
    bench.accounts.windowsByAccount.put(account, List.of(windows));
  }

  private Window window(long fromMs, long untilMs) {
    return new Window(startMs + fromMs, startMs + untilMs, 1);
  }

  private void changed() {
    bench.loopNamed("b").onRobotChanged(SimulatedNode.ROBOT);
    bench.settle();
  }

  private static List<String> selected(TestClient client) {
    return client.link.all(RobotSelected.class).stream().map(RobotSelected::robotId).toList();
  }

  @Test
  void aLateAnswerToAFormerChoiceMeansNothing() {
    TestClient client = bench.client("ann", "b", null);
    client.hello();
    bench.accounts.isSlow = true;
    client.select(SimulatedNode.ROBOT);
    client.select(OTHER);
    bench.accounts.finishOne();
    assertThat(selected(client)).isEmpty();
    bench.accounts.finishOne();
    assertThat(selected(client)).containsExactly(OTHER);
  }

  @Test
  void aLateAnswerAboutRightsMeansNothingForALaterChoiceOfTheSameRobot() {
    TestClient client = bench.pilot("ann", "b");
    bench.accounts.isSlow = true;
    bench.accounts.rightsByAccount.put("ann", Right.NONE);
    bench.loopNamed("b").onAccountChanged("ann");
    bench.accounts.rightsByAccount.put("ann", Right.DRIVE);
    client.select(SimulatedNode.ROBOT);
    bench.accounts.finishOne();
    assertThat(client.link.all(ErrorReport.class)).isEmpty();
    bench.accounts.finishOne();
    assertThat(selected(client)).containsExactly(SimulatedNode.ROBOT, SimulatedNode.ROBOT);
  }

  @Test
  void anAnswerThatComesAfterTheConnectionIsGoneSelectsNothing() {
    TestClient client = bench.client("ann", "b", null);
    client.hello();
    bench.accounts.isSlow = true;
    client.select(SimulatedNode.ROBOT);
    client.lose();
    int sent = client.link.sent.size();
    bench.accounts.finishOne();
    bench.settle();
    assertThat(client.link.sent).hasSize(sent);
  }

  @Test
  void aSlowStoreIsAskedOneQuestionHoweverLongItTakes() {
    TestClient client = bench.pilot("ann", "b");
    bench.accounts.isSlow = true;
    bench.pass(12_000, client, robot);
    assertThat(bench.accounts.waiting).hasSize(1);
  }

  @Test
  void whatConcernsAnotherRobotOrAccountAsksNothing() {
    TestClient client = bench.pilot("ann", "b");
    bench.accounts.isSlow = true;
    bench.loopNamed("b").onRobotChanged(OTHER);
    bench.loopNamed("b").onAccountChanged("ben");
    assertThat(bench.accounts.waiting).isEmpty();
    changed();
    assertThat(bench.accounts.waiting).hasSize(1);
    assertThat(client.link.closedWith).isNull();
  }

  @Test
  void aRenamedRobotIsToldInTheListAndWithTheChoice() {
    TestClient client = bench.pilot("ann", "b");
    bench.accounts.robots.set(1, new RobotName(OTHER, "Renamed"));
    bench.loopNamed("b").onRobotChanged(OTHER);
    assertThat(client.link.last(Robots.class).robots())
        .extracting(Robots.Entry::name)
        .containsExactly("Tank", "Renamed");
    assertThat(selected(client)).hasSize(1);
  }

  @Test
  void aRobotThatOnlyChangesItsConnectionIsNotToldAnew() {
    TestClient client = bench.pilot("ann", "b");
    TestRobot newer = new TestRobot(bench, "b", 7, 77);
    newer.hello();
    bench.pass(20, client, newer);
    assertThat(bench.directory.leading(SimulatedNode.ROBOT)).isEqualTo("b");
    assertThat(selected(client)).hasSize(1);
    newer.lose();
    assertThat(client.link.last(RobotSelected.class).online()).isFalse();
  }

  @Test
  void whoWaitsForABookingThatIsMovedForwardIsLetInThen() {
    booked("ann", window(60_000, 90_000));
    TestClient client = bench.pilot("ann", "b");
    booked("ann", window(1000, 90_000));
    changed();
    bench.pass(990, client, robot);
    assertThat(selected(client)).isEmpty();
    bench.pass(10, client, robot);
    assertThat(selected(client)).hasSize(1);
  }

  @Test
  void aMovedBookingIsNoticedAlsoWhenNobodyTells() {
    booked("ann", window(60_000, 90_000));
    TestClient client = bench.pilot("ann", "b");
    booked("ann", window(7000, 90_000));
    bench.pass(7000, client, robot);
    assertThat(selected(client)).hasSize(1);
  }

  @Test
  void whoWaitsAndLosesTheRightHasToChooseAnewAndWhoMayWatchHasNot() {
    booked("ann", window(1000, 90_000));
    booked("ben", window(1000, 90_000));
    TestClient ann = bench.pilot("ann", "b");
    TestClient ben = bench.pilot("ben", "b");
    bench.accounts.rightsByAccount.put("ann", Right.NONE);
    bench.accounts.rightsByAccount.put("ben", Right.WATCH);
    changed();
    bench.accounts.rightsByAccount.clear();
    changed();
    bench.pass(1100, ann, ben, robot);
    assertThat(selected(ann)).isEmpty();
    assertThat(selected(ben)).hasSize(1);
  }

  @Test
  void ofTwoTurnsWithAPauseTheSecondOpensByItself() {
    booked("ann", window(0, 1000), window(2000, 60_000));
    TestClient client = bench.pilot("ann", "b");
    bench.pass(1020, client, robot);
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("booking_over");
    bench.pass(1000, client, robot);
    assertThat(selected(client)).hasSize(2);
  }

  @Test
  void theEndOfATurnEndsNobodyElsesLease() {
    booked("ann", window(0, 1000));
    booked("ben", Window.ALWAYS);
    TestClient ann = bench.pilot("ann", "b");
    TestClient ben = bench.pilot("ben", "a");
    ben.take();
    bench.pass(1100, ann, ben, robot);
    assertThat(ann.link.last(ErrorReport.class).code()).isEqualTo("booking_over");
    assertThat(robot.link.all(Propose.class)).hasSize(1);
    assertThat(ben.link.last(Lease.class).holder()).isEqualTo(ben.tag());
  }
}
