package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;
import static org.havatar.relay.session.older.CommandGate.Age.FRESH;
import static org.havatar.relay.session.older.CommandGate.Age.HOLD_VOID;
import static org.havatar.relay.session.older.CommandGate.Age.STALE;

import org.havatar.transports.wire.MotorControl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which commands of an older client are too old (PROTOCOL.md §11). */
class CommandGateTest {
  private static final double CLOCK = 1_800_000_000_000.0;

  private final CommandGate gate = new CommandGate();
  private long nowMs = 50_000;

  /** Without a time stamp. */
  private CommandGate.Age unstamped(int permille, long provenMs) {
    return gate.judge(new MotorControl("\"1\"", null, permille, permille, null), provenMs, nowMs);
  }

  /** Just proven, and under way for so long by its sender's clock. */
  private CommandGate.Age stamped(int permille, double underWayMs) {
    double sentMs = CLOCK + nowMs - underWayMs;
    return gate.judge(MotorControl.ofPermille("\"1\"", permille, permille, sentMs), nowMs, nowMs);
  }

  private CommandGate.Age moving(long provenMs) {
    return unstamped(100, provenMs);
  }

  private CommandGate.Age neutral() {
    return unstamped(0, nowMs);
  }

  @ParameterizedTest
  @CsvSource({"800, FRESH", "801, STALE"})
  void whatNoPongProvesYoungerThanTheTimeToLiveIsStale(long agoMs, CommandGate.Age age) {
    assertThat(moving(nowMs - agoMs)).isEqualTo(age);
  }

  @Test
  void aNeutralIsNeverTooOld() {
    assertThat(unstamped(0, nowMs - 3_600_000)).isEqualTo(FRESH);
    stamped(100, 0);
    assertThat(stamped(100, 801)).isEqualTo(HOLD_VOID);
    assertThat(stamped(0, 801)).isEqualTo(FRESH);
    gate.onGap(nowMs);
    assertThat(unstamped(0, nowMs - 500)).isEqualTo(FRESH);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -50_000, 50_000})
  void theNodesClockMayShowAnything(long atMs) {
    nowMs = atMs;
    assertThat(moving(atMs - 100)).isEqualTo(FRESH);
  }

  @Test
  void afterAGapALetGoAndALaterPingsPongAreBothWanted() {
    gate.onGap(nowMs);
    long gapMs = nowMs;
    nowMs += 20;
    assertThat(moving(gapMs)).as("proven, but nobody let go").isEqualTo(STALE);
    neutral();
    assertThat(moving(gapMs - 1)).as("let go, but not proven").isEqualTo(STALE);
    assertThat(moving(gapMs)).isEqualTo(FRESH);
  }

  @ParameterizedTest
  @CsvSource({"999, STALE", "1000, FRESH"})
  void whoIsSilentForASecondAfterAGapHasNothingLeftInOurSockets(
      long silentMs, CommandGate.Age age) {
    nowMs -= 5000;
    moving(nowMs);
    nowMs += 5000;
    gate.onGap(nowMs);
    nowMs += silentMs;
    assertThat(moving(nowMs)).isEqualTo(age);
  }

  @Test
  void aStreamThatRunsOnAfterAGapIsNoSilence() {
    gate.onGap(nowMs);
    for (int i = 0; i < 30; i++) {
      nowMs += 100;
      assertThat(moving(nowMs)).isEqualTo(STALE);
    }
  }

  @Test
  void whatIsLateEndsWhatIsHeldAndMakesThoseWithoutAStampLateToo() {
    assertThat(stamped(100, 0)).isEqualTo(FRESH);
    assertThat(stamped(100, 801)).isEqualTo(HOLD_VOID);
    assertThat(moving(nowMs)).isEqualTo(HOLD_VOID);
    assertThat(stamped(100, 0)).isEqualTo(FRESH);
    assertThat(moving(nowMs)).isEqualTo(FRESH);
  }

  @Test
  void whatIsMuchQuickerThanAllBeforeMakesThoseDoubtfulUntilALaterPingsPong() {
    stamped(100, 0);
    nowMs += 20;
    assertThat(stamped(100, -101)).isEqualTo(HOLD_VOID);
    long earlyMs = nowMs;
    nowMs += 20;
    assertThat(moving(earlyMs - 1)).isEqualTo(STALE);
    assertThat(moving(earlyMs)).isEqualTo(FRESH);
  }

  @Test
  void afterALeapOfTheNodesClockTheMillisecondOfNowIsDoubtfulToo() {
    gate.onLeap(0, nowMs);
    long leapMs = nowMs;
    nowMs += 20;
    assertThat(moving(leapMs + 1)).as("nobody let go").isEqualTo(STALE);
    neutral();
    assertThat(moving(leapMs)).as("it may have begun before the leap").isEqualTo(STALE);
    assertThat(moving(leapMs + 1)).isEqualTo(FRESH);
  }

  @Test
  void afterALeapWhatItsSenderStillHoldsIsLate() {
    stamped(100, 0);
    gate.onLeap(3000, nowMs);
    nowMs += 20;
    stamped(0, 0);
    assertThat(stamped(100, 0)).as("by our clock as quick as before").isEqualTo(HOLD_VOID);
    assertThat(stamped(100, -3000)).isEqualTo(FRESH);
  }
}
