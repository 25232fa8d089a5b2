package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.session.port.Accounts.RobotName;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.StatusResponse;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.TakeLease;
import org.junit.jupiter.api.Test;

/** What an older client may say besides driving, and what a stream that runs on may not do. */
class OlderClientConnectionTest extends OlderClientScene {
  /** So many questions may wait for the choice of a robot. */
  private static final int MOST_WAITING = 8;

  private static final String ASK = "{\"type\":\"get_status\",\"id\":\"s%d\"}";

  /** Asks at once, while the store takes its time to say which robot it may watch. */
  private OlderTestClient asking(int questions) {
    bench.accounts.isSlow = true;
    OlderTestClient hasty = new OlderTestClient(bench, "a");
    for (int i = 1; i <= questions; i++) {
      hasty.text(ASK.formatted(i));
    }
    return hasty;
  }

  private static List<String> codes(OlderTestClient client) {
    return client.link.all(ErrorReport.class).stream().map(ErrorReport::code).toList();
  }

  @Test
  void questionsWaitUntilTheRobotIsChosen() {
    OlderTestClient hasty = asking(MOST_WAITING);
    bench.pass(300, hasty, robot);
    assertThat(hasty.link.sent).isEmpty();
    bench.accounts.finishOne();
    bench.pass(20, hasty, robot);
    assertThat(hasty.link.all(StatusResponse.class)).hasSize(MOST_WAITING);
    assertThat(codes(hasty)).isEmpty();
  }

  @Test
  void oneMoreThanMayWaitIsAnsweredAtOnce() {
    OlderTestClient hasty = asking(MOST_WAITING);
    assertThat(codes(hasty)).isEmpty();
    hasty.text(ASK.formatted(99));
    assertThat(codes(hasty)).containsExactly("not_selected");
  }

  @Test
  void questionsWaitForHalfASecondAtMost() {
    OlderTestClient hasty = asking(1);
    bench.pass(490, hasty, robot);
    assertThat(codes(hasty)).isEmpty();
    bench.pass(10, hasty, robot);
    assertThat(codes(hasty)).containsExactly("not_selected");
  }

  @Test
  void aCommandWaitsJustAsLongAndThenIsToldWhatToDo() {
    OlderTestClient hasty = asking(1);
    bench.pass(100, hasty, robot);
    int id = hasty.press("forward");
    bench.pass(390, hasty, robot);
    assertThat(hasty.answerTo(id)).isEqualTo("none");
    bench.pass(10, hasty, robot);
    assertThat(hasty.answerTo(id)).isEqualTo("not_selected");
    assertThat(hasty.link.last(MotorResponse.class).message())
        .isEqualTo("Choose a robot: send select_robot.");
  }

  @Test
  void aRobotThatItHasNotAskedForIsNotToldToIt() {
    client.text(ASK.formatted(1));
    pass(600);
    assertThat(client.link.all(RobotSelected.class)).isEmpty();
    client.text(ASK.formatted(2));
    assertThat(client.link.all(StatusResponse.class)).as("the second at once").hasSize(2);
  }

  @Test
  void twoOfOneAccountAreTwo() {
    OlderTestClient second = new OlderTestClient(bench, "a");
    OlderTestClient third = new OlderTestClient(bench, "b");
    List.of(client, second, third).forEach(each -> each.text(ASK.formatted(1)));
    bench.pass(100, client, second, third, robot);
    assertThat(List.of(client, second, third)).allMatch(each -> each.link.closedWith == null);
  }

  @Test
  void whoeverWatchesStopsTheRobotAlsoWithTheProtocolsOwnWord() {
    client.text(ASK.formatted(1));
    client.say(StopTest.stop(42));
    assertThat(robot.link.last(Stop.class).stopId()).isEqualTo(42);
  }

  @Test
  void whatOnlyAPeerOfThisProtocolSaysIsAnsweredWithHelloFirst() {
    client.text(ASK.formatted(1));
    client.say(new TakeLease());
    assertThat(codes(client)).containsExactly("hello_first");
    assertThat(robot.link.all(Propose.class)).isEmpty();
  }

  /** A modern client's session allows fewer questions, but never sees these. */
  @Test
  void aFloodThatConcernsNobodyIsToldSoAndEndsTheConnectionToo() {
    ErrorReport noise = new ErrorReport("x", "y", null, null);
    for (int i = 0; i < 10_000 && client.link.closedWith == null; i++) {
      client.say(noise);
    }
    assertThat(codes(client)).containsExactly("rate_limited");
    assertThat(client.link.closedWith).isEqualTo(CloseCode.FLOODED);
    long counted = bench.drops.of(Reason.RATE_LIMITED);
    client.sayLate(noise);
    assertThat(bench.drops.of(Reason.RATE_LIMITED)).as("not heard any more").isEqualTo(counted);
  }

  /** What was too old is no silence: the person has not let go. */
  @Test
  void aStreamThatWasTooOldForLongAndIsInTimeAgainMovesNothingUntilThePersonLetsGo() {
    drive();
    client.isPonging = false;
    client.keepPressing("forward", 100, 4000, client, robot);
    assertThat(client.link.last(MotorResponse.class).code()).isEqualTo("stale");
    client.isPonging = true;
    assertThatOnlyALetGoHelps();
  }

  @Test
  void soDoesOneThatWasLateUntilItsLeaseHadEnded() {
    drive();
    client.clockAheadMs = -3000L;
    client.keepPressing("forward", 100, 500, client, robot);
    revoke();
    client.keepPressing("forward", 100, 3000, client, robot);
    assertThat(robot.register.isHeld()).isFalse();
    client.clockAheadMs = 0L;
    assertThatOnlyALetGoHelps();
  }

  private void revoke() {
    long holder = robot.register.current(robot.atMs()).holder();
    Numbered term = robot.register.term();
    Propose revoked =
        new Propose(9, Propose.Action.REVOKE, term, holder, "old", 3, 1000, robot.now());
    assertThat(robot.register.propose(revoked, robot.atMs())).isNull();
  }

  private void assertThatOnlyALetGoHelps() {
    assertThat(moves(() -> client.keepPressing("forward", 100, 1500, client, robot))).isFalse();
    pass(2500);
    assertThat(moves(() -> client.keepPressing("forward", 100, 600, client, robot))).isTrue();
  }

  /** The wall clock goes on: it is no second witness of that gap. */
  @Test
  void afterAGapOfTheLoopAloneOnlyANeutralOrASilenceOpensTheWay() {
    bench.isWallGoing = true;
    drive();
    bench.freeze(101);
    assertThat(client.answerTo(client.press("forward"))).isEqualTo("stale");
    pass(50);
    assertThat(client.answerTo(client.press("forward"))).isEqualTo("stale");
    client.press("stop");
    pass(50);
    assertThat(moves(() -> client.keepPressing("forward", 100, 300, client, robot))).isTrue();
  }

  @Test
  void itsEndLeavesNoSessionBehind() {
    int before = bench.loopNamed("b").size();
    OlderTestClient passing = new OlderTestClient(bench, "b");
    passing.text(ASK.formatted(1));
    assertThat(bench.loopNamed("b").size()).isEqualTo(before + 1);
    passing.lose();
    assertThat(bench.loopNamed("b").size()).isEqualTo(before);
  }

  @Test
  void whoDoesNotDriveAsksNothingOfTheRobotWhenItLeaves() {
    bench.accounts.robots.add(new RobotName("tank-2", "Second"));
    TestClient driver = bench.pilot("ann", "a");
    driver.take();
    OlderTestClient watcher = new OlderTestClient(bench, "a", SimulatedNode.ROBOT);
    watcher.text(ASK.formatted(1));
    bench.pass(100, driver, watcher, robot);
    List<Propose> asked = new ArrayList<>(robot.link.all(Propose.class));
    watcher.lose();
    bench.pass(40, driver, robot);
    assertThat(robot.link.all(Propose.class)).isEqualTo(asked);
  }
}
