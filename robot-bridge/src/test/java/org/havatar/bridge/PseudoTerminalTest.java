package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.SerialFraming;
import org.havatar.transports.wire.Stop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real serial library on a pair of pseudo-terminals that socat joins; skipped without socat.
 */
class PseudoTerminalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Stop STOP = new Stop(Stop.Cause.ROBOT_START, 0, 0, 0, new Numbered(5, 1));

  private final StampClock clock = StampClock.ofThisMachine(0);
  private final Drops drops = new Drops();
  private final SerialLanes lanes = new SerialLanes(clock, drops);
  private final Heard heard = new Heard();
  private final Path bridgeEnd;
  private final Path boardEnd;
  private final SerialPortLink link;
  private @Nullable Process socat;

  PseudoTerminalTest(@TempDir Path directory) {
    bridgeEnd = directory.resolve("bridge");
    boardEnd = directory.resolve("board");
    link =
        new SerialPortLink(
            new JSerialDevice(SerialAddress.of(bridgeEnd.toString()), 115_200, clock),
            lanes,
            new SerialInbox(clock, Runnable::run, heard, drops),
            new Backoff(new Random(1), 100));
  }

  private static final class Heard implements SerialListener {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final List<Board> boards = new CopyOnWriteArrayList<>();

    @Override
    public void onSerialOpened() {
      events.add("opened");
    }

    @Override
    public void onSerialClosed(String why) {
      events.add("closed");
    }

    @Override
    public void onBoard(Board board, long arrivedAtMs) {
      boards.add(board);
    }

    @Override
    public void onBoardPong(Pong pong) {}
  }

  @BeforeEach
  void plugIn() throws IOException {
    boolean installed =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "socat")));
    assumeTrue(installed, "socat is not installed");
    plug();
    link.start();
    awaitEvent("opened");
  }

  private void plug() throws IOException {
    Process started =
        new ProcessBuilder(
                "socat", "pty,raw,echo=0,link=" + bridgeEnd, "pty,raw,echo=0,link=" + boardEnd)
            .start();
    socat = started;
    await().atMost(PATIENCE).until(() -> Files.exists(bridgeEnd) && Files.exists(boardEnd));
  }

  private void unplug() {
    Process running = socat;
    if (running != null) {
      running.destroy();
      await().atMost(PATIENCE).until(() -> !running.isAlive());
    }
  }

  @AfterEach
  void unplugAndClose() {
    link.close();
    unplug();
  }

  private void awaitEvent(String event) {
    await().atMost(PATIENCE).until(() -> event.equals(heard.events.poll()));
  }

  /**
   * Offers and reads at the board's end until a frame came: a busy machine may drop some as old.
   */
  private static Binary firstFrame(SerialDevice.Connection board, Runnable offer) {
    List<Binary> found = new CopyOnWriteArrayList<>();
    SerialFraming.Decoder decoder =
        new SerialFraming.Decoder(
            new SerialFraming.Decoder.Sink() {
              @Override
              public void onMessage(Binary message) {
                found.add(message);
              }

              @Override
              public void onBad(Reason reason) {
                throw new AssertionError("bad frame: " + reason);
              }
            });
    byte[] bytes = new byte[256];
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              offer.run();
              decoder.feed(bytes, board.read(bytes));
              return !found.isEmpty();
            });
    return found.getFirst();
  }

  private Setpoint freshSetpoint() {
    long nowMs = clock.getAsLong();
    Drive drive =
        new Drive(
            new Numbered(5, 1), new Sequence(1), StampClock.stampAt(nowMs), 800, 0, 250, -250);
    return new Setpoint(
        drive, nowMs, 800, 100, new Setpoint.BoardTime(StampClock.stampAt(77), nowMs));
  }

  @Test
  void framesPassBothWays() throws IOException {
    SerialDevice.Connection board =
        new JSerialDevice(SerialAddress.of(boardEnd.toString()), 115_200, clock).open();
    try {
      assertThat(firstFrame(board, () -> lanes.stop(STOP))).isEqualTo(STOP);
      Binary arrived = firstFrame(board, () -> lanes.setpoint(freshSetpoint()));
      while (arrived instanceof Stop) {
        arrived = firstFrame(board, () -> lanes.setpoint(freshSetpoint()));
      }
      assertThat(arrived).isInstanceOf(Drive.class);
      assertThat(((Drive) arrived).leftPermille()).isEqualTo(250);
      Board telemetry = new FakeBoard(new FakeClock(), 0, 7).telemetry();
      board.write(SerialFraming.encode(telemetry));
      await().atMost(PATIENCE).until(() -> !heard.boards.isEmpty());
      assertThat(heard.boards).containsExactly(telemetry);
    } finally {
      board.close();
    }
  }

  @Test
  void aCableThatIsPulledAndPluggedAgainHealsByItself() throws IOException {
    unplug();
    awaitEvent("closed");
    plug();
    awaitEvent("opened");
    SerialDevice.Connection board =
        new JSerialDevice(SerialAddress.of(boardEnd.toString()), 115_200, clock).open();
    try {
      assertThat(firstFrame(board, () -> lanes.stop(STOP))).isEqualTo(STOP);
    } finally {
      board.close();
    }
  }
}
