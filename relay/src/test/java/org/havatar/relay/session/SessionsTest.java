package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.client.ClientSession;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.Accounts.RobotName;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.Robots;
import org.havatar.transports.wire.StatusResponse;
import org.junit.jupiter.api.Test;

/** What a loop hands to whom, and from when on it counts time. */
class SessionsTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final Sessions loop = bench.loopNamed("a");

  @Test
  void aLoopBeginsNowAndHasNotStoodStillBefore() {
    Sessions fresh = new Sessions(bench.context("a"), bench.nowMs);
    assertThat(fresh.nowMs()).isEqualTo(bench.nowMs);
    fresh.enter(bench.nowMs + Sessions.FREEZE_MS);
    assertThat(bench.metrics.figures("froze")).isEmpty();
    fresh.enter(bench.nowMs + Sessions.FREEZE_MS + 1);
    assertThat(bench.metrics.figures("froze")).hasSize(1);
  }

  @Test
  void newsOfARobotAreNothingToWhoHasNotSaidHelloOrChosenNone() {
    TestRobot robot = TestRobot.live(bench, "b");
    bench.accounts.robots.add(new RobotName("tank-2", "Second"));
    Beacon beacon = robot.beaconOf(new Numbered(7, 1), 0);
    ToClientSession news =
        new ToClientSession.Heard(new ClientAddress("a", "a.1", 1), SimulatedNode.ROBOT, beacon);
    TestClient silent = bench.client("ann");
    loop.receive(news);
    assertThat(silent.link.closedWith).isNull();
    assertThat(silent.link.sent).isEmpty();
    silent.hello();
    assertThat(silent.id()).isEqualTo("a.1");
    loop.receive(news);
    assertThat(silent.link.closedWith).isNull();
    assertThat(silent.link.all(Beacon.class)).isEmpty();
    assertThat(silent.link.all(Refused.class)).as("no robot is chosen by itself").isEmpty();
  }

  @Test
  void aQuestionThatReachesNoRobotAnyMoreIsAnswered() {
    TestRobot robot = TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "b");
    robot.lose();
    ClientAddress address = new ClientAddress("b", client.id(), client.tag());
    loop.receive(
        new ToRobotSession.AskStatus(SimulatedNode.ROBOT, address, new GetStatus("\"s\"")));
    bench.settle();
    assertThat(client.link.all(ErrorReport.class))
        .extracting(ErrorReport::message)
        .containsExactly("The robot is not connected.");
  }

  @Test
  void aQuestionToARobotIsAnsweredAndNothingElseIsSaid() {
    TestRobot.live(bench, "a");
    TestClient client = bench.pilot("ann", "b");
    client.say(new GetStatus("\"s\""));
    assertThat(client.link.last(StatusResponse.class).id()).isEqualTo("\"s\"");
    assertThat(client.link.all(ErrorReport.class)).isEmpty();
  }

  @Test
  void oneMessageTooManyClosesNobody() {
    TestClient client = bench.client("ann");
    client.hello();
    for (int i = 0; i <= ClientSession.EVENTS_BURST; i++) {
      client.select(SimulatedNode.ROBOT);
    }
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("rate_limited");
    assertThat(client.link.closedWith).isNull();
  }

  private static List<String> listed(TestClient client) {
    return client.link.last(Robots.class).robots().stream().map(Robots.Entry::robotId).toList();
  }

  @Test
  void aNewRobotIsLookedUpForThoseOnlyWhomItConcerns() {
    TestClient ann = bench.client("ann");
    TestClient ben = bench.client("ben");
    TestClient root = new TestClient(bench, "a", new Account("root", "Root", true), null);
    List.of(ann, ben, root).forEach(TestClient::hello);
    bench.accounts.isForEverybody = false;
    bench.accounts.concernedAccounts.add("ben");
    bench.accounts.robots.add(new RobotName("tank-9", "Ninth"));
    loop.onRobotChanged("tank-9");
    assertThat(bench.accounts.robotsAsked).containsExactlyInAnyOrder("ben tank-9", "root tank-9");
    assertThat(listed(ben)).containsExactly(SimulatedNode.ROBOT, "tank-9");
    assertThat(listed(root)).containsExactly(SimulatedNode.ROBOT, "tank-9");
    assertThat(listed(ann)).containsExactly(SimulatedNode.ROBOT);
  }

  @Test
  void whoHasARobotInTheListHearsThatItIsGoneThoughItConcernsThemNoMore() {
    TestClient ann = bench.client("ann");
    ann.hello();
    bench.accounts.isForEverybody = false;
    bench.accounts.robots.clear();
    loop.onRobotChanged(SimulatedNode.ROBOT);
    assertThat(bench.accounts.robotsAsked).containsExactly("ann " + SimulatedNode.ROBOT);
    assertThat(listed(ann)).isEmpty();
  }

  @Test
  void whileItCannotBeKnownWhomARobotConcernsEverybodyIsLookedAfter() {
    TestClient ann = bench.client("ann");
    ann.hello();
    bench.accounts.isBroken = true;
    loop.onRobotChanged("tank-9");
    assertThat(bench.accounts.robotsAsked).containsExactly("ann tank-9");
    assertThat(listed(ann)).as("what was known is kept").containsExactly(SimulatedNode.ROBOT);
  }

  /** Nothing is told of it until the whole list is there: its only robot would be selected. */
  @Test
  void aRobotThatChangesWhileTheWholeListIsOnItsWayIsAskedForAgain() {
    bench.accounts.isListSlow = true;
    TestClient ann = bench.client("ann");
    ann.hello();
    bench.accounts.robots.add(new RobotName("tank-9", "Ninth"));
    loop.onRobotChanged("tank-9");
    assertThat(ann.link.all(Robots.class)).isEmpty();
    assertThat(bench.accounts.robotsAsked).isEmpty();
    bench.accounts.finishOne();
    assertThat(listed(ann)).containsExactly(SimulatedNode.ROBOT);
    bench.accounts.finishOne();
    assertThat(listed(ann)).containsExactly(SimulatedNode.ROBOT, "tank-9");
    assertThat(bench.accounts.waiting).isEmpty();
  }

  @Test
  void aRobotThatIsTakenAwayWhileTheListIsOnItsWayIsNotInItForEver() {
    bench.accounts.isListSlow = true;
    bench.accounts.isForEverybody = false;
    TestClient ann = bench.client("ann");
    ann.hello();
    bench.accounts.robots.clear();
    loop.onRobotChanged(SimulatedNode.ROBOT);
    bench.accounts.finishOne();
    assertThat(listed(ann)).containsExactly(SimulatedNode.ROBOT);
    bench.accounts.finishOne();
    assertThat(listed(ann)).isEmpty();
  }

  @Test
  void whoHasARobotNoLongerIsNotAskedAboutItAnyMore() {
    TestClient ann = bench.client("ann");
    ann.hello();
    bench.accounts.isForEverybody = false;
    bench.accounts.robots.clear();
    loop.onRobotChanged(SimulatedNode.ROBOT);
    loop.onRobotChanged(SimulatedNode.ROBOT);
    assertThat(bench.accounts.robotsAsked).hasSize(1);
  }

  private void moreRobotsThanOneMessageHolds() {
    bench.accounts.robots.clear();
    for (int i = 0; i < 200; i++) {
      bench.accounts.robots.add(new RobotName("tank-%03d".formatted(i), "A robot of many"));
    }
    bench.accounts.robots.add(new RobotName("zebra", "Last"));
  }

  @Test
  void aListThatOneMessageCannotHoldIsAskedForAsAWhole() {
    moreRobotsThanOneMessageHolds();
    TestClient ann = bench.client("ann");
    ann.hello();
    assertThat(listed(ann)).doesNotContain("zebra");
    bench.accounts.robots.removeIf(each -> !each.robotId().equals("zebra"));
    loop.onRobotChanged("tank-000");
    assertThat(bench.accounts.robotsAsked).isEmpty();
    assertThat(listed(ann)).containsExactly("zebra");
  }

  @Test
  void whoHasSelectedARobotThatTheListDoesNotHoldHearsThatItCame() {
    moreRobotsThanOneMessageHolds();
    bench.accounts.robots.add(new RobotName(SimulatedNode.ROBOT, "Tank"));
    TestClient ann = bench.client("ann");
    ann.hello();
    ann.select(SimulatedNode.ROBOT);
    assertThat(listed(ann)).doesNotContain(SimulatedNode.ROBOT);
    assertThat(ann.link.last(RobotSelected.class).online()).isFalse();
    TestRobot.live(bench, "b");
    assertThat(ann.link.last(RobotSelected.class).online()).isTrue();
  }
}
