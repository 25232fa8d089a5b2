package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.FakeStoreReach;
import org.havatar.relay.session.Sessions;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.Accounts.Window;
import org.havatar.relay.session.port.CommandRecord;
import org.havatar.relay.session.port.SessionRouter;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.Welcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a driver's request proposes to the robot, and which refusals are the driver's to hear. */
class LeaseProposalTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final long startMs = bench.epochNowMs();
  private final TestRobot robot = TestRobot.live(bench, "a");

  @BeforeEach
  void theWallClockGoes() {
    bench.isWallGoing = true;
  }

  private TestClient booked(String account, long untilMs) {
    Window window = new Window(startMs, startMs + untilMs, 1);
    bench.accounts.windowsByAccount.put(account, List.of(window));
    return bench.pilot(account, "b");
  }

  private TestClient driver(TestClient client) {
    client.take();
    bench.pass(20, client, robot);
    return client;
  }

  private Action proposed() {
    return robot.link.last(Propose.class).action();
  }

  private void refuses(Propose asked) {
    robot.say(new Refused("propose", "held", "Somebody drives.", asked.proposal(), null));
  }

  /** It is due to be extended, and is. */
  private Propose extended(TestClient driver) {
    Numbered term = robot.register.term();
    robot.say(new Lease(null, term, driver.tag(), "x", 1000, Lease.Cause.CURRENT, null));
    bench.loopNamed("b").onTick(bench.nowMs);
    bench.settle();
    return robot.link.last(Propose.class);
  }

  @Test
  void whoHasBookedTakesOverFromOthersOnly() {
    TestClient ben = booked("ben", 60_000);
    driver(ben);
    assertThat(proposed()).as("it is free").isEqualTo(Action.TAKE);
    ben.take();
    assertThat(proposed()).as("their own").isEqualTo(Action.TAKE);
    ben.say(new ReleaseLease());
    bench.pass(20, ben, robot);
    TestClient ann = driver(bench.pilot("ann", "b"));
    ben.say(new ReleaseLease());
    assertThat(proposed()).isEqualTo(Action.RELEASE);
    bench.pass(20, ann, ben, robot);
    ben.take();
    assertThat(proposed()).isEqualTo(Action.TAKE_OVER);
  }

  @Test
  void aPageThatWasReloadedTakesWhatItHeldAndReleasesAsEverybodyDoes() {
    driver(bench.pilot("ann", "b"));
    TestClient reloaded = bench.client("ann", "b", null);
    reloaded.helloAfterReload(TestClient.INSTANCE);
    reloaded.select(SimulatedNode.ROBOT);
    reloaded.say(new ReleaseLease());
    assertThat(proposed()).isEqualTo(Action.RELEASE);
    reloaded.take();
    assertThat(proposed()).isEqualTo(Action.HAND_OVER);
  }

  @Test
  void whoseRightNobodyHasConfirmedForLongMayNotDrive() {
    TestClient ann = bench.pilot("ann", "b");
    bench.accounts.isBroken = true;
    bench.pass(FakeStoreReach.GRACE_MS, ann, robot);
    ann.take();
    assertThat(ann.link.all(Refused.class))
        .containsExactly(
            new Refused(
                "take_lease",
                "unavailable",
                "The relay can't confirm now that you may drive. Try again in a moment.",
                null,
                null));
  }

  @Test
  void whoAsksWhileAnExtensionIsOpenHearsTheAnswer() {
    TestClient ann = driver(bench.pilot("ann", "b"));
    robot.isReading = false;
    Propose extension = extended(ann);
    ann.take();
    Propose own = robot.link.last(Propose.class);
    assertThat(own.proposal()).isNotEqualTo(extension.proposal());
    refuses(own);
    assertThat(ann.link.all(Refused.class)).hasSize(1);
  }

  @Test
  void afterAnExtensionWasGrantedARefusalIsTheDrivers() {
    TestClient ann = driver(bench.pilot("ann", "b"));
    robot.isReading = false;
    ann.take();
    Propose own = robot.link.last(Propose.class);
    Propose extension = extended(ann);
    assertThat(own.proposal()).isNotEqualTo(extension.proposal());
    robot.say(
        new Lease(
            null,
            robot.register.term(),
            ann.tag(),
            "x",
            20_000,
            Lease.Cause.CURRENT,
            extension.proposal()));
    refuses(own);
    assertThat(ann.link.all(Refused.class)).hasSize(1);
  }

  @Test
  void whileAnExtensionIsOpenOtherRefusalsAreTold() {
    TestClient ann = driver(bench.pilot("ann", "b"));
    extended(ann);
    robot.say(new Refused("release_stop", "not_latched", "It is not.", null, ann.tag()));
    assertThat(ann.link.all(Refused.class))
        .extracting(Refused::request)
        .containsExactly("release_stop");
  }

  @Test
  void whoHasTheControlsIsNotAskedForAgain() {
    TestClient ben = booked("ben", 60_000);
    robot.isReading = false;
    ben.take();
    Propose first = robot.link.last(Propose.class);
    ben.take();
    Propose second = robot.link.last(Propose.class);
    Numbered term = robot.register.term().next();
    robot.say(new Lease(null, term, ben.tag(), "x", 5000, Lease.Cause.TAKEN, first.proposal()));
    refuses(second);
    assertThat(ben.link.all(Refused.class)).hasSize(1);
  }

  @Test
  void whoseTimeEndsWhileTheRobotMakesWayIsNotAskedForAgain() {
    TestClient ben = booked("ben", 1000);
    robot.isReading = false;
    bench.pass(970, ben);
    ben.take();
    refuses(robot.link.last(Propose.class));
    assertThat(ben.link.all(Refused.class)).as("not yet").isEmpty();
    bench.pass(BookedTakeRetry.EVERY_MS + 60, ben);
    assertThat(robot.link.all(Propose.class)).hasSize(1);
  }

  /** The roads of a node whose robot leaves whenever it is sent a setpoint. */
  private final class Leaving implements SessionRouter {
    private final SessionRouter router = bench.context("a").ports().router();

    @Override
    public boolean isOnline(String robotId) {
      return router.isOnline(robotId);
    }

    @Override
    public boolean send(ToRobotSession message) {
      return !(message instanceof ToRobotSession.Setpoint) && router.send(message);
    }

    @Override
    public void send(ToClientSession message) {
      router.send(message);
    }
  }

  @Test
  void aSetpointWhoseRobotLeavesAtThatMomentWasNotCarried() {
    Sessions loop =
        new Sessions(
            bench.contextWith(new Leaving(), bench.context("a").ports().instances()), bench.nowMs);
    FakeLink link = new FakeLink();
    Session session = loop.openClient(new Account("ann", "Ann", false), null, link);
    session.onMessage(
        new ClientHello(List.of(1), List.of(), TestClient.INSTANCE, "x/1"), bench.nowMs);
    Welcome welcome = link.last(Welcome.class);
    @Nullable Long holder = welcome.holder();
    Numbered term = robot.register.term();
    long tag = holder == null ? 0 : holder;
    loop.receive(
        new ToClientSession.Heard(
            new ClientAddress("a", welcome.session(), tag),
            SimulatedNode.ROBOT,
            robot.beaconOf(term, tag)));
    Drive drive = bench.client("ann").drive(term, robot.now());
    session.onMessage(drive, bench.nowMs);
    session.onMessage(drive, bench.nowMs);
    assertThat(link.all(Ack.class))
        .extracting(Ack::reason)
        .containsExactly(Reason.NO_ROBOT, Reason.NO_ROBOT);
    session.onClosed(CloseCode.LOST);
    assertThat(bench.commands)
        .extracting(CommandRecord::fate, CommandRecord::count)
        .containsExactly(tuple("no_robot", 2));
  }
}
