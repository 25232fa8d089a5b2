package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a person at an older client has let go long enough to begin (PROTOCOL.md §11). */
class LetGoPermitsTest {
  private static final boolean MOVES = true;
  private static final boolean RESTS = false;

  private long nowMs = 50_000;
  private final LetGoPermits permits = new LetGoPermits(nowMs);

  private void command(boolean moves) {
    permits.onCommand(moves, nowMs);
  }

  private boolean mayTake() {
    return permits.mayTake(nowMs);
  }

  private boolean mayRearm() {
    return permits.mayRearm(nowMs);
  }

  /** Has driven for long, and both permissions are used. */
  private void drive() {
    command(MOVES);
    permits.usedTake(nowMs);
    permits.usedRearm(nowMs);
  }

  /** The node's clock may show anything. */
  @ParameterizedTest
  @ValueSource(longs = {50_000, 0, -50_000})
  void nothingIsAllowedBeforeTheFirstCommand(long openedMs) {
    LetGoPermits fresh = new LetGoPermits(openedMs);
    assertThat(fresh.mayTake(openedMs)).isFalse();
    assertThat(fresh.mayRearm(openedMs)).isFalse();
    assertThat(fresh.isResting(openedMs)).isTrue();
  }

  @Test
  void theFirstCommandOfAConnectionMayTakeAndRearmForTwoSeconds() {
    command(MOVES);
    nowMs += 1999;
    assertThat(mayTake()).isTrue();
    assertThat(mayRearm()).isTrue();
    nowMs++;
    assertThat(mayTake()).isFalse();
    assertThat(mayRearm()).isFalse();
  }

  @Test
  void aNeutralThatIsTheFirstMayTakeButNotRearm() {
    command(RESTS);
    assertThat(mayTake()).isTrue();
    assertThat(mayRearm()).isFalse();
  }

  @Test
  void aStreamThatRunsOnIsAllowedNothingAnyMore() {
    command(MOVES);
    for (int i = 0; i < 100; i++) {
      nowMs += 100;
      command(MOVES);
    }
    assertThat(mayTake()).isFalse();
    assertThat(mayRearm()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1999, false", "2000, true"})
  void takingNeedsTwoSecondsOfSilence(long silentMs, boolean may) {
    drive();
    nowMs += silentMs;
    command(MOVES);
    assertThat(mayTake()).isEqualTo(may);
    assertThat(mayRearm()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"999, false", "1000, true"})
  void rearmingNeedsOneSecondOfSilence(long silentMs, boolean may) {
    drive();
    nowMs += silentMs;
    command(MOVES);
    assertThat(mayRearm()).isEqualTo(may);
    assertThat(mayTake()).isFalse();
  }

  @Test
  void neutralsAreSilence() {
    drive();
    for (int i = 0; i < 20; i++) {
      nowMs += 100;
      command(RESTS);
      assertThat(mayTake()).as("an idle joystick takes nothing").isFalse();
    }
    command(MOVES);
    assertThat(mayTake()).isTrue();
  }

  @Test
  void aNeutralIsALetGoThatRearmsWithTheNextPressOnce() {
    drive();
    nowMs += 20;
    command(RESTS);
    assertThat(mayRearm()).isFalse();
    nowMs += 20;
    command(MOVES);
    assertThat(mayRearm()).isTrue();
    permits.usedRearm(nowMs);
    assertThat(mayRearm()).isFalse();
    nowMs += 20;
    command(MOVES);
    assertThat(mayRearm()).as("that let-go is used up").isFalse();
  }

  @Test
  void whatIsUsedIsOver() {
    command(MOVES);
    permits.usedTake(nowMs);
    assertThat(mayTake()).isFalse();
    assertThat(mayRearm()).isTrue();
    permits.usedRearm(nowMs);
    assertThat(mayRearm()).isFalse();
  }

  @Test
  void aCommandThatWasTooOldIsNoSilenceAndNoLetGo() {
    drive();
    command(RESTS);
    nowMs += 1999;
    permits.onRefused(MOVES, nowMs);
    assertThat(permits.isResting(nowMs)).isFalse();
    nowMs += 1;
    command(MOVES);
    assertThat(mayTake()).isFalse();
    assertThat(mayRearm()).isFalse();
  }

  @Test
  void aNeutralThatWasTooOldChangesNothing() {
    drive();
    nowMs += 999;
    permits.onRefused(RESTS, nowMs);
    assertThat(permits.isResting(nowMs)).isFalse();
    nowMs += 1;
    command(MOVES);
    assertThat(mayRearm()).isTrue();
  }

  @Test
  void aPersonRestsAfterANeutralOrASecondOfSilence() {
    drive();
    assertThat(permits.isResting(nowMs + 999)).isFalse();
    assertThat(permits.isResting(nowMs + 1000)).isTrue();
    command(RESTS);
    assertThat(permits.isResting(nowMs)).isTrue();
    command(MOVES);
    assertThat(permits.isResting(nowMs)).isFalse();
  }

  /** A stream that ran on from before, of which the first commands were too old. */
  @Test
  void theFirstCommandThatIsYoungRearmsNothingWhenOnesThatWereTooOldCameBefore() {
    permits.onRefused(MOVES, nowMs);
    nowMs += 999;
    command(MOVES);
    assertThat(mayTake()).isTrue();
    assertThat(mayRearm()).isFalse();
  }
}
