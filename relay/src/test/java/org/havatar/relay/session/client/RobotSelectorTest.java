package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.havatar.relay.session.FakeAlarm;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.FakeRouter;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.connection.Complaints;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.RobotName;
import org.havatar.relay.session.port.Accounts.Window;
import org.havatar.relay.session.port.DriveLog;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.RobotSelected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the node and the robots hear of a client's choice. */
class RobotSelectorTest {
  private static final String OTHER = "tank-2";

  private final SimulatedNode bench = new SimulatedNode();
  private static final ClientAddress SEAT = new ClientAddress("a", "a.1", 4711);
  private final FakeRouter router = new FakeRouter();
  private final FakeLink link = new FakeLink();
  private final List<@Nullable String> selected = new ArrayList<>();
  private final RobotSelector selector = selector();

  private RobotSelector selector() {
    bench.isWallGoing = true;
    bench.accounts.robots.add(new RobotName(OTHER, "Second"));
    LoopContext context = bench.context("a");
    LoopContext mine =
        new LoopContext(
            context.place(),
            router.of(context.ports()),
            context.instrumentation(),
            context.random(),
            context.epochMs(),
            bench.leaps);
    Account ann = new Account("ann", "Ann", false);
    Complaints complaints = new Complaints(link, bench.drops);
    Client client = new Client(SEAT, 0, ann, false, link, complaints, new FakeAlarm(bench));
    return new RobotSelector(mine, client, selected::add);
  }

  private void select(String robotId) {
    selector.select(robotId, bench.nowMs);
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
    selector.onTick(bench.nowMs);
  }

  @Test
  void anotherRobotIsLeftAndTheSameOneKept() {
    select(SimulatedNode.ROBOT);
    SelectedRobot first = selector.current();
    select(SimulatedNode.ROBOT);
    assertThat(selector.current()).isSameAs(first);
    select(OTHER);
    assertThat(selected).containsExactly(SimulatedNode.ROBOT, SimulatedNode.ROBOT, null, OTHER);
    ToRobotSession watching = new ToRobotSession.Watch(SimulatedNode.ROBOT, SEAT, "Ann");
    assertThat(router.sent)
        .containsExactly(watching, watching, new ToRobotSession.Watch(OTHER, SEAT, "Ann"));
    assertThat(told())
        .containsExactly(
            new RobotSelected(SimulatedNode.ROBOT, "Tank", true, 60),
            new RobotSelected(SimulatedNode.ROBOT, "Tank", true, 60),
            new RobotSelected(OTHER, "Second", true, 60));
  }

  @Test
  void theRobotIsLeftWhileTheAnswerAboutAnotherIsAwaited() {
    select(SimulatedNode.ROBOT);
    bench.accounts.isSlow = true;
    select(OTHER);
    assertThat(selector.current()).isNull();
    assertThat(selector.concerns(SimulatedNode.ROBOT)).isFalse();
    assertThat(selected).containsExactly(SimulatedNode.ROBOT, null);
  }

  @Test
  void whoGoesHasLeftTheRobotAndWhoHadNoneLeavesNothing() {
    selector.close();
    assertThat(selected).isEmpty();
    select(SimulatedNode.ROBOT);
    selector.close();
    assertThat(selected).containsExactly(SimulatedNode.ROBOT, null);
    assertThat(selector.current()).isNull();
  }

  @Test
  void whoGoesAwaitsNothingAnyMore() {
    booked(1000, 60_000);
    select(SimulatedNode.ROBOT);
    assertThat(selector.concerns(SimulatedNode.ROBOT)).isTrue();
    selector.close();
    assertThat(selector.concerns(SimulatedNode.ROBOT)).isFalse();
  }

  @Test
  void whatHappensToAnotherRobotConcernsNeitherTheChosenOneNorItsClient() {
    select(SimulatedNode.ROBOT);
    router.sent.clear();
    selector.onRoute(OTHER);
    assertThat(router.sent).isEmpty();
    router.isOnline = false;
    selector.onRoute(OTHER);
    assertThat(told()).hasSize(1);
    selector.onRoute(SimulatedNode.ROBOT);
    assertThat(told()).last().isEqualTo(new RobotSelected(SimulatedNode.ROBOT, "Tank", false, 60));
  }

  @Test
  void whoHasChosenNothingAsksForNoRights() {
    bench.accounts.isSlow = true;
    assertThat(selector.isMade()).isFalse();
    selector.askRights(bench.nowMs);
    selector.onRoute(SimulatedNode.ROBOT);
    tickAfter(10_000);
    assertThat(bench.accounts.waiting).isEmpty();
    select(SimulatedNode.ROBOT);
    assertThat(selector.isMade()).isTrue();
  }

  @Test
  void aChoiceThatIsRefusedEndsTheWaitingForTheOneBefore() {
    booked(1000, 60_000);
    select(SimulatedNode.ROBOT);
    select("tank-9");
    tickAfter(1000);
    assertThat(selector.current()).isNull();
    assertThat(told()).isEmpty();
  }

  @Test
  void whoIsLetInWhenTheTimeComesIsConfirmedAtOnceAndToldOnce() {
    booked(1000, 60_000);
    select(SimulatedNode.ROBOT);
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
    select(SimulatedNode.ROBOT);
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
    select(SimulatedNode.ROBOT);
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
    select(SimulatedNode.ROBOT);
    bench.accounts.isBroken = true;
    select(SimulatedNode.ROBOT);
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
    select(SimulatedNode.ROBOT);
    assertThat(told()).hasSize(1);
  }

  @Test
  void choosingTheSameRobotAgainBringsTheNewestRights() {
    select(SimulatedNode.ROBOT);
    bench.accounts.rightsByAccount.put("ann", Right.WATCH);
    select(SimulatedNode.ROBOT);
    SelectedRobot robot = Objects.requireNonNull(selector.current());
    assertThat(robot.mayDrive(bench.nowMs)).isFalse();
  }

  @Test
  void whoMayWatchNoMoreIsToldAndHasLeft() {
    select(SimulatedNode.ROBOT);
    bench.accounts.rightsByAccount.put("ann", Right.NONE);
    selector.askRights(bench.nowMs);
    assertThat(selected).containsExactly(SimulatedNode.ROBOT, null);
    assertThat(link.sent)
        .last()
        .isEqualTo(new ErrorReport("not_permitted", "You may no longer watch it.", null, null));
  }

  @Test
  void whatIsNewAboutTheRobotIsToldOnce() {
    select(SimulatedNode.ROBOT);
    bench.accounts.holdLimitS = 30;
    selector.askRights(bench.nowMs);
    selector.askRights(bench.nowMs);
    assertThat(told())
        .containsExactly(
            new RobotSelected(SimulatedNode.ROBOT, "Tank", true, 60),
            new RobotSelected(SimulatedNode.ROBOT, "Tank", true, 30));
  }

  @Test
  void noAnswerThatComesAfterTheEndSelectsAnything() {
    bench.accounts.isSlow = true;
    select(OTHER);
    select(SimulatedNode.ROBOT);
    selector.close();
    bench.accounts.finishOne();
    bench.accounts.finishOne();
    assertThat(selected).isEmpty();
    assertThat(selector.current()).isNull();
  }

  @Test
  void whoLeavesWhileDrivingHasLostTheRobot() {
    select(SimulatedNode.ROBOT);
    SelectedRobot robot = Objects.requireNonNull(selector.current());
    robot
        .drives()
        .onLease(
            new Lease(
                SimulatedNode.ROBOT,
                new Numbered(7, 2),
                4711,
                "Ann",
                9000,
                Lease.Cause.TAKEN,
                null));
    select(OTHER);
    assertThat(bench.drives)
        .extracting(DriveLog.Event::detail)
        .containsExactly("taken", "the client has left");
  }
}
