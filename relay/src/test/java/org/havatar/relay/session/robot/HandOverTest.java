package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.LeaseRequested;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.RequestLease;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.StopPressed;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.TakeOver;
import org.havatar.transports.wire.WatcherList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking for the lease, taking it over, and who hears of it. */
class HandOverTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final TestRobot robot = TestRobot.live(bench, "a");
  private final TestClient ann = bench.pilot("ann", "a");
  private final TestClient ben = bench.pilot("ben", "b");

  HandOverTest() {
    ann.take();
    pass(50);
  }

  private void pass(long durationMs) {
    bench.pass(durationMs, ann, ben, robot);
  }

  /** Ann goes on driving. */
  private void annDrivesFor(long durationMs) {
    for (long passed = 0; passed < durationMs; passed += 50) {
      ann.steer();
      pass(50);
    }
  }

  private static LeaseRequested told(TestClient client) {
    return client.link.last(LeaseRequested.class);
  }

  private static void assertRefused(TestClient client, String request, String code) {
    Refused refused = client.link.last(Refused.class);
    assertThat(refused.request()).isEqualTo(request);
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.message()).isNotBlank();
  }

  @Test
  void whoAsksIsShownToTheDriverWhoGoesOnDriving() {
    ben.say(new RequestLease());
    pass(20);
    assertThat(told(ann).holder()).isEqualTo(ben.tag());
    assertThat(told(ann).holderName()).isEqualTo("ben!");
    assertThat(told(ann).remainingMs()).isEqualTo(LeaseRequests.ANSWER_WITHIN_MS);
    assertThat(told(ben)).isEqualTo(told(ann));
    assertThat(ann.link.last(Lease.class).holder()).isEqualTo(ann.tag());
  }

  @Test
  void aGrantHandsTheLeaseOverInOneStep() {
    ben.say(new RequestLease());
    pass(20);
    int before = robot.holders.size();
    ann.say(new AnswerRequest(ben.tag(), true));
    pass(20);
    Lease lease = ben.link.last(Lease.class);
    assertThat(lease.holder()).isEqualTo(ben.tag());
    assertThat(lease.cause()).isEqualTo(Lease.Cause.HANDED_OVER);
    assertThat(robot.holders).hasSize(before + 1);
    assertThat(told(ann).remainingMs()).isZero();
  }

  @Test
  void aDriverWhoKeepsTheControlsIsNotAskedAnyMoreAndTheOtherHearsIt() {
    ben.say(new RequestLease());
    pass(20);
    ann.say(new AnswerRequest(ben.tag(), false));
    pass(20);
    assertRefused(ben, "request_lease", "declined");
    assertThat(told(ann).remainingMs()).isZero();
    assertThat(robot.register.current(robot.atMs()).holder()).isEqualTo(ann.tag());
  }

  @Test
  void aRequestLapsesAfterTenSecondsAndNotAMillisecondEarlier() {
    ben.say(new RequestLease());
    annDrivesFor(LeaseRequests.ANSWER_WITHIN_MS - 50);
    assertThat(ben.link.all(Refused.class)).isEmpty();
    annDrivesFor(50);
    assertRefused(ben, "request_lease", "unanswered");
    ann.say(new AnswerRequest(ben.tag(), true));
    pass(20);
    assertRefused(ann, "answer_request", "unanswered");
    assertThat(ann.link.last(Lease.class).holder()).isEqualTo(ann.tag());
  }

  @Test
  void askingAgainDoesNotProlongTheRequest() {
    ben.say(new RequestLease());
    annDrivesFor(9000);
    ben.say(new RequestLease());
    annDrivesFor(1000);
    assertRefused(ben, "request_lease", "unanswered");
  }

  @Test
  void aDriverIsAskedOnceHoweverOftenTheOtherRepeatsIt() {
    for (int i = 0; i < 10; i++) {
      ben.say(new RequestLease());
      pass(20);
    }
    assertThat(ann.link.all(LeaseRequested.class)).hasSize(1);
  }

  @Test
  void aDriverWhoSaidNoIsLeftInPeaceForAWhile() {
    ben.say(new RequestLease());
    pass(20);
    ann.say(new AnswerRequest(ben.tag(), false));
    pass(20);
    int before = ann.link.all(LeaseRequested.class).size();
    ben.say(new RequestLease());
    pass(20);
    assertRefused(ben, "request_lease", "rate_limited");
    assertThat(ann.link.all(LeaseRequested.class)).hasSize(before);
    annDrivesFor(LeaseRequests.QUIET_MS);
    ben.say(new RequestLease());
    pass(20);
    assertThat(told(ann).remainingMs()).isPositive();
  }

  @Test
  void onlyTheDriverAnswers() {
    TestClient eve = bench.pilot("eve", "a");
    ben.say(new RequestLease());
    pass(20);
    eve.say(new AnswerRequest(ben.tag(), true));
    bench.pass(20, ann, ben, eve, robot);
    assertRefused(eve, "answer_request", "not_holder");
    assertThat(ben.link.last(Lease.class).holder()).isEqualTo(ann.tag());
  }

  @Test
  void aConsentCountsForTheTermInWhichItWasGivenOnly() {
    ben.say(new RequestLease());
    pass(20);
    robot.isReading = false;
    ann.say(new AnswerRequest(ben.tag(), true)); // on its way to the robot
    robot.register.boardRestarted(robot.atMs()); // a new term
    robot.isReading = true;
    pass(20);
    assertRefused(ben, "request_lease", "term_changed");
    assertThat(ben.link.last(Lease.class).holder()).isEqualTo(ann.tag());
  }

  @Test
  void whenTheLeaseBecomesFreeTheOneWhoAskedFirstGetsIt() {
    TestClient eve = bench.pilot("eve", "b");
    ben.say(new RequestLease());
    eve.say(new RequestLease());
    bench.pass(20, ann, ben, eve, robot);
    ann.say(new ReleaseLease());
    bench.pass(30, ann, ben, eve, robot);
    assertThat(eve.link.last(Lease.class).holder()).isEqualTo(ben.tag());
    assertThat(told(ben).holder()).isEqualTo(eve.tag()); // the next in line asks the new driver
    assertThat(told(ben).remainingMs()).isPositive();
  }

  @Test
  void aFreeLeaseIsTakenByAskingForIt() {
    ann.say(new ReleaseLease());
    pass(20);
    ben.say(new RequestLease());
    pass(20);
    assertThat(ben.link.last(Lease.class).holder()).isEqualTo(ben.tag());
  }

  @Test
  void whoAsksForAFreeLeaseOfAnEndedTermIsRefusedUnderTheNameOfHisRequest() {
    ann.say(new ReleaseLease());
    pass(20);
    robot.isReading = false;
    ben.say(new RequestLease());
    robot.register.boardRestarted(robot.atMs()); // a new term while the proposal is on its way
    robot.isReading = true;
    pass(20);
    assertRefused(ben, "request_lease", "term_changed");
  }

  @Test
  void whoHasGoneAsksNoMore() {
    ben.say(new RequestLease());
    pass(20);
    ben.lose();
    annDrivesFor(Watchers.GONE_AFTER_MS + 1000);
    assertThat(told(ann).remainingMs()).isZero();
  }

  @Test
  void aDriverCannotAskHimself() {
    ann.say(new RequestLease());
    pass(20);
    assertRefused(ann, "request_lease", "held");
  }

  @Test
  void noMoreThanSomeAskAtOnce() {
    for (int i = 0; i < LeaseRequests.MOST; i++) {
      bench.pilot("guest" + i, "b").say(new RequestLease());
    }
    ben.say(new RequestLease());
    pass(20);
    assertRefused(ben, "request_lease", "unavailable");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aTakeOverNeedsAHigherRank(int rank) {
    bench.accounts.rank = rank;
    TestClient eve = bench.pilot("eve", "b");
    eve.say(new TakeOver());
    bench.pass(20, ann, ben, eve, robot);
    if (rank == 0) {
      assertRefused(eve, "take_over", "higher_rank_needed");
    } else {
      assertThat(ann.link.last(Lease.class).cause()).isEqualTo(Lease.Cause.TAKEN_OVER);
      assertThat(ann.link.last(Lease.class).holderName()).isEqualTo("eve!");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void aReloadedPageTakesUpAtOnceWithoutAnybodysConsent(String loop) {
    TestClient reloaded = bench.client("ann", loop, null);
    reloaded.helloAfterReload(TestClient.INSTANCE);
    reloaded.select(SimulatedNode.ROBOT);
    reloaded.take();
    bench.pass(20, reloaded, ben, robot);
    Lease lease = reloaded.link.last(Lease.class);
    assertThat(lease.holder()).isEqualTo(reloaded.tag()).isNotEqualTo(ann.tag());
    assertThat(lease.cause()).isEqualTo(Lease.Cause.HANDED_OVER);
  }

  @Test
  void nobodyResumesForAnotherAccountEvenIfHeKnowsTheInstance() {
    TestClient thief = bench.client("eve", "b", null);
    thief.helloAfterReload(TestClient.INSTANCE);
    thief.select(SimulatedNode.ROBOT);
    thief.take();
    bench.pass(20, ann, thief, robot);
    assertRefused(thief, "take_lease", "held");
  }

  @Test
  void anotherTabOfTheSameAccountIsAnotherDriver() {
    TestClient tab = bench.client("ann", "b", null);
    tab.helloAfterReload("c".repeat(32)); // an instance that never drove
    tab.select(SimulatedNode.ROBOT);
    tab.take();
    bench.pass(20, ann, tab, robot);
    assertRefused(tab, "take_lease", "held");
  }

  @Test
  void everybodyKnowsWhoWatches() {
    pass(Watchers.TELL_EVERY_MS + 20);
    WatcherList list = ann.link.last(WatcherList.class);
    assertThat(list.watchers())
        .containsExactlyInAnyOrder(
            new WatcherList.Watcher(ann.tag(), "ann!"), new WatcherList.Watcher(ben.tag(), "ben!"));
    ben.lose();
    bench.pass(Watchers.GONE_AFTER_MS + Watchers.TELL_EVERY_MS, ann, robot);
    assertThat(ann.link.last(WatcherList.class).watchers()).hasSize(1);
  }

  @Test
  void comingAndGoingIsToldAtMostOnceASecond() {
    pass(3000);
    int before = ann.link.all(WatcherList.class).size();
    for (int i = 0; i < 20; i++) {
      bench.pilot("guest" + i, "b");
      pass(50);
    }
    assertThat(ann.link.all(WatcherList.class).size() - before).isBetween(1, 2);
  }

  @Test
  void whoComesLaterHearsWhoPressedTheStopThatStandsAndNothingOfReleasedOnes() {
    ben.say(new Stop(Stop.Cause.PERSON, 0, 42, 0, Numbered.NONE));
    pass(1100);
    TestClient late = bench.pilot("eve", "b");
    assertThat(late.link.last(StopPressed.class).holderName()).isEqualTo("ben!");
    assertThat(late.link.last(Stopped.class).latch()).isEqualTo(robot.register.latch());
    ann.say(robot.release(ann.tag()));
    pass(1100);
    TestClient later = bench.pilot("fay", "b");
    assertThat(later.link.all(StopPressed.class)).isEmpty();
  }

  @Test
  void everybodyHearsOnceWhoPressedStop() {
    Stop stop = new Stop(Stop.Cause.PERSON, 0, 42, 0, Numbered.NONE);
    ben.say(stop);
    ben.say(stop);
    pass(20);
    for (TestClient each : List.of(ann, ben)) {
      assertThat(each.link.all(StopPressed.class))
          .containsExactly(new StopPressed(SimulatedNode.ROBOT, 42, ben.tag(), "ben!"));
    }
  }
}
