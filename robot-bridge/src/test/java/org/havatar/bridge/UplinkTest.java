package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Random;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.BootConflict;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.KeyStored;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.RotateKey;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.TakeLease;
import org.havatar.transports.wire.Welcome;
import org.junit.jupiter.api.Test;

class UplinkTest {
  private static final URI ONE = URI.create("wss://one.example/ws/robot/tank-1");
  private static final URI TWO = URI.create("wss://two.example/ws/robot/tank-1");
  private static final Welcome WELCOME = new Welcome(1, List.of(), "n1", "s1", null);
  private static final RotateKey FRESH = new RotateKey("k2", "fresh", 1000);
  private static final Stop STOP = new Stop(Stop.Cause.PERSON, 0, 3, 4, Numbered.NONE);
  private static final Drive DRIVE =
      new Drive(new Numbered(5, 1), new Sequence(1), new Stamp(1), 800, 0, 1, 1);

  private final FakeClock clock = new FakeClock();
  private final FakeDialer dialer = new FakeDialer();
  private final FakeRobot robot = new FakeRobot(clock);
  private final Drops drops = new Drops();
  private final FakeKeyStorage storage = new FakeKeyStorage();
  private KeyChain keys = new KeyChain("the-key", List.of(), storage);
  private Uplink uplink = to(ONE);

  private Uplink to(URI... addresses) {
    return new Uplink(
        new Uplink.Options(List.of(addresses), keys),
        new Uplink.Surroundings(dialer, clock, new Random(3), drops),
        robot);
  }

  /** Ticks every millisecond. */
  private void advance(int ms) {
    for (int i = 0; i < ms; i++) {
      clock.advance(1);
      uplink.onTick(clock.getAsLong());
    }
  }

  private FakeDialer.Connection connect() {
    uplink.onTick(clock.getAsLong());
    return dialer.connect();
  }

  private FakeDialer.Connection up() {
    FakeDialer.Connection node = connect();
    node.robot().onMessage(WELCOME);
    return node;
  }

  private void echo(FakeDialer.Connection node) {
    int now = (int) clock.getAsLong();
    node.robot().onMessage(new Pong(1, now, false, new Stamp(0)));
  }

  @Test
  void itDialsAtOnceWithItsKeyAndSaysHelloFirst() {
    FakeDialer.Connection node = connect();
    assertThat(dialer.calls.getLast().uri()).isEqualTo(ONE);
    assertThat(dialer.calls.getLast().bearer()).isEqualTo("the-key");
    assertThat(node.link().offered).containsExactly(robot.hello(false));
    assertThat(uplink.isUp()).isFalse();
  }

  @Test
  void theWelcomeMakesItUpAndPingsWithTheRobotsStamp() {
    FakeDialer.Connection node = up();
    assertThat(uplink.isUp()).isTrue();
    assertThat(robot.ups).isEqualTo(1);
    assertThat(node.link().last(Ping.class).senderMs()).isEqualTo((int) clock.getAsLong());
  }

  @Test
  void aFreshKeyIsToldBackWhenItIsOnDiskAndNotBefore() {
    FakeDialer.Connection node = up();
    storage.isSlow = true;
    node.robot().onMessage(FRESH);
    assertThat(node.link().all(KeyStored.class)).isEmpty();
    storage.finish();
    assertThat(storage.disk).containsExactly("fresh", "the-key");
    assertThat(node.link().all(KeyStored.class)).containsExactly(new KeyStored("k2"));
    node.robot().onClosed(CloseCode.LOST);
    advance(1000);
    assertThat(dialer.calls.getLast().bearer()).isEqualTo("fresh");
  }

  @Test
  void aFreshKeyThatCantBeKeptIsSaidSoAndTheOneInUseStays() {
    FakeDialer.Connection node = up();
    storage.fault = "No space left on device";
    node.robot().onMessage(FRESH);
    assertThat(node.link().all(KeyStored.class)).isEmpty();
    ErrorReport said = node.link().last(ErrorReport.class);
    assertThat(said.code()).isEqualTo("key_not_stored");
    assertThat(said.commandId()).isEqualTo("k2");
    assertThat(said.message()).contains("No space left");
    node.robot().onClosed(CloseCode.LOST);
    advance(1000);
    assertThat(dialer.calls.getLast().bearer()).isEqualTo("the-key");
  }

  @Test
  void aKeyThatTheNodeRefusesIsFollowedByTheNextOneAndOneThatItDoesNotAnswerForIsNot() {
    keys = new KeyChain("the-key", List.of("fresh"), storage);
    uplink = to(ONE);
    uplink.onTick(clock.getAsLong());
    assertThat(dialer.calls.getLast().bearer()).isEqualTo("fresh");
    dialer.refuse();
    advance(1000);
    assertThat(dialer.calls.getLast().bearer()).isEqualTo("fresh");
    dialer.refuseKey();
    advance(2000);
    assertThat(dialer.calls.getLast().bearer()).isEqualTo("the-key");
  }

  @Test
  void beforeTheWelcomeNobodyHandsOverKeys() {
    FakeDialer.Connection node = connect();
    node.robot().onMessage(FRESH);
    assertThat(storage.disk).isEmpty();
    assertThat(drops.snapshot()).containsKey(Reason.WRONG_DIRECTION);
  }

  @Test
  void aNodeOfAnotherProtocolVersionIsLeft() {
    FakeDialer.Connection node = connect();
    node.robot().onMessage(new Welcome(2, List.of(), "n1", "s1", null));
    assertThat(node.link().isOpen()).isFalse();
    assertThat(robot.ups).isZero();
  }

  @Test
  void noWelcomeWithin3SecondsEndsTheAttempt() {
    FakeDialer.Connection node = connect();
    advance(Uplink.WELCOME_LIMIT_MS - 1);
    assertThat(node.link().isOpen()).isTrue();
    advance(1);
    assertThat(node.link().isOpen()).isFalse();
  }

  @Test
  void anAttemptThatIsNeverAnsweredIsGivenUpAndItsLateConnectionClosed() {
    uplink.onTick(clock.getAsLong());
    advance(DialPlan.LIMIT_MS + 200);
    assertThat(dialer.calls).hasSize(2);
    FakeLink late = new FakeLink();
    dialer.calls.getFirst().opener().open(late);
    assertThat(late.isOpen()).isFalse();
    assertThat(late.offered).isEmpty();
    assertThat(uplink.state()).isEqualTo(Uplink.State.DIALING);
  }

  @Test
  void refusedAttemptsAreRepeatedWithGrowingWaits() {
    uplink.onTick(clock.getAsLong());
    int[] leastMs = {50, 100, 200, 400, 800, 1600, 2500, 2500};
    for (int least : leastMs) {
      int dialled = dialer.calls.size();
      dialer.refuse();
      advance(least - 1);
      assertThat(dialer.calls).hasSize(dialled);
      advance(2 * least + 2);
      assertThat(dialer.calls).hasSize(dialled + 1);
    }
  }

  @Test
  void anEchoOfAStampStartsTheWaitsAnewButAWelcomeAloneDoesNot() {
    uplink.onTick(clock.getAsLong());
    for (int i = 0; i < 6; i++) {
      dialer.refuse();
      advance(5000);
    }
    FakeDialer.Connection node = dialer.connect();
    node.robot().onMessage(WELCOME);
    node.robot().onClosed(CloseCode.LOST);
    advance(1000);
    assertThat(uplink.state()).isEqualTo(Uplink.State.WAITING);
    advance(7000);
    node = dialer.connect();
    node.robot().onMessage(WELCOME);
    echo(node);
    node.robot().onClosed(CloseCode.LOST);
    advance(151);
    assertThat(uplink.state()).isEqualTo(Uplink.State.DIALING);
  }

  @Test
  void addressesAreTriedInTurn() {
    uplink = to(ONE, TWO);
    uplink.onTick(clock.getAsLong());
    for (URI expected : List.of(ONE, TWO, ONE, TWO)) {
      assertThat(dialer.calls.getLast().uri()).isEqualTo(expected);
      dialer.refuse();
      advance(1300);
    }
  }

  @Test
  void whileDrivenAnUplinkWithoutEchoesIsDeadAfter500MillisecondsWhateverElseArrives() {
    FakeDialer.Connection node = up();
    robot.driven = true;
    for (int i = 0; i < 500; i++) {
      advance(1);
      node.robot().onMessage(new Ping(i, i));
      assertThat(node.link().isOpen()).isTrue();
    }
    // One tick passes before the drive is seen, one after the limit.
    advance(2);
    assertThat(node.link().closedWith).isEqualTo(CloseCode.SILENT);
    assertThat(uplink.isUp()).isFalse();
    advance(151);
    assertThat(dialer.calls).hasSize(2);
  }

  @Test
  void anUplinkThatEchoesStaysUp() {
    FakeDialer.Connection node = up();
    robot.driven = true;
    for (int i = 0; i < 100; i++) {
      advance(100);
      echo(node);
    }
    assertThat(uplink.isUp()).isTrue();
    assertThat(node.link().all(Ping.class)).hasSizeBetween(99, 102);
  }

  @Test
  void aProcessThatWasFrozenKeepsAnUplinkThatStillEchoes() {
    FakeDialer.Connection node = up();
    robot.driven = true;
    advance(50);
    clock.advance(3000);
    uplink.onHeldUp(clock.getAsLong());
    uplink.onTick(clock.getAsLong());
    echo(node);
    advance(400);
    assertThat(uplink.isUp()).isTrue();
  }

  @Test
  void aClosedConnectionIsDialledAgainAndItsLateWordsChangeNothing() {
    FakeDialer.Connection old = up();
    old.robot().onClosed(CloseCode.LOST);
    assertThat(uplink.isUp()).isFalse();
    advance(151);
    FakeDialer.Connection node = dialer.connect();
    node.robot().onMessage(WELCOME);
    old.robot().onMessage(STOP);
    old.robot().onClosed(CloseCode.LOST);
    assertThat(uplink.isUp()).isTrue();
    assertThat(robot.heard).isEmpty();
  }

  @Test
  void aNodeThatGoesAwayIsLeftAloneForAsLongAsItAsks() {
    FakeDialer.Connection node = up();
    node.robot().onMessage(new GoingAway(2000));
    assertThat(uplink.isUp()).isTrue();
    node.robot().onClosed(CloseCode.GOING_AWAY);
    advance(1999);
    assertThat(dialer.calls).hasSize(1);
    advance(2002);
    assertThat(dialer.calls).hasSize(2);
  }

  @Test
  void whenThereIsAnotherAddressANodeThatGoesAwayIsReplacedAtOnce() {
    uplink = to(ONE, TWO);
    FakeDialer.Connection node = up();
    node.robot().onMessage(new GoingAway(2000));
    node.robot().onClosed(CloseCode.GOING_AWAY);
    advance(151);
    assertThat(dialer.calls.getLast().uri()).isEqualTo(TWO);
  }

  @Test
  void withAnotherAddressTheRobotLeavesAtTheGoodbyeAndDialsThatOneAtOnce() {
    uplink = to(ONE, TWO);
    FakeDialer.Connection node = up();
    node.robot().onMessage(new GoingAway(2000));
    assertThat(robot.leavings).isEqualTo(1);
    assertThat(node.link().closedWith).isEqualTo(CloseCode.NORMAL);
    uplink.onTick(clock.getAsLong());
    assertThat(dialer.calls.getLast().uri()).isEqualTo(TWO);
    assertThat(uplink.isLeaving()).isFalse();
  }

  @Test
  void withOneAddressItStaysToTellWhatIsLeftButNotForEver() {
    FakeDialer.Connection node = up();
    node.robot().onMessage(new GoingAway(2000));
    node.robot().onMessage(new GoingAway(2000));
    assertThat(robot.leavings).isEqualTo(1);
    assertThat(uplink.isLeaving()).isTrue();
    for (int ms = 1; ms < Uplink.LEAVING_LIMIT_MS; ms++) {
      echo(node);
      advance(1);
      assertThat(node.link().isOpen()).isTrue();
    }
    advance(1);
    assertThat(node.link().isOpen()).isFalse();
    assertThat(uplink.isLeaving()).isFalse();
  }

  @Test
  void aRefusingAddressCostsNothingWhileAnotherHasNotBeenTried() {
    uplink = to(ONE, TWO);
    uplink.onTick(clock.getAsLong());
    dialer.refuse();
    uplink.onTick(clock.getAsLong());
    assertThat(dialer.calls.getLast().uri()).isEqualTo(TWO);
    dialer.refuse();
    advance(49);
    assertThat(dialer.calls).hasSize(2);
    advance(102);
    assertThat(dialer.calls.getLast().uri()).isEqualTo(ONE);
  }

  @Test
  void anAddressThatSwallowsPacketsHoldsTheOthersUpForOneAndAHalfSecondsAtMost() {
    uplink = to(ONE, TWO);
    uplink.onTick(clock.getAsLong());
    advance(DialPlan.FIRST_ROUND_LIMIT_MS - 1);
    assertThat(dialer.calls).hasSize(1);
    advance(2);
    assertThat(dialer.calls.getLast().uri()).isEqualTo(TWO);
  }

  @Test
  void aSlowNetworkGetsTheWholeTimeFromTheSecondRoundOn() {
    uplink = to(ONE, TWO);
    uplink.onTick(clock.getAsLong());
    advance(2 * DialPlan.FIRST_ROUND_LIMIT_MS + 2 + 150);
    assertThat(dialer.calls).hasSize(3);
    advance(DialPlan.LIMIT_MS - 200);
    assertThat(dialer.calls).hasSize(3);
  }

  @Test
  void pingsAreAnsweredWithTheRobotsStamp() {
    FakeDialer.Connection node = up();
    clock.advance(70);
    node.robot().onMessage(new Ping(42, 99));
    assertThat(node.link().last(Pong.class)).isEqualTo(new Pong(42, 99, true, clock.stamp()));
  }

  @Test
  void beforeTheWelcomeOnlyStopsReachTheRobot() {
    FakeDialer.Connection node = connect();
    node.robot().onMessage(DRIVE);
    assertThat(robot.heard).isEmpty();
    assertThat(drops.of(Reason.WRONG_DIRECTION)).isEqualTo(1);
    node.robot().onMessage(STOP);
    assertThat(robot.heard).containsExactly(STOP);
  }

  @Test
  void messagesThatNeverTravelToARobotAreCountedAndChangeNothing() {
    FakeDialer.Connection node = up();
    List<Message> strays =
        List.of(
            new TakeLease(),
            robot.hello(false),
            WELCOME,
            new BootConflict(9),
            new Ack(Reason.STALE, Numbered.NONE, Sequence.ZERO, new Stamp(0), 0, 0, 0, 0));
    strays.forEach(node.robot()::onMessage);
    assertThat(drops.of(Reason.WRONG_DIRECTION)).isEqualTo(strays.size());
    assertThat(robot.heard).isEmpty();
    assertThat(robot.conflicts).isEmpty();
    assertThat(uplink.isUp()).isTrue();
  }

  @Test
  void afterABootConflictItSaysHelloAgainWithTheNewNumber() {
    FakeDialer.Connection node = connect();
    node.robot().onMessage(new BootConflict(11));
    assertThat(robot.conflicts).containsExactly(11L);
    assertThat(node.link().all(RobotHello.class)).hasSize(1);
    robot.boot = 12;
    uplink.onBootChanged();
    assertThat(node.link().last(RobotHello.class).boot()).isEqualTo(12);
    assertThat(node.link().isOpen()).isTrue();
  }

  @Test
  void aNodeThatRefusesEveryBootNumberIsLeft() {
    FakeDialer.Connection node = connect();
    for (int i = 0; i < Uplink.HELLOS_MAX; i++) {
      assertThat(node.link().isOpen()).isTrue();
      node.robot().onMessage(new BootConflict(11 + i));
      uplink.onBootChanged();
    }
    assertThat(node.link().isOpen()).isFalse();
    assertThat(node.link().all(RobotHello.class)).hasSize(Uplink.HELLOS_MAX);
  }

  @Test
  void aBootNumberTakenElsewhereMeansANewConnection() {
    FakeDialer.Connection node = up();
    uplink.onBootChanged();
    assertThat(node.link().isOpen()).isFalse();
    advance(151);
    assertThat(dialer.calls).hasSize(2);
  }

  @Test
  void closingIsForGood() {
    FakeDialer.Connection node = up();
    uplink.close();
    assertThat(node.link().closedWith).isEqualTo(CloseCode.GOING_AWAY);
    advance(10_000);
    assertThat(dialer.calls).hasSize(1);
  }

  @Test
  void nothingIsSentWhileItIsNotUp() {
    FakeDialer.Connection node = connect();
    uplink.send(new Ping(1, 1));
    assertThat(node.link().all(Ping.class)).isEmpty();
  }

  @Test
  void aDialerThatThrowsIsAnAttemptThatFailed() {
    dialer.faults = 3;
    advance(2_000);
    assertThat(dialer.faults).isZero();
    assertThat(dialer.calls).hasSize(1);
  }

  @Test
  void aConnectionOnWhichTheHelloFailedIsLeftForAnother() {
    robot.helloFaults = 1;
    uplink.onTick(clock.getAsLong());
    assertThatThrownBy(dialer::connect).isInstanceOf(IllegalStateException.class);
    advance(Uplink.WELCOME_LIMIT_MS + Backoff.FIRST_MS * 2);
    assertThat(dialer.calls).hasSize(2);
    up();
    assertThat(uplink.isUp()).isTrue();
  }
}
