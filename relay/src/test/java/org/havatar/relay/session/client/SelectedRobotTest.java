package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.FakeAlarm;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.FakeRouter;
import org.havatar.relay.session.FakeStoreReach;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.client.Capability.Moment;
import org.havatar.relay.session.connection.Complaints;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.LeaseWish;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.Rights;
import org.havatar.relay.session.port.Accounts.RobotProfile;
import org.havatar.relay.session.port.Accounts.Window;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a client may do with the robot that it has selected, and when it has to do it again. */
class SelectedRobotTest {
  private static final long START_MS = 100; // of a node that has just come up
  private static final ClientAddress SEAT = new ClientAddress("a", "a.1", 4711);
  private static final Numbered TERM = new Numbered(7, 2);

  private final SimulatedNode bench = new SimulatedNode();
  private final FakeRouter router = new FakeRouter();
  private final FakeStoreReach reach = new FakeStoreReach();
  private long nowMs = START_MS;
  private final Capability capability =
      new Capability(this::wallMs, reach, untilMs(null), moment());
  private final SelectedRobot robot = selection();

  private long wallMs() {
    return 1_800_000_000_000L + nowMs;
  }

  private Moment moment() {
    return new Moment(nowMs, wallMs(), nowMs);
  }

  /** May drive until then, by the bench's clock; null: without end. */
  private Rights untilMs(@Nullable Long endMs) {
    long startMs = wallMs() - nowMs;
    Window window = endMs == null ? Window.ALWAYS : new Window(startMs, startMs + endMs, 1);
    return new Rights(new RobotProfile("Tank", 60), Right.DRIVE, 1, Right.WATCH, List.of(window));
  }

  private SelectedRobot selection() {
    LoopContext context = bench.context("a");
    LoopContext mine =
        new LoopContext(
            context.place(),
            router.of(context.ports()),
            context.instrumentation(),
            context.random(),
            this::wallMs,
            bench.leaps);
    FakeLink link = new FakeLink();
    Account ann = new Account("ann", "Ann", false);
    Client client =
        new Client(
            SEAT, 0, ann, false, link, new Complaints(link, bench.drops), new FakeAlarm(bench));
    return new SelectedRobot(SimulatedNode.ROBOT, client, mine, capability, nowMs);
  }

  private void holds(long holder, long remainingMs) {
    Lease lease = new Lease(null, TERM, holder, "x", remainingMs, Lease.Cause.TAKEN, null);
    robot.registerView().onLease(lease, nowMs);
    robot.drives().onLease(lease);
  }

  private static Drive drive(int sequence) {
    return new Drive(TERM, new Sequence(sequence), new Stamp(1), 300, 0, 100, 100);
  }

  private List<String> drives() {
    return bench.drives.stream().map(each -> each.action() + " " + each.detail()).toList();
  }

  @Test
  void watchingIsRenewedOnceASecond() {
    robot.renewWatch(START_MS + ToRobotSession.Watch.RENEW_EVERY_MS - 1);
    assertThat(router.sent).isEmpty();
    robot.renewWatch(START_MS + ToRobotSession.Watch.RENEW_EVERY_MS);
    robot.renewWatch(START_MS + ToRobotSession.Watch.RENEW_EVERY_MS + 1);
    assertThat(router.sent)
        .containsExactly(new ToRobotSession.Watch(SimulatedNode.ROBOT, SEAT, "Ann"));
  }

  @Test
  void oldRightsAreAskedForOnceASecondAndFreshOnesNotAtAll() {
    long firstMs = START_MS + Capability.CONFIRM_EVERY_MS;
    assertThat(robot.isRightsCheckDue(firstMs - 1)).as("fresh").isFalse();
    assertThat(robot.isRightsCheckDue(firstMs)).isTrue();
    assertThat(robot.isRightsCheckDue(firstMs + 1)).isFalse();
    assertThat(robot.isRightsCheckDue(firstMs + 999)).isFalse();
    assertThat(robot.isRightsCheckDue(firstMs + 1000)).isTrue();
  }

  @Test
  void rightsThatWereOldAtTheBeginningAreAskedForAfterASecond() {
    capability.confirm(
        untilMs(null), new Moment(START_MS - 5000, wallMs() - 5000, START_MS - 5000));
    assertThat(robot.isRightsCheckDue(START_MS)).isFalse();
    assertThat(robot.isRightsCheckDue(START_MS + 999)).isFalse();
    assertThat(robot.isRightsCheckDue(START_MS + 1000)).isTrue();
  }

  @Test
  void aSetpointIsRefusedWithoutRightWithoutRobotAndWithoutTheLease() {
    holds(SEAT.holder(), 20_000);
    assertThat(robot.refusalOf(drive(1), nowMs)).isNull();
    router.isOnline = false;
    assertThat(robot.refusalOf(drive(1), nowMs)).isEqualTo(Reason.NO_ROBOT);
    router.isOnline = true;
    holds(0, 0);
    assertThat(robot.refusalOf(drive(1), nowMs)).isEqualTo(Reason.NO_LEASE);
    long lateMs = START_MS + FakeStoreReach.GRACE_MS;
    assertThat(robot.refusalOf(drive(1), lateMs)).isEqualTo(Reason.NOT_PERMITTED);
  }

  @Test
  void whatIsBehindTheNewestIsARepetitionUnlessItIsVeryFarBehind() {
    holds(SEAT.holder(), 20_000);
    robot.onCarried(drive(2000));
    assertThat(robot.refusalOf(drive(2001), nowMs)).isNull();
    assertThat(robot.refusalOf(drive(2000), nowMs)).isEqualTo(Reason.SEQUENCE_OLD);
    assertThat(robot.refusalOf(drive(2000 - 1023), nowMs)).isEqualTo(Reason.SEQUENCE_OLD);
    assertThat(robot.refusalOf(drive(2000 - 1024), nowMs)).isNull();
  }

  @Test
  void theFirstSetpointsOfATermRepeatNothingOfTheTermBefore() {
    Drive before = new Drive(new Numbered(7, 1), new Sequence(9), new Stamp(1), 300, 0, 100, 100);
    robot.onCarried(before);
    holds(SEAT.holder(), 20_000);
    assertThat(robot.refusalOf(drive(1), nowMs)).isNull();
  }

  @Test
  void aRobotThatGoesIsToldOnceAndWhatWasKnownOfItIsForgotten() {
    holds(SEAT.holder(), 20_000);
    router.isOnline = false;
    assertThat(robot.onRoute()).isTrue();
    assertThat(robot.isOnline()).isFalse();
    assertThat(robot.registerView().isKnown()).isFalse();
    assertThat(robot.isHolder()).isFalse();
    assertThat(router.sent).isEmpty();
    assertThat(drives())
        .containsExactly("drive.taken taken", "drive.lost the robot is not connected");
    assertThat(robot.onRoute()).isFalse();
  }

  @Test
  void aRobotThatComesOrChangesItsConnectionIsWatchedAnewAndKeepsItsDriver() {
    router.isOnline = false;
    robot.onRoute();
    router.isOnline = true;
    assertThat(robot.onRoute()).isTrue();
    holds(SEAT.holder(), 20_000);
    assertThat(robot.onRoute()).isFalse();
    ToRobotSession watching = new ToRobotSession.Watch(SimulatedNode.ROBOT, SEAT, "Ann");
    assertThat(router.sent).containsExactly(watching, watching);
    assertThat(robot.isHolder()).isTrue();
    assertThat(drives()).containsExactly("drive.taken taken");
  }

  @Test
  void aLeaseIsExtendedBelowHalfTimeAndAgainAfterAWhile() {
    holds(SEAT.holder(), SimulatedNode.LEASE_MS / 2);
    assertThat(robot.isExtensionDue(nowMs)).as("at half time").isFalse();
    assertThat(robot.isExtensionDue(nowMs + 1)).isTrue();
    assertThat(robot.isExtensionDue(nowMs + SelectedRobot.EXTEND_RETRY_MS)).isFalse();
    assertThat(robot.isExtensionDue(nowMs + 1 + SelectedRobot.EXTEND_RETRY_MS)).isTrue();
  }

  @Test
  void onlyTheHolderWhoMayDriveExtends() {
    holds(SEAT.holder() + 1, 1000);
    assertThat(robot.isExtensionDue(nowMs)).isFalse();
    holds(SEAT.holder(), 1000);
    assertThat(robot.isExtensionDue(nowMs + FakeStoreReach.GRACE_MS)).isFalse();
    assertThat(robot.isExtensionDue(nowMs)).isTrue();
  }

  @Test
  void aLeaseThatDoesNotEndWithTheTurnIsCorrectedUnlessItIsNearlyRight() {
    capability.confirm(untilMs(START_MS + 8000), moment());
    holds(SEAT.holder(), 8000 + SelectedRobot.LEASE_OFF_MS);
    assertThat(robot.isExtensionDue(nowMs)).isFalse();
    holds(SEAT.holder(), 8000 - SelectedRobot.LEASE_OFF_MS);
    assertThat(robot.isExtensionDue(nowMs)).isFalse();
    holds(SEAT.holder(), 8000 + SelectedRobot.LEASE_OFF_MS + 1);
    assertThat(robot.isExtensionDue(nowMs)).isTrue();
  }

  @Test
  void aProposalEndsWithTheTurn() {
    capability.confirm(untilMs(START_MS + 8000), moment());
    robot.changeLease(Propose.Action.TAKE, TERM, nowMs);
    LeaseWish wish = new LeaseWish(Propose.Action.TAKE, TERM, "Ann", 1, 8000);
    assertThat(router.sent)
        .containsExactly(new ToRobotSession.ChangeLease(SimulatedNode.ROBOT, SEAT, wish));
  }

  @Test
  void ofAnExtensionOneRefusalIsItsOwnUnlessItWasAnswered() {
    assertThat(robot.isOwnRefusal()).isFalse();
    holds(SEAT.holder(), 1000);
    assertThat(robot.isExtensionDue(nowMs)).isTrue();
    assertThat(robot.isOwnRefusal()).isTrue();
    assertThat(robot.isOwnRefusal()).as("only one").isFalse();
    assertThat(robot.isExtensionDue(nowMs + SelectedRobot.EXTEND_RETRY_MS)).isTrue();
    robot.notExtending();
    assertThat(robot.isOwnRefusal()).isFalse();
  }

  @Test
  void whatWasUnderWayWhenTheClientLeavesIsInTheLogs() {
    holds(SEAT.holder(), 20_000);
    press(41);
    robot.presses().onStopped(stopped(41), nowMs);
    press(42); // the latch of the first stands: the answer would tell whether it is noted
    robot.journal().carried(drive(1), nowMs);
    robot.close();
    assertThat(bench.commands)
        .extracting(each -> each.kind() + " " + each.fate())
        .containsExactly("stop forwarded", "stop forwarded", "drive unanswered");
    assertThat(drives())
        .containsExactly(
            "drive.taken taken", "drive.stop sent to the robot", "drive.lost the client has left");
  }

  private void press(long stopId) {
    robot.presses().onPress(stopId, true, nowMs);
  }

  private static Stopped stopped(long stopId) {
    return new Stopped(true, LatchKind.STOP, stopId, new Numbered(7, 1), new Stamp(1), 20);
  }

  @Test
  void whatGoesToARobotThatIsNotThereIsKnownNotToHaveArrived() {
    Stop stop = new Stop(Stop.Cause.PERSON, 0, 7, SEAT.holder(), Numbered.NONE);
    ReleaseStop release = new ReleaseStop(TERM, TERM, new Stamp(1), 300, 5L, 1);
    AnswerRequest answer = new AnswerRequest(9, true);
    GetStatus question = new GetStatus("1");
    Drive drive = drive(1);
    LeaseWish wish =
        new LeaseWish(
            Propose.Action.HAND_OVER,
            Numbered.NONE,
            "Ann",
            1,
            Math.min(SimulatedNode.LEASE_MS, capability.remainingMs(nowMs)));
    for (boolean isThere : List.of(true, false)) {
      router.sent.clear();
      router.isOnline = isThere;
      assertThat(robot.press(stop)).isEqualTo(isThere);
      assertThat(robot.release(release)).isEqualTo(isThere);
      assertThat(robot.answerAsker(answer)).isEqualTo(isThere);
      assertThat(robot.askStatus(question)).isEqualTo(isThere);
      assertThat(robot.sendSetpoint(drive)).isEqualTo(isThere);
      assertThat(robot.askDriver(nowMs)).isEqualTo(isThere);
      assertThat(router.sent)
          .containsExactly(
              new ToRobotSession.Press(SimulatedNode.ROBOT, SEAT, stop),
              new ToRobotSession.Release(SimulatedNode.ROBOT, SEAT, release),
              new ToRobotSession.AnswerAsker(SimulatedNode.ROBOT, SEAT, answer),
              new ToRobotSession.AskStatus(SimulatedNode.ROBOT, SEAT, question),
              new ToRobotSession.Setpoint(
                  SimulatedNode.ROBOT, SEAT, drive, SessionMessage.UNKNOWN_NS),
              new ToRobotSession.AskDriver(SimulatedNode.ROBOT, SEAT, wish));
    }
  }
}
