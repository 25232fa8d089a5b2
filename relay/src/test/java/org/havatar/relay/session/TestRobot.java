package org.havatar.relay.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.transports.authority.Register;
import org.havatar.transports.authority.RegisterListener;
import org.havatar.transports.authority.RegisterOptions;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;

/** A robot with the real register behind a fake link; its board always works. */
public final class TestRobot implements SimulatedNode.Peer, RegisterListener {
  private static final int CLOCK_START = 0x7FFF_FF00; // wraps soon

  public final FakeLink link = new FakeLink();
  public final Register register;
  public final long startId;
  public final long boot;
  private final SimulatedNode bench;
  private final int clockStart;
  private final Sessions loop;
  private final Session session;
  private int answered;
  private int tick;

  /** Who held each term, as the register announced it. */
  public final Map<Numbered, Long> holders = new HashMap<>();

  /** When each setpoint that moves was executed. */
  public final List<Long> acceptedMoves = new ArrayList<>();

  /** What its hello offers. */
  public List<String> features = List.of();

  /** While false, nothing is read from the link and nothing answered. */
  public boolean isReading = true;

  /** By so much its clock has gone on while the node's stood still. */
  public long clockAheadMs;

  /** While true, its board reports nothing. */
  public boolean isBoardSilent;

  /** While false, no beacons are sent by {@link #answer}. */
  public boolean isBeaconing = true;

  public TestRobot(SimulatedNode bench, String loop, long boot, long startId) {
    this(bench, loop, boot, startId, CLOCK_START);
  }

  public TestRobot(SimulatedNode bench, String loop, long boot, long startId, int clockStart) {
    this.bench = bench;
    this.clockStart = clockStart;
    this.boot = boot;
    this.startId = startId;
    this.loop = bench.loopNamed(loop);
    this.loop.enter(bench.nowMs);
    this.session = this.loop.openRobot(new RobotKeys.Proof(SimulatedNode.ROBOT, 1), link);
    this.register = new Register(RegisterOptions.DEFAULT, this, boot, atMs());
  }

  /** Connected, welcomed, and everybody knows its register. */
  public static TestRobot live(SimulatedNode bench, String loop) {
    TestRobot robot = new TestRobot(bench, loop, 7, 77);
    robot.hello();
    robot.say(robot.register.current(robot.atMs()));
    robot.beacon();
    return robot;
  }

  public long atMs() {
    return clockStart + bench.nowMs + clockAheadMs;
  }

  public Stamp now() {
    return new Stamp((int) atMs());
  }

  public void say(Message message) {
    if (link.closedWith == null) {
      bench.readingTurn(loop, () -> session.onMessage(message, bench.nowMs));
      bench.settle();
    }
  }

  public void hello() {
    hello(SimulatedNode.ROBOT);
  }

  public void hello(String robotId) {
    say(new RobotHello(List.of(1), features, robotId, boot, startId, "test/1"));
  }

  public void beacon() {
    say(register.beacon(null, Beacon.PRIMARY, 0, 1, atMs()));
  }

  /** A beacon with these flags and that number of the newest connection. */
  public Beacon beaconOn(int flags, long routeCounter) {
    return register.beacon(null, flags, 0, routeCounter, atMs());
  }

  /** A beacon that says what the test wants. */
  public Beacon beaconOf(Numbered term, long holder) {
    Beacon b = register.beacon(null, Beacon.PRIMARY, 0, 1, atMs());
    return new Beacon(
        Beacon.BOARD_CONNECTED | Beacon.PRIMARY,
        b.latchKind(),
        term.boot(),
        term.counter(),
        b.latchCounter(),
        1,
        now(),
        holder,
        holder == 0 ? 0 : 60_000,
        0,
        255,
        0,
        0,
        0,
        1000,
        b.loopAgeMs(),
        b.lastSequence());
  }

  public static Beacon withStamp(Beacon b, Stamp stamp) {
    return new Beacon(
        b.flags(),
        b.latchKind(),
        b.boot(),
        b.termCounter(),
        b.latchCounter(),
        b.routeCounter(),
        stamp,
        b.holder(),
        b.leaseRemainingMs(),
        b.batteryMv(),
        b.batteryPercent(),
        b.faults(),
        b.leftPermille(),
        b.rightPermille(),
        b.capPermille(),
        b.loopAgeMs(),
        b.lastSequence());
  }

  /** As the driver would ask for it now. */
  public ReleaseStop release(long holder) {
    return new ReleaseStop(register.term(), register.latch(), now(), 800, holder, 0);
  }

  /** As after a path that was cut for long: the failsafe latch, unless a stronger one is set. */
  public void latch() {
    register.stop(new Stop(Stop.Cause.PERSON, 0, 0x1a7c4, 0, Numbered.NONE), atMs());
    register.releaseStop(release(register.current(atMs()).holder()), atMs());
  }

  /** The holder's lease is released as somebody else would. */
  public void endLease() {
    register.propose(
        new Propose(
            99,
            Propose.Action.REVOKE,
            register.term(),
            register.current(atMs()).holder(),
            "x",
            3,
            1000,
            now()),
        atMs());
  }

  /** What arrived until now is lost. */
  public void skipUnread() {
    answered = link.sent.size();
  }

  public void writable() {
    bench.turn(loop, () -> session.onWritable(bench.nowMs));
    bench.settle();
  }

  public void lose() {
    loop.enter(bench.nowMs);
    loop.onClosed(session, CloseCode.LOST);
    bench.settle();
  }

  @Override
  public void answer() {
    tick++;
    register.tick(atMs());
    if (!isReading) {
      return;
    }
    List<Message> news = List.copyOf(link.sent.subList(answered, link.sent.size()));
    answered = link.sent.size();
    news.forEach(this::onMessage);
    if (!isBoardSilent) {
      register.onBoardZero(register.latch(), atMs());
    }
    int every = register.isHeld() ? 2 : 100;
    if (isBeaconing && tick % every == 0) {
      beacon();
    }
  }

  private void onMessage(Message message) {
    switch (message) {
      case Ping ping -> say(new Pong(ping.id(), ping.senderMs(), true, now()));
      case Drive drive -> {
        Ack ack = register.judge(drive, true, atMs());
        if (ack.leftPermille() != 0 || ack.rightPermille() != 0) {
          acceptedMoves.add(bench.nowMs);
        }
        say(ack);
      }
      case Stop stop -> say(register.stop(stop, atMs()));
      case Propose propose -> {
        Refused refused = register.propose(propose, atMs());
        if (refused != null) {
          say(refused);
        }
      }
      case ReleaseStop release -> {
        Refused refused = register.releaseStop(release, atMs());
        if (refused != null) {
          say(refused);
        }
      }
      default -> {}
    }
  }

  @Override
  public void onLease(Lease lease) {
    holders.put(lease.term(), lease.holder());
    say(lease);
  }

  @Override
  public void onLatched(Stop.Cause cause, Numbered latch) {
    // the board confirms with its next telemetry, see answer()
  }

  @Override
  public void onStopConfirmed(Stopped stopped) {
    say(stopped);
  }
}
