package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.ClientHello;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client whose handshake named no protocol, until its first word and with it. */
class UndecidedClientTest extends OlderClientScene {
  private static final String ASK = "{\"type\":\"get_status\",\"id\":\"s1\"}";

  @BeforeEach
  void setUp() {
    bench.isWallGoing = true;
    pass(300);
  }

  @Test
  void aFirstCommandThatWaitedWhileTheNodesClockStoodIsStale() {
    bench.epochMs += LeapWatch.LEAP_MS + 1;
    assertThat(client.answerTo(client.press("forward"))).isEqualTo("stale");
  }

  @Test
  void soItIsWhenTheRobotsStampsShowedItSomeTimeBefore() {
    bench.leaps.report(3000);
    pass(10);
    assertThat(client.answerTo(client.press("forward"))).isEqualTo("stale");
    client.press("stop");
    pass(600);
    assertThat(moves(() -> client.keepPressing("forward", 100, 600, client, robot))).isTrue();
  }

  /** No clock began at zero because of a leap. */
  @Test
  void withoutALeapAFirstCommandIsNotStaleHoweverYoungTheNodesClockIs() {
    SimulatedNode young = new SimulatedNode();
    young.nowMs = 100;
    TestRobot there = TestRobot.live(young, "a");
    OlderTestClient first = new OlderTestClient(young, "a");
    young.pass(300, first, there);
    int id = first.press("forward");
    young.pass(300, first, there);
    assertThat(first.answerTo(id)).isEqualTo("ok");
  }

  @Test
  void whoSaysNothingAndAnswersNoPingIsClosedAfterFiveSecondsAndNotOneTickEarlier() {
    OlderTestClient mute = mute();
    bench.pass(4990, mute);
    assertThat(mute.link.closedWith).isNull();
    bench.pass(10, mute);
    assertThat(mute.link.closedWith).isEqualTo(CloseCode.SILENT);
  }

  @Test
  void aGapOfAHundredMillisecondsExcusesNoSilence() {
    OlderTestClient mute = mute();
    bench.pass(4890, mute);
    gap(100);
    bench.pass(10, mute);
    assertThat(mute.link.closedWith).isEqualTo(CloseCode.SILENT);
  }

  @Test
  void aLongerOneDoesSinceItsPongMayWaitInOurSocket() {
    OlderTestClient mute = mute();
    bench.pass(4890, mute);
    gap(101);
    bench.pass(4990, mute);
    assertThat(mute.link.closedWith).isNull();
    bench.pass(10, mute);
    assertThat(mute.link.closedWith).isEqualTo(CloseCode.SILENT);
  }

  private OlderTestClient mute() {
    OlderTestClient mute = new OlderTestClient(bench, "a");
    mute.isPonging = false;
    return mute;
  }

  /** Between two ticks of the loops. */
  private void gap(long gapMs) {
    bench.freeze(gapMs - SimulatedNode.TICK_MS);
    bench.pass(SimulatedNode.TICK_MS);
  }

  @Test
  void whoSaysHelloIsPingedInTheProtocolsOwnWayFromThenOn() {
    client.say(new ClientHello(List.of(1), List.of(), TestClient.INSTANCE, "test/1"));
    List<Long> probes = List.copyOf(client.link.probes);
    pass(1500);
    assertThat(client.link.probes).isEqualTo(probes);
    assertThat(client.link.closedWith).isNull();
  }

  @Test
  void onceItHasSpokenItsSessionAloneLooksAfterItsLogin() {
    client.text(ASK);
    bench.accounts.loginsAsked.clear();
    bench.loopNamed("a").onAccountChanged("old");
    assertThat(bench.accounts.loginsAsked).containsExactly("old");
  }

  @Test
  void beforeItsFirstWordItsLoginIsAskedForWhenItOrAnybodysMayHaveEnded() {
    bench.accounts.loginsAsked.clear();
    bench.loopNamed("a").onAccountChanged("ann");
    assertThat(bench.accounts.loginsAsked).isEmpty();
    bench.loopNamed("a").onAccountChanged("old");
    bench.loopNamed("a").onAnythingChanged();
    assertThat(bench.accounts.loginsAsked).containsExactly("old", "old");
    assertThat(client.link.closedWith).isNull();
  }

  @Test
  void whatIsHeardOfTheLoginOfOneThatIsGoneClosesNothing() {
    bench.accounts.isSlowOnLogins = true;
    bench.accounts.loggedOut.add("old");
    bench.loopNamed("a").onAccountChanged("old");
    client.lose();
    bench.accounts.finishOne();
    assertThat(client.link.closedWith).isNull();
  }

  /** The answer to the ping that was sent as the latch came: nothing waits for a tick. */
  @Test
  void theFirstPressIsReArmedInTheTurnOfThePongThatProvesIt() {
    robot.latch();
    client.isPonging = false;
    int pings = client.link.probes.size();
    client.press("forward");
    pass(30);
    assertThat(client.link.probes.size()).isGreaterThan(pings);
    int before = robot.link.drives().size();
    client.pong(4711); // answers no ping of ours
    assertThat(robot.link.drives()).hasSize(before);
    client.pong(client.link.probes.get(client.link.probes.size() - 1));
    assertThat(robot.link.drives().size()).isGreaterThan(before);
  }
}
