package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.BoardLog.Setpoint;
import org.havatar.ops.judge.SentCommands;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests' own judges say no when they should. */
final class JudgesTest {
  private static final long MADE_NS = 5_000_000_000L;
  private static final long MS = 1_000_000;
  private static final Numbered TERM = new Numbered(2, 3);

  private final SentCommands sent = new SentCommands();

  @Test
  void aSetpointIsStaleOneNanosecondAfterItsTimeToLive() {
    send(7, 800, 800);
    long limitNs = MADE_NS + 200 * MS + SentCommands.GRANULARITY_NS;
    assertThat(sent.wronglyExecuted(List.of(executed(limitNs, 7, 800, 800)))).isEmpty();
    assertThat(sent.wronglyExecuted(List.of(executed(limitNs + 1, 7, 800, 800)))).hasSize(1);
  }

  @Test
  void aSetpointThatNobodySentIsFound() {
    send(7, 800, 800);
    assertThat(sent.wronglyExecuted(List.of(executed(MADE_NS, 8, 0, 0)))).hasSize(1);
  }

  @Test
  void aSetpointThatWasSpedUpOrTurnedRoundIsFound() {
    send(7, 800, -500);
    assertThat(sent.wronglyExecuted(List.of(executed(MADE_NS, 7, 801, -500)))).hasSize(1);
    assertThat(sent.wronglyExecuted(List.of(executed(MADE_NS, 7, 800, 500)))).hasSize(1);
    assertThat(sent.wronglyExecuted(List.of(executed(MADE_NS, 7, 400, -250)))).isEmpty();
    assertThat(sent.wronglyExecuted(List.of(executed(MADE_NS, 7, 0, 0)))).isEmpty();
  }

  @Test
  void theBoardLogTellsMovementFromStandstill(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("board.jsonl");
    BoardLog log = new BoardLog(file);
    assertThat(log.movedBetween(0, 100)).isFalse();
    Files.writeString(file, output(10, 0) + output(20, 500) + output(30, 0) + "{\"t_ns\":40,\"ev");
    assertThat(log.movedBetween(0, 20)).isFalse();
    assertThat(log.movedBetween(0, 21)).isTrue();
    assertThat(log.movedBetween(25, 26)).isTrue();
    assertThat(log.movedBetween(30, 100)).isFalse();
    assertThat(log.stillSince(15)).isEqualTo(30);
    assertThat(log.entries()).hasSize(3);
  }

  @Test
  void aHiccupOfTheSimulatorIsSeenWhereItHappened(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("board.jsonl");
    BoardLog log = new BoardLog(file);
    long endNs = 100 * MS;
    Files.writeString(file, "{\"t_ns\":" + endNs + ",\"event\":\"hiccup\",\"late_ms\":30}\n");
    assertThat(log.sawHiccupBetween(0, 70 * MS)).isFalse();
    assertThat(log.sawHiccupBetween(0, 71 * MS)).isTrue();
    assertThat(log.sawHiccupBetween(99 * MS, 200 * MS)).isTrue();
    assertThat(log.sawHiccupBetween(endNs + 1, 200 * MS)).isFalse();
  }

  private void send(int sequence, int left, int right) {
    sent.made(new Drive(TERM, new Sequence(sequence), new Stamp(1), 200, 0, left, right), MADE_NS);
  }

  private static Setpoint executed(long atNs, int sequence, int left, int right) {
    return new Setpoint(atNs, TERM, new Sequence(sequence), left, right);
  }

  private static String output(long atNs, int permille) {
    return "{\"t_ns\":%d,\"event\":\"output\",\"left\":%d,\"right\":%d,\"reason\":\"x\"}\n"
        .formatted(atNs, permille, permille);
  }
}
