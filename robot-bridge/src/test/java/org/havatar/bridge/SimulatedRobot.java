package org.havatar.bridge;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import org.havatar.transports.authority.RegisterOptions;
import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.Drive;
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
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Welcome;
import org.jspecify.annotations.Nullable;

/**
 * A whole robot on virtual time: the real robot, uplink and serial lanes between a board and a node
 * made of plain objects. Moves in steps of 1 ms.
 */
final class SimulatedRobot {
  static final long ANN = 0xA11CEL;
  static final long BOARD_START = 0xB0A2DL;
  static final int TICK_MS = 5;
  static final int TELEMETRY_MS = 20;

  final FakeClock clock = new FakeClock();
  final FakeDialer dialer = new FakeDialer();
  final Drops serialDrops = new Drops();
  final Drops uplinkDrops = new Drops();
  final SerialLanes lanes = new SerialLanes(clock, serialDrops);
  final FakeLine line = new FakeLine(lanes);
  final FakeBoard board = new FakeBoard(clock, 123_456, BOARD_START);
  final List<Long> adopted = new ArrayList<>();
  final FakeStopRecord stopRecord = new FakeStopRecord();
  final Uplink uplink;
  final Robot robot;

  /** Frames that were written and wait in the operating system while the line is stalled. */
  final Deque<byte[]> inTty = new ArrayDeque<>();

  boolean lineStalled;
  boolean boardMute;
  boolean nodeEchoes = true;
  boolean frozen;
  private FakeDialer.@Nullable Connection node;
  private int sequence = 0x7FFF_FFF0;
  private long stepMs;

  SimulatedRobot() {
    this(StandingStop.NONE);
  }

  /** A start that found {@code kept}. */
  SimulatedRobot(StandingStop kept) {
    stopRecord.content = kept;
    BootNumbering.Boots boots =
        new BootNumbering.Boots(5, (highest, done, failed) -> adopt(highest, done));
    robot =
        new Robot(
            new Robot.Identity("tank-1", 0x57A27L, "test 1"),
            RegisterOptions.DEFAULT,
            clock,
            line,
            new Robot.Kept(boots, kept, stopRecord));
    uplink =
        new Uplink(
            new Uplink.Options(
                List.of(URI.create("wss://node.example/ws/robot/tank-1")),
                new KeyChain("key", List.of(), new FakeKeyStorage())),
            new Uplink.Surroundings(dialer, clock, new Random(7), uplinkDrops),
            robot);
    robot.connect(List.of(uplink));
  }

  private void adopt(long highest, LongConsumer done) {
    adopted.add(highest);
    done.accept(highest + 1);
  }

  /** Serial port open, board heard, uplink up. */
  static SimulatedRobot ready() {
    return ready(StandingStop.NONE);
  }

  static SimulatedRobot ready(StandingStop kept) {
    SimulatedRobot bench = new SimulatedRobot(kept);
    bench.openSerial();
    bench.connectNode();
    bench.advance(100);
    return bench;
  }

  /** Ann drives: lease, release of the start's stop, a neutral. */
  static SimulatedRobot driving() {
    SimulatedRobot bench = ready();
    bench.take();
    bench.release();
    bench.drive(0, 0);
    return bench;
  }

  void openSerial() {
    lanes.onOpened();
    robot.onSerialOpened();
  }

  void closeSerial() {
    lanes.onClosed();
    inTty.clear();
    robot.onSerialClosed("test");
  }

  void connectNode() {
    robot.onTick();
    node = dialer.connect();
    node.robot().onMessage(new Welcome(1, List.of(), "n1", "s1", null));
  }

  FakeDialer.Connection node() {
    FakeDialer.Connection connected = node;
    if (connected == null) {
      throw new AssertionError("no node is connected");
    }
    return connected;
  }

  FakeLink link() {
    return node().link();
  }

  void advance(int ms) {
    for (int i = 0; i < ms; i++) {
      step();
    }
  }

  private void step() {
    clock.advance(1);
    stepMs++;
    if (frozen) {
      return;
    }
    if (stepMs % TICK_MS == 0) {
      robot.onTick();
    }
    write();
    if (!boardMute && stepMs % TELEMETRY_MS == 0) {
      hearBoard();
    }
    echoPings();
  }

  /** The writer's thread: takes what waits; a stalled line keeps it in the operating system. */
  void write() {
    byte[] frame = lanes.take();
    while (frame != null) {
      inTty.add(frame);
      frame = lanes.take();
    }
    while (!lineStalled && !inTty.isEmpty()) {
      int stopsBefore = board.stops.size();
      Pong pong = board.receive(decode(inTty.remove()));
      if (pong != null && !boardMute) {
        robot.onBoardPong(pong);
      }
      if (board.stops.size() > stopsBefore && !boardMute) {
        hearBoard();
      }
    }
  }

  void hearBoard() {
    robot.onBoard(board.telemetry(), clock.getAsLong());
  }

  static Binary decode(byte[] frame) {
    List<Binary> found = new ArrayList<>();
    new SerialFraming.Decoder(
            new SerialFraming.Decoder.Sink() {
              @Override
              public void onMessage(Binary message) {
                found.add(message);
              }

              @Override
              public void onBad(Reason reason) {
                throw new AssertionError("a bad frame was written: " + reason);
              }
            })
        .feed(frame, frame.length);
    return found.getFirst();
  }

  private void echoPings() {
    FakeDialer.Connection connected = node;
    if (connected == null || !nodeEchoes || !connected.link().isOpen()) {
      return;
    }
    for (Ping ping : connected.link().all(Ping.class)) {
      connected.robot().onMessage(new Pong(ping.id(), ping.senderMs(), false, new Stamp(0)));
    }
    connected.link().offered.removeIf(Ping.class::isInstance);
  }

  Numbered term() {
    return link().last(Lease.class).term();
  }

  Numbered latch() {
    robot.onTick();
    return link().last(Beacon.class).latch();
  }

  void take() {
    Numbered term = link().last(Lease.class).term();
    say(new Propose(1, Propose.Action.TAKE, term, ANN, "Ann", 1, 600_000, clock.stamp()));
    advance(40);
  }

  void release() {
    say(new ReleaseStop(term(), latch(), clock.stamp(), 800, ANN, 1));
    advance(40);
  }

  /** The node hands over a message now. */
  void say(Message message) {
    node().robot().onMessage(message);
  }

  Drive setpoint(int left, int right) {
    return setpoint(term(), left, right);
  }

  Drive setpoint(Numbered term, int left, int right) {
    sequence++;
    return new Drive(term, new Sequence(sequence), clock.stamp(), 800, 0, left, right);
  }

  /** One fresh setpoint arrives; returns what the robot answered. */
  Ack drive(int left, int right) {
    say(setpoint(left, right));
    write();
    return link().last(Ack.class);
  }

  /** Setpoints at 50 Hz. */
  void driveFor(int ms, int left, int right) {
    for (int i = 0; i < ms / 20; i++) {
      drive(left, right);
      advance(20);
    }
  }

  Stop stop(long stopId) {
    return new Stop(Stop.Cause.PERSON, 0, stopId, 9, Numbered.NONE);
  }
}
