package org.havatar.transports.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;

/** What a register hands to the next one, and how the next one begins with it. */
final class StandingStopTest implements RegisterListener {
  private static final long ANNA = 0xA11AL;
  private static final StandingStop WATCHERS = new StandingStop(LatchKind.STOP, true, 11, 7);
  private static final StandingStop LOCK = new StandingStop(LatchKind.ADMINISTRATOR, true, 12, 8);

  private final List<String> heard = new ArrayList<>();
  private final List<StandingStop> told = new ArrayList<>();
  private final int nowMs = 5000;
  private Register register = start(StandingStop.NONE);

  private Register start(StandingStop kept) {
    return new Register(RegisterOptions.DEFAULT, this, 3, kept, nowMs);
  }

  private Stamp now() {
    return new Stamp(nowMs);
  }

  @Override
  public void onLease(Lease lease) {}

  @Override
  public void onLatched(Stop.Cause cause, Numbered latch) {
    heard.add("latched " + cause);
  }

  @Override
  public void onStanding(StandingStop standing) {
    heard.add("stands " + standing.kind());
    told.add(standing);
  }

  @Override
  public void onStopConfirmed(Stopped stopped) {}

  private void press(int authority, long stopId, Stop.Cause cause) {
    register.stop(new Stop(cause, authority, stopId, stopId - 4, Numbered.NONE), nowMs);
  }

  private boolean isTold(int flag) {
    return register.beacon(null, 0, 0, 1, nowMs).has(flag);
  }

  private ReleaseStop release(int rank) {
    return new ReleaseStop(register.term(), register.latch(), now(), 800, ANNA, rank);
  }

  private void take() {
    Propose take =
        new Propose(1, Propose.Action.TAKE, register.term(), ANNA, "Anna", 1, 60_000, now());
    assertThat(register.propose(take, nowMs)).isNull();
  }

  @Test
  void aMereStartStandsForNobody() {
    assertThat(register.latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(register.standing()).isEqualTo(StandingStop.NONE);
    assertThat(isTold(Beacon.STOP_PRESSED)).isFalse();
  }

  @Test
  void aStartUnderAPressedStopIsThatStop() {
    register = start(WATCHERS);
    assertThat(register.latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(register.standing()).isEqualTo(WATCHERS);
    assertThat(isTold(Beacon.STOP_PRESSED)).isTrue();
    assertThat(register.latch()).isEqualTo(new Numbered(3, 1));
  }

  @Test
  void aStartUnderAnAdministratorsStopWantsAnAdministrator() {
    register = start(LOCK);
    take();
    Refused refused = register.releaseStop(release(2), nowMs);
    assertThat(refused).isNotNull();
    assertThat(refused.code()).isEqualTo(Codes.HIGHER_RANK_NEEDED);
    assertThat(register.releaseStop(release(3), nowMs)).isNull();
    assertThat(register.standing()).isEqualTo(StandingStop.NONE);
  }

  @Test
  void theBoardIsStoppedBeforeAnybodyIsToldToKeepIt() {
    press(0, 11, Stop.Cause.PERSON);
    assertThat(heard).containsExactly("latched PERSON", "stands STOP");
    assertThat(register.standing()).isEqualTo(WATCHERS);
  }

  @Test
  void whoPressedFirstIsKeptUntilAStrongerStopComes() {
    press(0, 11, Stop.Cause.PERSON);
    press(0, 99, Stop.Cause.PERSON);
    assertThat(told).containsExactly(WATCHERS, WATCHERS);
    press(1, 12, Stop.Cause.PERSON);
    press(0, 98, Stop.Cause.PERSON);
    assertThat(register.standing()).isEqualTo(LOCK);
  }

  @Test
  void aRepetitionIsNoNewStop() {
    press(0, 11, Stop.Cause.PERSON);
    press(0, 11, Stop.Cause.PERSON);
    assertThat(told).containsExactly(WATCHERS);
  }

  @Test
  void theBridgesOwnLastStopPressesNothingAndReleasesNothing() {
    press(0, 50, Stop.Cause.SHUTDOWN);
    assertThat(register.standing()).isEqualTo(StandingStop.NONE);
    press(0, 11, Stop.Cause.PERSON);
    press(0, 51, Stop.Cause.SHUTDOWN);
    assertThat(register.standing()).isEqualTo(WATCHERS);
  }

  @Test
  void aRestartOfTheBoardKeepsAPressedStopPressed() {
    press(1, 12, Stop.Cause.PERSON);
    heard.clear();
    register.boardRestarted(nowMs);
    assertThat(register.standing()).isEqualTo(LOCK);
    assertThat(heard).containsExactly("latched ROBOT_START", "stands ADMINISTRATOR");
  }

  @Test
  void aReleaseThatIsOnlyJudgedTakesNoEffect() {
    press(0, 11, Stop.Cause.PERSON);
    take();
    assertThat(register.judgeRelease(release(1), nowMs)).isNull();
    assertThat(register.standing()).isEqualTo(WATCHERS);
    assertThat(register.latchKind()).isEqualTo(LatchKind.STOP);
    register.completeRelease(nowMs);
    assertThat(register.standing()).isEqualTo(StandingStop.NONE);
    assertThat(register.latchKind()).isEqualTo(LatchKind.FAILSAFE);
    assertThat(told).containsExactly(WATCHERS, StandingStop.NONE);
  }

  @Test
  void whatIsReadLateTakesThePlaceOfTheUnknown() {
    register = start(StandingStop.UNREADABLE);
    assertThat(isTold(Beacon.STOP_PRESSED)).isTrue();
    register.remember(StandingStop.NONE, nowMs);
    assertThat(isTold(Beacon.STOP_PRESSED)).isFalse();
    assertThat(register.latchKind()).isEqualTo(LatchKind.STOP);
    register = start(StandingStop.UNREADABLE);
    register.remember(LOCK, nowMs);
    assertThat(register.standing()).isEqualTo(LOCK);
    assertThat(told).containsExactly(StandingStop.NONE, LOCK);
    assertThat(register.latchKind()).isEqualTo(LatchKind.ADMINISTRATOR);
    assertThat(register.latch()).isEqualTo(new Numbered(3, 1));
  }

  @Test
  void whatIsReadLateNeverWeakensAPressMadeMeanwhile() {
    register = start(StandingStop.UNREADABLE);
    press(0, 11, Stop.Cause.PERSON);
    register.remember(StandingStop.NONE, nowMs);
    assertThat(register.standing()).isEqualTo(WATCHERS);
    register = start(StandingStop.UNREADABLE);
    press(1, 12, Stop.Cause.PERSON);
    register.remember(WATCHERS, nowMs);
    assertThat(register.standing()).isEqualTo(LOCK);
    register = start(StandingStop.UNREADABLE);
    press(0, 11, Stop.Cause.PERSON);
    register.remember(LOCK, nowMs);
    assertThat(register.standing()).isEqualTo(LOCK);
  }

  @Test
  void whatIsReadLateReplacesNoEqualStopThatWasMadeMeanwhile() {
    register = start(StandingStop.UNREADABLE);
    press(0, 11, Stop.Cause.PERSON);
    register.remember(new StandingStop(LatchKind.STOP, true, 99, 9), nowMs);
    assertThat(register.standing()).isEqualTo(WATCHERS);
  }

  @Test
  void aProgramsLockThatIsReadLateIsPressedWhenAPersonPressedMeanwhile() {
    register = start(StandingStop.UNREADABLE);
    press(0, 11, Stop.Cause.PERSON);
    register.remember(new StandingStop(LatchKind.ADMINISTRATOR, false, 12, 8), nowMs);
    assertThat(register.standing()).isEqualTo(LOCK);
    register = start(StandingStop.UNREADABLE);
    register.remember(new StandingStop(LatchKind.ADMINISTRATOR, false, 12, 8), nowMs);
    assertThat(isTold(Beacon.STOP_PRESSED)).as("nobody pressed").isFalse();
  }

  @Test
  void aProgramsLockStandsUnpressedUntilAPersonPressesIt() {
    press(1, 50, Stop.Cause.SHUTDOWN);
    assertThat(register.standing())
        .isEqualTo(new StandingStop(LatchKind.ADMINISTRATOR, false, 50, 46));
    press(1, 12, Stop.Cause.PERSON);
    assertThat(register.standing()).isEqualTo(LOCK);
  }

  @Test
  void nothingIsPressedWhereNothingStands() {
    assertThatThrownBy(() -> new StandingStop(LatchKind.NONE, true, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new StandingStop(LatchKind.FAILSAFE, false, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
