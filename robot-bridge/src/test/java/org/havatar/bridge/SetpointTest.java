package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.Test;

class SetpointTest {
  private static final long ARRIVED = 1_000_000;
  private static final Stamp BOARD_STAMP = new Stamp(777);

  /** A setpoint whose own age was {@code ageMs} when it arrived, {@code boardMs} after a report. */
  private static Setpoint setpoint(int ttlMs, int ageMs, int boardMs) {
    Stamp echo = StampClock.stampAt(ARRIVED - ageMs);
    Drive drive = new Drive(new Numbered(5, 2), new Sequence(9), echo, ttlMs, 40, 300, -200);
    Setpoint.BoardTime boardTime = new Setpoint.BoardTime(BOARD_STAMP, ARRIVED - boardMs);
    return new Setpoint(drive, ARRIVED, ttlMs, Setpoint.MAX_HOLD_MS, boardTime);
  }

  private static int lifeAt(Setpoint setpoint, long nowMs) {
    return ((Setpoint.Outcome.Write) setpoint.at(nowMs)).drive().ttlMs();
  }

  @Test
  void aFreshOneMayBeHeldFor100MillisecondsPlusWhatTheBoardWillCountAnyway() {
    assertThat(lifeAt(setpoint(800, 20, 0), ARRIVED)).isEqualTo(100);
    assertThat(lifeAt(setpoint(800, 20, 15), ARRIVED)).isEqualTo(115);
  }

  @Test
  void everyMillisecondOfWaitingHereShortensTheHoldOnce() {
    Setpoint setpoint = setpoint(800, 20, 15);
    for (int waited = 0; waited < 85; waited++) {
      int life = lifeAt(setpoint, ARRIVED + waited);
      int boardHasCounted = 15 + waited;
      assertThat(life - boardHasCounted).isEqualTo(100 - waited);
    }
  }

  @Test
  void itsOwnTimeToLiveCutsTheHold() {
    assertThat(lifeAt(setpoint(120, 60, 10), ARRIVED)).isEqualTo(60 + 10);
  }

  @Test
  void theLastMillisecondIsStillWrittenAndThenNothing() {
    Setpoint byHold = setpoint(800, 0, 0);
    assertThat(lifeAt(byHold, ARRIVED + 99)).isEqualTo(1 + 99);
    assertThat(byHold.at(ARRIVED + 100)).isEqualTo(new Setpoint.Outcome.Drop(Reason.STALE));
    Setpoint byAge = setpoint(50, 30, 0);
    assertThat(lifeAt(byAge, ARRIVED + 19)).isEqualTo(1 + 19);
    assertThat(byAge.at(ARRIVED + 20)).isEqualTo(new Setpoint.Outcome.Drop(Reason.STALE));
  }

  @Test
  void nothingIsWrittenOnAStampOfTheBoardOlderThan100Milliseconds() {
    assertThat(lifeAt(setpoint(800, 0, 100), ARRIVED)).isEqualTo(200);
    assertThat(setpoint(800, 0, 101).at(ARRIVED))
        .isEqualTo(new Setpoint.Outcome.Drop(Reason.BOARD_SILENT));
    assertThat(setpoint(800, 0, 60).at(ARRIVED + 41))
        .isEqualTo(new Setpoint.Outcome.Drop(Reason.BOARD_SILENT));
  }

  @Test
  void theFrameEchoesTheBoardAndKeepsEverythingElse() {
    Drive drive = ((Setpoint.Outcome.Write) setpoint(800, 5, 3).at(ARRIVED)).drive();
    assertThat(drive)
        .isEqualTo(new Drive(new Numbered(5, 2), new Sequence(9), BOARD_STAMP, 103, 40, 300, -200));
  }

  @Test
  void ageIsCountedAcrossTheWrapOfTheStamp() {
    long arrived = 0x1_0000_0005L;
    Drive drive = new Drive(new Numbered(5, 2), new Sequence(9), new Stamp(-15), 60, 0, 1, 1);
    Setpoint setpoint =
        new Setpoint(drive, arrived, 60, 100, new Setpoint.BoardTime(BOARD_STAMP, arrived));
    assertThat(lifeAt(setpoint, arrived)).isEqualTo(40);
  }
}
