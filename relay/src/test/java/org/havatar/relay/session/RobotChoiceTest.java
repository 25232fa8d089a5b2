package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.havatar.relay.session.Accounts.Account;
import org.havatar.relay.session.Accounts.Right;
import org.havatar.relay.session.Accounts.RobotName;
import org.havatar.relay.session.Accounts.Window;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.RobotSelected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the node and the robots hear of a client's choice. */
class RobotChoiceTest {
  private static final String OTHER = "tank-2";

  private final Bench bench = new Bench();
  private static final ClientAddress SEAT = new ClientAddress("a", "a.1", 4711);
  private final FakeRoads roads = new FakeRoads();
  private final FakeLink link = new FakeLink();
  private final List<@Nullable String> selected = new ArrayList<>();
  private final RobotChoice choice = choice();

  private RobotChoice choice() {
    bench.isWallGoing = true;
    bench.accounts.robots.add(new RobotName(OTHER, "Second"));
    Surroundings around = bench.around("a");
    Surroundings mine =
        new Surroundings(
            around.place(),
            roads.of(around.ports()),
            around.instruments(),
            around.random(),
            around.epochMs(),
            bench.leaps);
    Account ann = new Account("ann", "Ann", false);
    Complaints complaints = new Complaints(link, bench.drops);
    Client client = new Client(SEAT, 0, ann, false, link, complaints);
    return new RobotChoice(mine, client, selected::add);
  }

  private void select(String robotId) {
    choice.select(robotId, bench.nowMs);
  }

  private List<RobotSelected> told() {
    return link.all(RobotSelected.class);
  }

  private void booked(long fromMs, long untilMs) {
    long startMs = bench.epochNowMs();
    bench.accounts.outside = Right.NONE;
    bench.accounts.windowsByAccount.put(
        "ann", List.of(new Window(startMs + fromMs, startMs + untilMs, 1)));
  }

  private void tickAfter(long ms) {
    bench.nowMs += ms;
    choice.onTick(bench.nowMs);
  }

  @Test
  void anotherRobotIsLeftAndTheSameOneKept() {
    select(Bench.ROBOT);
    Selection first = choice.current();
    select(Bench.ROBOT);
    assertThat(choice.current()).isSameAs(first);
    select(OTHER);
    assertThat(selected).containsExactly(Bench.ROBOT, Bench.ROBOT, null, OTHER);
    ToRobotSession watching = new ToRobotSession.Watch(Bench.ROBOT, SEAT, "Ann");
    assertThat(roads.sent)
        .containsExactly(watching, watching, new ToRobotSession.Watch(OTHER, SEAT, "Ann"));
    assertThat(told())
        .containsExactly(
            new RobotSelected(Bench.ROBOT, "Tank", true, 60),
            new RobotSelected(Bench.ROBOT, "Tank", true, 60),
            new RobotSelected(OTHER, "Second", true, 60));
  }

  @Test
  void theRobotIsLeftWhileTheAnswerAboutAnotherIsAwaited() {
    select(Bench.ROBOT);
    bench.accounts.isSlow = true;
    select(OTHER);
    assertThat(choice.current()).isNull();
    assertThat(choice.concerns(Bench.ROBOT)).isFalse();
    assertThat(selected).containsExactly(Bench.ROBOT, null);
  }

  @Test
  void whoGoesHasLeftTheRobotAndWhoHadNoneLeavesNothing() {
    choice.close();
    assertThat(selected).isEmpty();
    select(Bench.ROBOT);
    choice.close();
    assertThat(selected).containsExactly(Bench.ROBOT, null);
    assertThat(choice.current()).isNull();
  }

  @Test
  void whoGoesAwaitsNothingAnyMore() {
    booked(1000, 60_000);
    select(Bench.ROBOT);
    assertThat(choice.concerns(Bench.ROBOT)).isTrue();
    choice.close();
    assertThat(choice.concerns(Bench.ROBOT)).isFalse();
  }

  @Test
  void whatHappensToAnotherRobotConcernsNeitherTheChosenOneNorItsClient() {
    select(Bench.ROBOT);
    roads.sent.clear();
    choice.onRoute(OTHER);
    assertThat(roads.sent).isEmpty();
    roads.isOnline = false;
    choice.onRoute(OTHER);
    assertThat(told()).hasSize(1);
    choice.onRoute(Bench.ROBOT);
    assertThat(told()).last().isEqualTo(new RobotSelected(Bench.ROBOT, "Tank", false, 60));
  }

  @Test
  void whoHasChosenNothingAsksForNoRights() {
    bench.accounts.isSlow = true;
    assertThat(choice.isMade()).isFalse();
    choice.askRights(bench.nowMs);
    choice.onRoute(Bench.ROBOT);
    tickAfter(10_000);
    assertThat(bench.accounts.waiting).isEmpty();
    select(Bench.ROBOT);
    assertThat(choice.isMade()).isTrue();
  }

  @Test
  void aChoiceThatIsRefusedEndsTheWaitingForTheOneBefore() {
    booked(1000, 60_000);
    select(Bench.ROBOT);
    select("tank-9");
    tickAfter(1000);
    assertThat(choice.current()).isNull();
    assertThat(told()).isEmpty();
  }

  @Test
  void whoIsLetInWhenTheTimeComesIsConfirmedAtOnceAndToldOnce() {
    booked(1000, 60_000);
    select(Bench.ROBOT);
    bench.accounts.isSlow = true;
    tickAfter(999);
    assertThat(bench.accounts.waiting).isEmpty();
    tickAfter(1);
    assertThat(bench.accounts.waiting).hasSize(1);
    bench.accounts.finishOne();
    tickAfter(10);
    assertThat(told()).hasSize(1);
    assertThat(bench.accounts.waiting).isEmpty();
  }

  @Test
  void whoWaitsAsksOnceInAWhileAndNotAgainWhileTheAnswerIsUnderWay() {
    booked(60_000, 90_000);
    select(Bench.ROBOT);
    bench.accounts.isSlow = true;
    tickAfter(Capability.CONFIRM_EVERY_MS - 1);
    assertThat(bench.accounts.waiting).isEmpty();
    tickAfter(1);
    tickAfter(10);
    assertThat(bench.accounts.waiting).hasSize(1);
    bench.accounts.finishOne();
    tickAfter(10);
    assertThat(bench.accounts.waiting).as("the answer is young").isEmpty();
  }

  @Test
  void rightsWhoseAnswerIsUnderWayAreNotAskedForAgain() {
    select(Bench.ROBOT);
    bench.accounts.isSlow = true;
    tickAfter(Capability.CONFIRM_EVERY_MS);
    tickAfter(1000);
    tickAfter(1000);
    assertThat(bench.accounts.waiting).hasSize(1);
    bench.accounts.finishOne();
    tickAfter(10);
    assertThat(bench.accounts.waiting).as("the answer is young").isEmpty();
  }

  @Test
  void whoIsNotLetInIsToldWhy() {
    select("tank-9");
    bench.accounts.rightsByAccount.put("ann", Right.NONE);
    select(Bench.ROBOT);
    bench.accounts.isBroken = true;
    select(Bench.ROBOT);
    assertThat(link.sent)
        .containsExactly(
            refused("unknown_robot", "There is no such robot."),
            refused("not_permitted", "Your account may not watch it."),
            refused("unavailable", "The relay can't look that up now. Retry."));
    assertThat(selected).isEmpty();
  }

  private static Refused refused(String code, String message) {
    return new Refused("select_robot", code, message, null, null);
  }

  @Test
  void whoMayWatchOnlyIsLetIn() {
    bench.accounts.rightsByAccount.put("ann", Right.WATCH);
    select(Bench.ROBOT);
    assertThat(told()).hasSize(1);
  }

  @Test
  void choosingTheSameRobotAgainBringsTheNewestRights() {
    select(Bench.ROBOT);
    bench.accounts.rightsByAccount.put("ann", Right.WATCH);
    select(Bench.ROBOT);
    Selection robot = Objects.requireNonNull(choice.current());
    assertThat(robot.mayDrive(bench.nowMs)).isFalse();
  }

  @Test
  void whoMayWatchNoMoreIsToldAndHasLeft() {
    select(Bench.ROBOT);
    bench.accounts.rightsByAccount.put("ann", Right.NONE);
    choice.askRights(bench.nowMs);
    assertThat(selected).containsExactly(Bench.ROBOT, null);
    assertThat(link.sent)
        .last()
        .isEqualTo(new ErrorReport("not_permitted", "You may no longer watch it.", null, null));
  }

  @Test
  void whatIsNewAboutTheRobotIsToldOnce() {
    select(Bench.ROBOT);
    bench.accounts.holdLimitS = 30;
    choice.askRights(bench.nowMs);
    choice.askRights(bench.nowMs);
    assertThat(told())
        .containsExactly(
            new RobotSelected(Bench.ROBOT, "Tank", true, 60),
            new RobotSelected(Bench.ROBOT, "Tank", true, 30));
  }

  @Test
  void noAnswerThatComesAfterTheEndSelectsAnything() {
    bench.accounts.isSlow = true;
    select(OTHER);
    select(Bench.ROBOT);
    choice.close();
    bench.accounts.finishOne();
    bench.accounts.finishOne();
    assertThat(selected).isEmpty();
    assertThat(choice.current()).isNull();
  }

  @Test
  void whoLeavesWhileDrivingHasLostTheRobot() {
    select(Bench.ROBOT);
    Selection robot = Objects.requireNonNull(choice.current());
    robot
        .drives()
        .onLease(
            new Lease(Bench.ROBOT, new Numbered(7, 2), 4711, "Ann", 9000, Lease.Cause.TAKEN, null));
    select(OTHER);
    assertThat(bench.drives)
        .extracting(DriveLog.Event::detail)
        .containsExactly("taken", "the client has left");
  }
}
