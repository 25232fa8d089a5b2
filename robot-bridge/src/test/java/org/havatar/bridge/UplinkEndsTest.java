package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.net.URI;
import java.util.List;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Dialer;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.wire.BootConflict;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.RotateKey;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Welcome;
import org.junit.jupiter.api.Test;

/** How attempts and connections end, and that what an ended one leaves behind changes nothing. */
class UplinkEndsTest {
  private static final URI ONE = URI.create("wss://one.example/ws/robot/tank-1");
  private static final URI TWO = URI.create("wss://two.example/ws/robot/tank-1");
  private static final Welcome WELCOME = new Welcome(1, List.of(), "n1", "s1", null);
  private static final Stop STOP = new Stop(Stop.Cause.PERSON, 0, 3, 4, Numbered.NONE);

  /** The longest first wait: each draw is the greatest. */
  private static final int FIRST_WAIT_MS = 150;

  private final FakeClock clock = new FakeClock();
  private final FakeDialer dialer = new FakeDialer();
  private final FakeRobot robot = new FakeRobot(clock);
  private final Drops drops = new Drops();
  private final FakeKeyStorage storage = new FakeKeyStorage();
  private final KeyChain keys = new KeyChain("the-key", List.of(), storage);
  private Uplink uplink = to(ONE);

  private Uplink to(URI... addresses) {
    return new Uplink(
        new Uplink.Options(List.of(addresses), keys),
        new Uplink.Surroundings(dialer, clock, new EdgeRandom(true), drops),
        robot);
  }

  private void advance(int ms) {
    for (int i = 0; i < ms; i++) {
      clock.advance(1);
      uplink.onTick(clock.getAsLong());
    }
  }

  private void waitForDial() {
    for (int i = 0;
        i < 2 * Backoff.UPLINK_LONGEST_MS && uplink.state() == Uplink.State.WAITING;
        i++) {
      advance(1);
    }
    assertThat(uplink.state()).isEqualTo(Uplink.State.DIALING);
  }

  private FakeDialer.Connection connect() {
    uplink.onTick(clock.getAsLong());
    return dialer.connect();
  }

  private FakeDialer.Connection up() {
    FakeDialer.Connection node = connect();
    node.robot().onMessage(WELCOME);
    assertThat(uplink.isUp()).isTrue();
    return node;
  }

  @Test
  void theFirstDialIsAtOnceWhateverTheClockReads() {
    for (long nowMs : new long[] {-20_000, 0, 20_000}) {
      int dialled = dialer.calls.size();
      Uplink.Surroundings early =
          new Uplink.Surroundings(dialer, () -> nowMs, new EdgeRandom(true), drops);
      new Uplink(new Uplink.Options(List.of(ONE), keys), early, robot).onTick(nowMs);
      assertThat(dialer.calls).hasSize(dialled + 1);
    }
  }

  @Test
  void aClosedUplinkHearsNothingMoreAndDialsNoMore() {
    FakeDialer.Connection node = up();
    uplink.close();
    node.robot().onMessage(STOP);
    node.robot().onClosed(CloseCode.GOING_AWAY);
    advance(10_000);
    assertThat(robot.heard).isEmpty();
    assertThat(uplink.state()).isEqualTo(Uplink.State.CLOSED);
    assertThat(dialer.calls).hasSize(1);
  }

  @Test
  void anUplinkThatNeverDialledClosesToo() {
    uplink.close();
    advance(1000);
    assertThat(dialer.calls).isEmpty();
  }

  @Test
  void eachConnectionHasItsOwnHellos() {
    for (int i = 0; i <= Uplink.HELLOS_MAX; i++) {
      FakeDialer.Connection node = up();
      assertThat(node.link().all(RobotHello.class)).hasSize(1);
      node.robot().onClosed(CloseCode.LOST);
      waitForDial();
    }
  }

  @Test
  void theTimeThatANodeAskedForIsSpentOnce() {
    FakeDialer.Connection node = up();
    node.robot().onMessage(new GoingAway(2000));
    node.robot().onClosed(CloseCode.GOING_AWAY);
    advance(4000);
    assertThat(dialer.calls).hasSize(2);
    dialer.refuse();
    advance(FIRST_WAIT_MS);
    assertThat(dialer.calls).hasSize(3);
  }

  @Test
  void aGoodbyeBeforeTheWelcomeOnlyAsksForTime() {
    FakeDialer.Connection node = connect();
    node.robot().onMessage(new GoingAway(2000));
    assertThat(robot.leavings).isZero();
    assertThat(uplink.isLeaving()).isFalse();
    node.robot().onClosed(CloseCode.GOING_AWAY);
    advance(3999);
    assertThat(dialer.calls).hasSize(1);
    advance(1);
    assertThat(dialer.calls).hasSize(2);
  }

  @Test
  void afterALossAnotherAddressIsDialledWithABackoff() {
    uplink = to(ONE, TWO);
    up().robot().onClosed(CloseCode.LOST);
    advance(FIRST_WAIT_MS - 1);
    assertThat(dialer.calls).hasSize(1);
    advance(1);
    assertThat(dialer.calls.getLast().uri()).isEqualTo(TWO);
  }

  @Test
  void otherAddressesAndKeysAreUsedFromTheNextDialOn() {
    FakeDialer.Connection node = up();
    uplink.follow(new Uplink.Options(List.of(TWO), new KeyChain("another", List.of(), storage)));
    assertThat(uplink.isUp()).isTrue();
    node.robot().onClosed(CloseCode.LOST);
    advance(FIRST_WAIT_MS);
    assertThat(dialer.calls.getLast().uri()).isEqualTo(TWO);
    assertThat(dialer.calls.getLast().bearer()).isEqualTo("another");
  }

  @Test
  void aBootNumberTakenElsewhereEndsAConnectionThatHadAConflictOfItsOwnToo() {
    FakeDialer.Connection node = connect();
    node.robot().onMessage(new BootConflict(11));
    uplink.onBootChanged();
    node.robot().onMessage(WELCOME);
    uplink.onBootChanged();
    assertThat(node.link().isOpen()).isFalse();
    assertThat(node.link().all(RobotHello.class)).hasSize(2);
  }

  @Test
  void whatTheLinkDoesNotTakeIsCountedAndWhatItTakesIsNot() {
    FakeDialer.Connection node = up();
    uplink.send(new Ping(1, 1));
    assertThat(drops.snapshot()).isEmpty();
    node.link().full = true;
    uplink.send(new Ping(2, 2));
    assertThat(drops.of(Reason.LINK_FULL)).isEqualTo(1);
  }

  @Test
  void whyAFreshKeyCantBeKeptIsToldInAsManyCharactersAsATextMayHave() {
    FakeDialer.Connection node = up();
    storage.fault = "x".repeat(500);
    node.robot().onMessage(new RotateKey("k2", "fresh", 1000));
    assertThat(node.link().last(ErrorReport.class).message()).isEqualTo("x".repeat(200));
  }

  @Test
  void aKeyThatOpenedLeavesOnlyTheOneBeforeIt() {
    KeyChain several = new KeyChain("the-key", List.of("third", "second", "first"), storage);
    uplink.follow(new Uplink.Options(List.of(ONE), several));
    up();
    assertThat(storage.disk).containsExactly("third", "second");
  }

  @Test
  void theLateFailureOfAnEarlierAttemptEndsNeitherTheNextOneNorItsKey() {
    uplink.onTick(clock.getAsLong());
    advance(DialPlan.LIMIT_MS + FIRST_WAIT_MS);
    assertThat(dialer.calls).hasSize(2);
    keys.configure("the-key");
    try (LogCapture log = new LogCapture(KeyChain.class)) {
      dialer.calls.getFirst().failed().accept(new Dialer.Failure("401", true));
      assertThat(log.messages()).isEmpty();
    }
    assertThat(uplink.state()).isEqualTo(Uplink.State.DIALING);
  }

  @Test
  void theLateConnectionOfAnEarlierAttemptSaysNothingToTheRobot() {
    uplink.onTick(clock.getAsLong());
    advance(DialPlan.LIMIT_MS + FIRST_WAIT_MS);
    LinkListener late = dialer.calls.getFirst().opener().open(new FakeLink());
    late.onMessage(STOP);
    late.onClosed(CloseCode.NORMAL);
    assertThat(robot.heard).isEmpty();
    assertThat(uplink.state()).isEqualTo(Uplink.State.DIALING);
  }

  @Test
  void aTroubleIsToldOnceWhileItLastsWithTheAddressThatWasTried() {
    try (LogCapture log = new LogCapture(Uplink.class, Level.INFO)) {
      uplink.onTick(clock.getAsLong());
      for (int i = 0; i < 3; i++) {
        dialer.refuse();
        waitForDial();
      }
      up().robot().onClosed(CloseCode.LOST);
      assertThat(log.messages())
          .containsExactly(
              "uplink: refused; trying again until it works",
              "uplink up",
              "uplink down: " + CloseCode.LOST.text());
      assertThat(log.values("node")).containsOnly(ONE.toString()).hasSize(3);
    }
  }

  @Test
  void anAttemptThatTakesTooLongIsToldByWhatIsMissing() {
    try (LogCapture log = new LogCapture(Uplink.class, Level.INFO)) {
      uplink.onTick(clock.getAsLong());
      advance(DialPlan.LIMIT_MS);
      assertThat(log.messages())
          .containsExactly("uplink: no connection in time; trying again until it works");
      advance(FIRST_WAIT_MS);
      dialer.connect();
      advance(Uplink.WELCOME_LIMIT_MS);
      assertThat(log.messages())
          .last()
          .isEqualTo("uplink: no welcome in time; trying again until it works");
    }
  }
}
