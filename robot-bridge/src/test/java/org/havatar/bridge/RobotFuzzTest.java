package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.BootConflict;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.SerialFraming;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.TakeLease;
import org.havatar.transports.wire.Welcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A node and a serial line that say anything at any time, with values that nearly fit: nothing is
 * thrown, and the board executes only setpoints of a term that somebody holds, never against a
 * latch.
 */
final class RobotFuzzTest {
  private static final int STEPS = 1500;
  private static final int[] TRACKS = {-1000, -500, 0, 0, 0, 1, 500, 1000};
  private static final int[] AGES_MS = {0, 0, 0, 0, 5, 20, 100, 400, 900, 3000, -5};
  private static final long[] HOLDERS = {0, SimulatedRobot.ANN, 0xB0BL, -1};

  private Random random = new Random(0);
  private SimulatedRobot bench = SimulatedRobot.driving();
  private int sequence;
  private int executed;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whateverANodeAndALineSayTheBoardMovesOnlyForAHolderAndAgainstNoLatch(long seed) {
    random = new Random(seed);
    bench = SimulatedRobot.driving();
    SerialFraming.Decoder line = boardsEnd();
    int judged = 0;
    for (int step = 0; step < STEPS; step++) {
      bench.robot.onTick();
      boolean held = bench.robot.isDriven();
      executed = bench.board.executed.size();
      LatchKind latch = bench.robot.latchKind();
      Message message = message();
      act(message, line);
      judged += judge(message, held, latch);
      bench.advance(random.nextInt(8) == 0 ? random.nextInt(1500) : random.nextInt(25));
      reconnectWhenClosed();
      forgetOldNews();
    }
    assertThat(judged).as("setpoints that were executed, so that it means something").isPositive();
  }

  private void act(Message message, SerialFraming.Decoder line) {
    switch (random.nextInt(12)) {
      case 0 -> noise(line, new byte[random.nextInt(90)]);
      case 1 -> noise(line, damaged());
      case 2 -> {
        if (random.nextInt(20) == 0) {
          bench.closeSerial();
          bench.openSerial();
        }
      }
      case 3 -> {
        if (random.nextInt(40) == 0) {
          bench.board.restart(random.nextLong());
        }
      }
      default -> bench.say(message);
    }
    bench.write();
  }

  private int judge(Message message, boolean held, LatchKind latch) {
    List<Drive> news = bench.board.executed.subList(executed, bench.board.executed.size());
    for (Drive drive : news) {
      assertThat(message).as("only a setpoint has a setpoint executed").isInstanceOf(Drive.class);
      assertThat(held).as("%s needs a holder", drive).isTrue();
      assertThat(drive.term()).isEqualTo(bench.link().last(Lease.class).term());
      assertThat(latch).as("%s against a stop", drive).isLessThan(LatchKind.STOP);
      assertThat(drive.isNeutral() || latch == LatchKind.NONE)
          .as("%s against latch %s", drive, latch)
          .isTrue();
    }
    return news.size();
  }

  /** What the board sends goes through framing and inbox, as in the program. */
  private SerialFraming.Decoder boardsEnd() {
    return new SerialFraming.Decoder(
        new SerialInbox(bench.clock, Runnable::run, bench.robot, new Drops()));
  }

  private void noise(SerialFraming.Decoder line, byte[] bytes) {
    random.nextBytes(bytes);
    line.feed(bytes, bytes.length);
    line.feed(new byte[1], 1);
  }

  /** A message of any kind, whole or with a byte changed. */
  private byte[] damaged() {
    Binary[] kinds = {
      bench.board.telemetry(),
      new Pong(random.nextInt(), random.nextInt(), random.nextBoolean(), stamp()),
      new Ping(1, 2),
      bench.stop(random.nextLong()),
      drive(),
      Ack.refusedByNode(drive(), Reason.STALE)
    };
    byte[] frame = SerialFraming.encode(kinds[random.nextInt(kinds.length)]);
    if (random.nextBoolean()) {
      frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return frame;
  }

  /** The bench looks through all that was offered, at each of its steps. */
  private void forgetOldNews() {
    List<Message> offered = bench.link().offered;
    if (offered.size() > 100) {
      Lease lease = bench.link().last(Lease.class);
      Beacon beacon = bench.link().last(Beacon.class);
      offered.clear();
      offered.add(lease);
      offered.add(beacon);
    }
  }

  private void reconnectWhenClosed() {
    if (!bench.link().isOpen()) {
      bench.node().robot().onClosed(CloseCode.LOST);
      bench.advance(6000);
      bench.connectNode();
      bench.advance(100);
    }
  }

  private Message message() {
    return switch (random.nextInt(24)) {
      case 0, 1, 2 -> proposal();
      case 3, 4, 5 ->
          new ReleaseStop(
              near(bench.term()), near(bench.latch()), stamp(), ttlMs(), holder(), rank());
      case 6 -> bench.stop(random.nextInt(4));
      case 7 -> new Ping(random.nextInt(), random.nextInt());
      case 8 -> new Pong(random.nextInt(5), random.nextInt(), random.nextBoolean(), stamp());
      case 9 -> new Welcome(1 + random.nextInt(2), List.of(), "n", "s", null);
      case 10 -> new BootConflict(random.nextInt(3));
      case 11 -> new ErrorReport("x", "y", null, null);
      case 12 -> Ack.refusedByNode(drive(), Reason.STALE);
      case 13 -> random.nextBoolean() ? new TakeLease() : new GetStatus(null);
      case 14 -> bench.board.telemetry();
      default -> drive();
    };
  }

  private Propose proposal() {
    Propose.Action[] actions = Propose.Action.values();
    return new Propose(
        random.nextLong(),
        actions[random.nextInt(actions.length)],
        near(bench.term()),
        holder(),
        "somebody",
        rank(),
        random.nextInt(100_000),
        stamp());
  }

  private Drive drive() {
    sequence += random.nextInt(6) - 1;
    return new Drive(
        near(bench.term()),
        new Sequence(sequence),
        stamp(),
        ttlMs(),
        inputAgeMs(),
        track(),
        track());
  }

  private Numbered near(Numbered number) {
    return switch (random.nextInt(8)) {
      case 0 -> new Numbered(number.boot(), Math.max(0, number.counter() - 1));
      case 1 -> number.next();
      case 2 -> Numbered.NONE;
      default -> number;
    };
  }

  private Stamp stamp() {
    return bench.clock.stamp().plusMs(-AGES_MS[random.nextInt(AGES_MS.length)]);
  }

  private int ttlMs() {
    return 1 + random.nextInt(800);
  }

  private int inputAgeMs() {
    return random.nextInt(4) == 0 ? random.nextInt(1000) : 0;
  }

  private int track() {
    return TRACKS[random.nextInt(TRACKS.length)];
  }

  private long holder() {
    return HOLDERS[random.nextInt(HOLDERS.length)];
  }

  private int rank() {
    return random.nextInt(Propose.MAX_RANK + 1);
  }
}
