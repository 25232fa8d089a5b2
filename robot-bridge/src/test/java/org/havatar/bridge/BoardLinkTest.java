package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.util.ArrayList;
import java.util.List;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The board's link millisecond by millisecond: what it believes, repeats and lets pass. */
class BoardLinkTest implements BoardListener {
  private static final Numbered LATCH = new Numbered(5, 3);
  private static final Numbered TERM = new Numbered(5, 2);
  private static final long START = 0xB0A2D;

  private final RecordingLine line = new RecordingLine();
  private final List<String> heard = new ArrayList<>();
  private final BoardLink board = new BoardLink(line, this);
  private final int boardStartMs = 70_000;
  private long startId = START;
  private Numbered latch = LATCH;
  private Numbered term = TERM;
  private int sequence;
  private int output;
  private boolean stopped;
  private long nowMs = 10_000;

  @Override
  public void onBoardRestarted() {
    heard.add("restarted");
  }

  @Override
  public void onBoardZero(Numbered of) {
    heard.add("zero under " + of);
  }

  @Override
  public void onBoardAhead(long highestBoot) {
    heard.add("ahead " + highestBoot);
  }

  /** Stopped under {@link #LATCH}, and that is confirmed. */
  @BeforeEach
  void ready() {
    board.stop(Stop.Cause.ROBOT_START, LATCH, nowMs);
    board.onOpened(nowMs);
    hear();
    heard.clear();
    line.stops.clear();
  }

  private void pass(int ms) {
    nowMs += ms;
    board.onTick(nowMs);
  }

  private void hear() {
    board.onBoard(telemetry(boardStartMs + (int) nowMs), nowMs, nowMs);
  }

  private Board telemetry(int stampMs) {
    return new Board(
        stopped,
        false,
        false,
        0,
        startId,
        new Stamp(stampMs),
        term,
        new Sequence(sequence),
        latch,
        output,
        output,
        7800,
        66,
        Reason.ACCEPTED,
        0);
  }

  private void offer(int number) {
    Drive drive = new Drive(TERM, new Sequence(number), new Stamp((int) nowMs), 800, 0, 300, 300);
    board.setpoint(drive, 800, 100, nowMs);
  }

  @Test
  void theStopIsRepeatedAfterTwentyMillisecondsAndNotSooner() {
    latch = Numbered.NONE; // the board doesn't confirm
    board.stop(Stop.Cause.PERSON, LATCH.next(), nowMs);
    assertThat(line.stops).containsExactly(new Stop(Stop.Cause.PERSON, 0, 0, 0, LATCH.next()));
    pass(BoardLink.STOP_REPEAT_MS - 1);
    assertThat(line.stops).hasSize(1);
    pass(1);
    assertThat(line.stops).hasSize(2);
    hear();
    pass(BoardLink.STOP_REPEAT_MS);
    assertThat(line.stops).hasSize(3);
  }

  @Test
  void aSilentBoardGetsItEveryTwoHundredMilliseconds() {
    nowMs += 500;
    board.stop(Stop.Cause.PERSON, LATCH.next(), nowMs);
    pass(BoardLink.STOP_REPEAT_SILENT_MS - 1);
    assertThat(line.stops).hasSize(1);
    pass(1);
    assertThat(line.stops).hasSize(2);
  }

  @Test
  void aConfirmedStopIsNotRepeated() {
    pass(BoardLink.STOP_REPEAT_MS);
    pass(BoardLink.STOP_REPEAT_SILENT_MS);
    assertThat(line.stops).isEmpty();
  }

  @Test
  void aClosedPortIsGivenNoStopAndAnOpenedOneAtOnce() {
    board.onClosed("unplugged");
    board.stop(Stop.Cause.PERSON, LATCH.next(), nowMs);
    pass(BoardLink.STOP_REPEAT_SILENT_MS);
    assertThat(line.stops).isEmpty();
    board.onOpened(nowMs);
    assertThat(line.stops).containsExactly(new Stop(Stop.Cause.ROBOT_START, 0, 0, 0, LATCH.next()));
  }

  @Test
  void aPortThatOpensWithoutAnyStopWantedIsGivenNone() {
    RecordingLine other = new RecordingLine();
    BoardLink fresh = new BoardLink(other, this);
    fresh.onOpened(nowMs);
    output = 300;
    fresh.onBoard(telemetry(1), nowMs, nowMs);
    fresh.rampDown(nowMs);
    fresh.onTick(nowMs + BoardLink.RAMP_MS);
    assertThat(other.stops).isEmpty();
  }

  @Test
  void whatWasKnownBeforeThePortOpenedIsForgotten() {
    offer(1);
    assertThat(board.isConnected(nowMs)).isTrue();
    board.onOpened(nowMs);
    assertThat(board.isConnected(nowMs)).isFalse();
    pass(BoardLink.PING_MS);
    hear();
    pass(BoardLink.PING_MS);
    assertThat(line.pings).as("nothing is under way").isEmpty();
    pass(60);
    hear();
    assertThat(board.isReady(nowMs)).as("the setpoint before is no matter").isTrue();
  }

  @Test
  void telemetryOfAClosedPortIsNotBelieved() {
    board.onClosed("unplugged");
    hear();
    assertThat(board.isConnected(nowMs)).isFalse();
    assertThat(board.telemetry(nowMs)).isNull();
    assertThat(heard).isEmpty();
  }

  @Test
  void aBoardIsConnectedForAHundredMillisecondsAfterItsWordArrived() {
    nowMs += 40;
    board.onBoard(telemetry(boardStartMs + (int) nowMs), nowMs - 40, nowMs); // it waited 40 ms
    assertThat(board.isConnected(nowMs + 60)).isTrue();
    assertThat(board.telemetry(nowMs + 60)).isNotNull();
    assertThat(board.isConnected(nowMs + 61)).isFalse();
    assertThat(board.telemetry(nowMs + 61)).isNull();
    assertThat(board.isReady(nowMs + 61)).isFalse();
  }

  @Test
  void olderTelemetryOfTheSameStartIsIgnoredAndEqualOrYoungerIsNot() {
    output = 300;
    board.onBoard(telemetry(boardStartMs + (int) nowMs - 1), nowMs, nowMs);
    assertThat(board.telemetry(nowMs)).extracting(Board::leftPermille).isEqualTo(0);
    board.onBoard(telemetry(boardStartMs + (int) nowMs), nowMs, nowMs);
    assertThat(board.telemetry(nowMs)).extracting(Board::leftPermille).isEqualTo(300);
    startId++;
    output = 200;
    board.onBoard(telemetry(5), nowMs, nowMs);
    assertThat(board.telemetry(nowMs)).extracting(Board::leftPermille).isEqualTo(200);
    assertThat(heard).startsWith("restarted");
  }

  @Test
  void theFirstStartThatIsHeardIsNoRestart() {
    BoardLink fresh = new BoardLink(line, this);
    fresh.onOpened(nowMs);
    fresh.onBoard(telemetry(1), nowMs, nowMs);
    assertThat(heard).isEmpty();
    startId++;
    fresh.onBoard(telemetry(2), nowMs, nowMs);
    assertThat(heard).containsExactly("restarted");
  }

  @Test
  void whatWasUnderWayToABoardThatRestartedIsLost() {
    offer(1);
    nowMs += 300;
    hear();
    assertThat(board.isReady(nowMs)).isFalse();
    startId++;
    hear();
    assertThat(board.isReady(nowMs)).isTrue();
  }

  @Test
  void theBoardsOwnWordSettlesItsSetpoint() {
    offer(1);
    nowMs += 300;
    hear();
    assertThat(board.isReady(nowMs)).isFalse();
    sequence = 1;
    hear();
    assertThat(board.isReady(nowMs)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"6,5,6", "5,6,6", "7,6,7", "6,8,8"})
  void aBoardThatHasSeenAHigherBootInLatchOrTermIsAhead(int latchBoot, int termBoot, long highest) {
    latch = new Numbered(latchBoot, 1);
    term = new Numbered(termBoot, 1);
    hear();
    assertThat(heard).containsExactly("ahead " + highest);
  }

  @ParameterizedTest
  @CsvSource({"3,0,true", "3,1,false", "2,0,false", "4,0,false"})
  void aStopIsConfirmedByItsOwnLatchAndZeroOnly(int counter, int left, boolean confirmed) {
    board.stop(Stop.Cause.PERSON, LATCH, nowMs);
    assertThat(board.isReady(nowMs)).isFalse();
    latch = new Numbered(5, counter);
    output = left;
    hear();
    assertThat(heard.contains("zero under " + LATCH)).isEqualTo(confirmed);
    assertThat(board.isReady(nowMs)).isEqualTo(confirmed);
  }

  @Test
  void aPongThatProvesTheLineFreeOpensItAndEndsThePings() {
    offer(1);
    pass(BoardLink.PING_MS);
    assertThat(line.pings).containsExactly(new Ping(1, (int) nowMs));
    board.onPong(new Pong(1, (int) nowMs - BoardLink.PING_MS, true, new Stamp(0)), nowMs);
    hear();
    pass(BoardLink.PING_MS - 1);
    assertThat(line.pings).hasSize(1);
    hear();
    pass(1);
    assertThat(line.pings).as("the setpoint may have gone after that ping").hasSize(2);
    assertThat(line.pings.getLast()).isEqualTo(new Ping(2, (int) nowMs));
    final int firstSentMs = (int) nowMs - 2 * BoardLink.PING_MS;
    board.onPong(new Pong(2, (int) nowMs, true, new Stamp(0)), nowMs);
    board.onPong(new Pong(1, firstSentMs, true, new Stamp(0)), nowMs); // the first comes again
    hear();
    pass(BoardLink.PING_MS);
    assertThat(line.pings).as("nothing is under way any more").hasSize(2);
    nowMs += 200;
    hear();
    assertThat(board.isReady(nowMs)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"-1,false", "0,true", "9999,true", "10000,false"})
  void aPongIsBelievedForTenSecondsAndNeverFromTheFuture(int ageMs, boolean believed) {
    offer(1);
    nowMs += 20_000;
    hear();
    assertThat(board.isReady(nowMs)).isFalse();
    board.onPong(new Pong(1, (int) nowMs - ageMs, true, new Stamp(0)), nowMs);
    assertThat(board.isReady(nowMs)).isEqualTo(believed);
    pass(1);
    assertThat(line.pings).hasSize(believed ? 0 : 1);
  }

  @Test
  void aSilentBoardIsNotAsked() {
    offer(1);
    pass(BoardLink.PING_MS + Setpoint.MAX_BOARD_SILENCE_MS);
    assertThat(line.pings).isEmpty();
  }

  @Test
  void aSetpointCarriesTheNewestOfTheBoardsClockAndWhenItCame() {
    nowMs += 30;
    hear();
    nowMs += 7;
    offer(1);
    Setpoint given = line.setpoints.getFirst();
    assertThat(given.boardTime())
        .isEqualTo(new Setpoint.BoardTime(new Stamp(boardStartMs + (int) nowMs - 7), nowMs - 7));
    assertThat(List.of(given.arrivedAtMs(), (long) given.lifeMs(), (long) given.holdMs()))
        .containsExactly(nowMs, 800L, 100L);
  }

  @Test
  void withoutABoardNothingIsOffered() {
    board.onClosed("unplugged");
    offer(1);
    assertThat(line.setpoints).isEmpty();
    assertThat(board.wantsNeutral()).isFalse();
  }

  @Test
  void aStoppedBoardWantsANeutral() {
    assertThat(board.wantsNeutral()).isFalse();
    stopped = true;
    hear();
    assertThat(board.wantsNeutral()).isTrue();
  }

  @Test
  void aRampSparesOnlyTheStopOfTheEndedLeaseAndOnlyUntilItIsOver() {
    output = 300;
    hear();
    board.rampDown(nowMs);
    board.stop(Stop.Cause.LEASE_ENDED, LATCH.next(), nowMs);
    hearEvery20MsFor(BoardLink.RAMP_MS - 20);
    nowMs += 19;
    board.rampDown(nowMs); // told again: no longer for that
    hear();
    board.onTick(nowMs);
    assertThat(line.stops).isEmpty();
    pass(1);
    assertThat(line.stops).hasSize(1);
    pass(1);
    assertThat(line.stops).as("once").hasSize(1);
  }

  private void hearEvery20MsFor(int ms) {
    for (int i = 0; i < ms; i += 20) {
      nowMs += 20;
      hear();
      board.onTick(nowMs);
    }
  }

  @Test
  void aBoardThatStandsOrFallsSilentDuringItsRampIsStopped() {
    output = 300;
    hear();
    board.rampDown(nowMs);
    board.stop(Stop.Cause.LEASE_ENDED, LATCH.next(), nowMs);
    output = 0;
    nowMs += 20;
    hear();
    board.onTick(nowMs);
    assertThat(line.stops).hasSize(1);
    output = 300;
    nowMs += 20;
    hear();
    board.rampDown(nowMs);
    board.stop(Stop.Cause.LEASE_ENDED, LATCH.next().next(), nowMs);
    pass(Setpoint.MAX_BOARD_SILENCE_MS);
    assertThat(line.stops).hasSize(1);
    pass(1);
    assertThat(line.stops).hasSize(2);
  }

  @Test
  void aBoardThatStandsOrIsSilentIsSparedNothing() {
    board.rampDown(nowMs);
    board.stop(Stop.Cause.LEASE_ENDED, LATCH.next(), nowMs);
    assertThat(line.stops).hasSize(1);
    output = 300;
    hear();
    nowMs += Setpoint.MAX_BOARD_SILENCE_MS + 1;
    board.rampDown(nowMs);
    board.stop(Stop.Cause.LEASE_ENDED, LATCH.next(), nowMs);
    assertThat(line.stops).hasSize(2);
  }

  @Test
  void aRampEndsWithThePort() {
    output = 300;
    hear();
    board.rampDown(nowMs);
    board.onClosed("unplugged");
    board.onOpened(nowMs);
    line.stops.clear();
    hear();
    board.stop(Stop.Cause.LEASE_ENDED, LATCH.next(), nowMs);
    assertThat(line.stops).hasSize(1);
  }

  @Test
  void theLogTellsEachChangeOnce() {
    try (LogCapture log = new LogCapture(BoardLink.class, Level.INFO)) {
      hear();
      nowMs += BoardLink.LOG_SILENCE_MS;
      pass(0);
      assertThat(log.messages()).isEmpty();
      pass(1);
      pass(1);
      assertThat(log.messages()).containsExactly("board silent for 1001 ms");
      hear();
      hear();
      board.onClosed("unplugged");
      board.onClosed("unplugged");
      pass(5000);
      board.onOpened(nowMs);
      hear();
      assertThat(log.messages().subList(1, log.messages().size()))
          .containsExactly(
              "board up, start b0a2d",
              "serial port closed: unplugged",
              "serial port open",
              "board up, start b0a2d");
    }
  }
}
