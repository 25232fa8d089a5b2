package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.robot.MergedPresses.Press;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which presses need not go on to a robot, and that none of them can be lost. */
class MergedPressesTest {
  private static final long BEN = 7;

  private final List<Stopped> told = new ArrayList<>();
  private final MergedPresses presses = new MergedPresses((address, stopped) -> told.add(stopped));

  private static ClientAddress address(long origin) {
    return new ClientAddress("a", "a." + origin, origin);
  }

  private @Nullable Stopped press(long id, long origin, long nowMs) {
    Stop stop = new Stop(Stop.Cause.PERSON, 0, id, origin, Numbered.NONE);
    return presses.answerTo(address(origin), stop, true, nowMs);
  }

  private static Stopped stopped(long id, long latch, LatchKind kind, boolean zero) {
    return new Stopped(zero, kind, id, new Numbered(7, latch), new Stamp(5), 30);
  }

  private void robotSays(long id, long latch) {
    presses.onStopped(stopped(id, latch, LatchKind.STOP, true));
  }

  private static Beacon beacon(int flags, LatchKind kind, long latch) {
    Sequence none = Sequence.ZERO;
    return new Beacon(
        flags, kind, 7, 1, latch, 1, new Stamp(1), 0, 0, 0, 255, 0, 0, 0, 1000, 0, none);
  }

  private static List<Long> ids(List<Press> all) {
    return all.stream().map(each -> each.stop().stopId()).toList();
  }

  @Test
  void untilTheRobotHasAnsweredEveryPressGoesOn() {
    for (int id = 1; id <= 100; id++) {
      assertThat(press(id, BEN, 0)).isNull();
    }
    robotSays(50, 52);
    assertThat(press(101, BEN, 10)).as("the first of them is waited for").isNull();
    robotSays(1, 3);
    assertThat(press(102, BEN, 20)).isEqualTo(stopped(102, 3, LatchKind.STOP, true));
  }

  @Test
  void anAnswerThatGotLostIsWaitedForHalfASecondOnly() {
    press(1, BEN, 0);
    press(2, BEN, MergedPresses.ANSWER_WITHIN_MS - 1);
    robotSays(2, 4);
    assertThat(press(3, BEN, MergedPresses.ANSWER_WITHIN_MS)).isNull();
    robotSays(3, 5);
    assertThat(press(4, BEN, 600)).isNotNull();
  }

  @Test
  void nobodysAnswerIsAnotherPeers() {
    press(1, BEN, 0);
    robotSays(1, 3);
    assertThat(press(2, 8, 10)).isNull();
    assertThat(press(3, BEN, 10)).isNotNull();
  }

  @Test
  void anAnswerOfBeforeTheReleaseNeverStandsAfterIt() {
    press(1, BEN, 0);
    robotSays(1, 3);
    presses.beforeRelease(5000);
    assertThat(press(2, BEN, 5000)).isNull();
    presses.onStopped(stopped(2, 3, LatchKind.STOP, true)); // no latch of its own: an old word
    assertThat(press(3, BEN, 5010)).isNull();
    robotSays(2, 4);
    assertThat(press(4, BEN, 5020)).isNotNull();
  }

  @Test
  void anAnswerThatNamesNoStopDoesNotStand() {
    press(1, BEN, 0);
    presses.onStopped(stopped(1, 3, LatchKind.FAILSAFE, true));
    assertThat(press(2, BEN, 10)).isNull();
  }

  @Test
  void theMillisecondsInWhichNobodyCanHaveSeenAPressAreCounted() {
    press(1, BEN, 0);
    robotSays(1, 3);
    press(2, BEN, 100);
    press(3, BEN, 200);
    assertThat(ids(presses.beforeRelease(200 + MergedPresses.UNSEEN_MS))).containsExactly(3L);
    press(4, BEN, 3000);
    robotSays(4, 5);
    press(5, BEN, 3100);
    assertThat(ids(presses.beforeRelease(3101 + MergedPresses.UNSEEN_MS))).isEmpty();
  }

  @Test
  void aBeaconOfARobotThatIsNotStoppedBringsBackWhatWasMerged() {
    press(1, BEN, 0);
    robotSays(1, 3);
    press(2, BEN, 100);
    Beacon stands = beacon(Beacon.STOP_PRESSED, LatchKind.STOP, 3);
    assertThat(presses.onBeacon(stands, 110)).isEmpty();
    assertThat(press(3, BEN, 120)).isNotNull();
    Beacon released = beacon(0, LatchKind.FAILSAFE, 3);
    assertThat(ids(presses.onBeacon(released, 130))).containsExactly(3L);
    assertThat(press(4, BEN, 140)).isNull();
    assertThat(presses.onBeacon(released, 150)).as("older than that press, perhaps").isEmpty();
    robotSays(4, 4);
    assertThat(press(5, BEN, 160)).isNotNull();
  }

  @Test
  void aRobotThatStartsAnewIsSentThemAgain() {
    press(1, BEN, 0);
    robotSays(1, 3);
    press(2, BEN, 100);
    assertThat(ids(presses.onNewBoot(200))).containsExactly(2L);
    assertThat(press(3, BEN, 210)).isNull();
  }

  @Test
  void whatWasAnsweredBeforeTheBoardStoodIsToldWhenItStands() {
    press(1, BEN, 0);
    presses.onStopped(stopped(1, 3, LatchKind.STOP, false));
    assertThat(press(2, BEN, 10)).isEqualTo(stopped(2, 3, LatchKind.STOP, false));
    assertThat(press(1, BEN, 20)).as("said again until it stands").isNull();
    robotSays(1, 3);
    assertThat(told).containsExactly(stopped(2, 3, LatchKind.STOP, true));
    robotSays(1, 3);
    assertThat(told).hasSize(1);
    assertThat(press(1, BEN, 30)).isEqualTo(stopped(1, 3, LatchKind.STOP, true));
  }

  @Test
  void peersBeyondTheBoundHaveEveryPressForwarded() {
    for (int origin = 1; origin <= MergedPresses.MOST; origin++) {
      press(origin, origin, 0);
      robotSays(origin, 2 + origin);
    }
    press(1000, 1000, 10);
    robotSays(1000, 100);
    assertThat(press(1001, 1000, 20)).isNull();
    long laterMs = MergedPresses.UNTOLD_MS + 1;
    press(2000, 1, laterMs); // this one presses on
    assertThat(press(1002, 1000, laterMs)).isNull();
    robotSays(1002, 101);
    assertThat(press(1003, 1000, laterMs)).as("the others were forgotten").isNotNull();
    assertThat(press(2001, 1, laterMs)).as("and this one not").isNotNull();
  }
}
