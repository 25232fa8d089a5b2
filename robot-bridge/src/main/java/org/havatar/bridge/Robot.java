package org.havatar.bridge;

import java.util.List;
import java.util.function.LongSupplier;
import org.havatar.transports.authority.Register;
import org.havatar.transports.authority.RegisterListener;
import org.havatar.transports.authority.RegisterOptions;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The robot: its register between its uplinks and its board. Everything here runs on one event
 * loop; the register is brought up to date before anything that arrived is judged.
 */
final class Robot implements RegisterListener, SerialListener, BoardListener, UplinkListener {
  /** A loop that was away for longer reads old news first. */
  static final int HELD_UP_MS = 400;

  /** A disk that failed may work again; the board reports its number 50 times a second. */
  static final int ADOPT_AGAIN_MS = 5000;

  private static final Logger LOG = LoggerFactory.getLogger(Robot.class);

  /**
   * @param id of PROTOCOL.md §5
   * @param startId random, of this start
   * @param software name and version, told in hello
   */
  record Identity(String id, long startId, String software) {}

  private final Identity identity;
  private final RegisterOptions limits;
  private final LongSupplier clock;
  private final BootAdopter boots;
  private final BoardLink board;
  private final Beacons beacons;

  private List<Uplink> uplinks = List.of();
  private long boot;
  private Register register;
  private boolean startAnnounced;

  /** Before this nobody else's higher boot number is taken: one attempt at a time. */
  private long adoptAgainAtMs;

  private long tickedAtMs;
  private long anonymousStops;

  /** The stop that ends this process; 0 while it is to go on. */
  private long shutdownStopId;

  private boolean shutdownConfirmed;

  /**
   * @param firstBoot this start's boot number, already persisted
   */
  Robot(
      Identity identity,
      RegisterOptions limits,
      LongSupplier clock,
      SerialLine line,
      Boots firstBoot) {
    this.identity = identity;
    this.limits = limits;
    this.clock = clock;
    this.boots = firstBoot.adopter;
    this.board = new BoardLink(line, this);
    this.boot = firstBoot.number;
    long nowMs = clock.getAsLong();
    this.register = new Register(limits, this, boot, StampClock.stampAt(nowMs));
    this.adoptAgainAtMs = nowMs;
    this.tickedAtMs = nowMs;
    this.beacons = new Beacons(nowMs);
    board.stop(Stop.Cause.ROBOT_START, register.latch(), nowMs);
  }

  /**
   * @param number of this start, persisted
   * @param adopter takes a higher one
   */
  record Boots(long number, BootAdopter adopter) {}

  /** To be called once, before time starts. */
  void connect(List<Uplink> ways) {
    uplinks = List.copyOf(ways);
  }

  void onTick() {
    long nowMs = clock.getAsLong();
    if (nowMs - tickedAtMs > HELD_UP_MS) {
      LOG.atWarn()
          .addKeyValue("robot", identity.id)
          .log("was held up for {} ms", nowMs - tickedAtMs);
      uplinks.forEach(uplink -> uplink.onHeldUp(nowMs));
    }
    tickedAtMs = nowMs;
    register.tick(StampClock.stampAt(nowMs));
    board.onTick(nowMs);
    uplinks.forEach(uplink -> uplink.onTick(nowMs));
    if (beacons.isDue(nowMs)) {
      sendBeacon(nowMs);
    }
  }

  /** Told once a second whether bytes of the serial line were damaged. */
  void onSerialHealth(boolean damaged) {
    beacons.onSerialHealth(damaged);
  }

  private void sendBeacon(long nowMs) {
    beacons.onSent(register.isHeld(), nowMs);
    broadcast(beacons.beacon(register, board, nowMs));
  }

  private void broadcast(Message message) {
    uplinks.forEach(uplink -> uplink.send(message));
  }

  // Uplinks.

  @Override
  public RobotHello hello() {
    return new RobotHello(
        List.of(1), List.of(), identity.id, boot, identity.startId, identity.software);
  }

  @Override
  public Stamp stamp() {
    return StampClock.stampAt(clock.getAsLong());
  }

  @Override
  public boolean isDriven() {
    return register.isHeld();
  }

  @Override
  public void onUp(Uplink uplink) {
    long nowMs = clock.getAsLong();
    Lease current = register.current(StampClock.stampAt(nowMs));
    uplink.send(startAnnounced ? current : withCause(current, Lease.Cause.RESTART));
    startAnnounced = true;
    uplink.send(beacons.beacon(register, board, nowMs));
  }

  private static Lease withCause(Lease lease, Lease.Cause cause) {
    return new Lease(
        lease.robotId(),
        lease.term(),
        lease.holder(),
        lease.holderName(),
        lease.remainingMs(),
        cause,
        lease.proposal());
  }

  @Override
  public void onDrive(Uplink uplink, Drive drive) {
    long nowMs = clock.getAsLong();
    Ack ack = register.judge(drive, board.isReady(nowMs), StampClock.stampAt(nowMs));
    if (ack.reason() == Reason.ACCEPTED) {
      ack = toBoard(drive, ack, nowMs);
    }
    uplink.send(ack);
  }

  /**
   * Hands an accepted setpoint to the board. While the board itself still wants a neutral (the one
   * that cleared the latch may have been lost on the line) it gets neutrals, whatever was asked.
   */
  private Ack toBoard(Drive drive, Ack ack, long nowMs) {
    boolean neutral = board.wantsNeutral();
    int left = neutral ? 0 : ack.leftPermille();
    int right = neutral ? 0 : ack.rightPermille();
    Drive passed =
        new Drive(
            drive.term(),
            drive.sequence(),
            drive.echo(),
            drive.ttlMs(),
            drive.inputAgeMs(),
            left,
            right);
    int lifeMs = Math.min(drive.ttlMs(), limits.ttlLimitMs());
    board.setpoint(passed, lifeMs, limits.holdMs(), nowMs);
    beacons.onBoardDriven();
    return new Ack(
        ack.reason(),
        ack.term(),
        ack.sequence(),
        ack.stamp(),
        ack.ageMs(),
        ack.capPermille(),
        left,
        right);
  }

  /** One without an id can't be answered or told from its repetitions: each is a new stop. */
  @Override
  public void onStop(Uplink uplink, Stop stop) {
    if (stop.stopId() == 0) {
      register.stop(identified(stop, identity.startId ^ ++anonymousStops), stamp());
    } else {
      uplink.send(register.stop(stop, stamp()));
    }
  }

  private static Stop identified(Stop stop, long stopId) {
    return new Stop(stop.cause(), stop.authority(), stopId, stop.origin(), stop.latch());
  }

  @Override
  public void onPropose(Uplink uplink, Propose proposal) {
    if (shutdownStopId != 0) {
      return;
    }
    Refused refused = register.propose(proposal, stamp());
    if (refused != null) {
      uplink.send(refused);
    }
  }

  @Override
  public void onReleaseStop(Uplink uplink, ReleaseStop release) {
    if (shutdownStopId != 0) {
      return;
    }
    Refused refused = register.releaseStop(release, stamp());
    if (refused == null) {
      LOG.atInfo().addKeyValue("robot", identity.id).log("stop released latch={}", release.latch());
      beacons.hurry(clock.getAsLong());
    } else {
      uplink.send(refused);
    }
  }

  @Override
  public void onBootConflict(long highest) {
    adopt(highest, "the relay");
  }

  // The register.

  @Override
  public void onLease(Lease lease) {
    if (lease.cause() != Lease.Cause.CURRENT) {
      LOG.atInfo()
          .addKeyValue("robot", identity.id)
          .addKeyValue("term", lease.term())
          .addKeyValue("holder", lease.holderName())
          .log("lease {}", lease.cause());
    }
    broadcast(lease);
    beacons.hurry(clock.getAsLong());
  }

  @Override
  public void onLatched(Stop.Cause cause, Numbered latch) {
    long nowMs = clock.getAsLong();
    LOG.atInfo().addKeyValue("robot", identity.id).log("latched {} latch={}", cause, latch);
    board.stop(cause, latch, nowMs);
    beacons.hurry(nowMs);
  }

  @Override
  public void onStopConfirmed(Stopped stopped) {
    if (stopped.stopId() == shutdownStopId) {
      shutdownConfirmed = true;
    }
    broadcast(stopped);
  }

  // The board.

  @Override
  public void onSerialOpened() {
    board.onOpened(clock.getAsLong());
  }

  @Override
  public void onSerialClosed(String why) {
    board.onClosed(why);
  }

  @Override
  public void onBoard(Board telemetry, long arrivedAtMs) {
    board.onBoard(telemetry, arrivedAtMs, clock.getAsLong());
  }

  @Override
  public void onBoardPong(Pong pong) {
    board.onPong(pong, clock.getAsLong());
  }

  @Override
  public void onBoardRestarted() {
    beacons.onBoardRestarted();
    register.boardRestarted(stamp());
  }

  @Override
  public void onBoardZero(Numbered latch) {
    register.onBoardZero(latch, stamp());
  }

  @Override
  public void onBoardAhead(long highestBoot) {
    adopt(highestBoot, "the board");
  }

  private void adopt(long highest, String who) {
    long nowMs = clock.getAsLong();
    if (nowMs - adoptAgainAtMs < 0) {
      return;
    }
    adoptAgainAtMs = nowMs + ADOPT_AGAIN_MS;
    LOG.atWarn()
        .addKeyValue("robot", identity.id)
        .log("{} has seen boot {}, ours is {}", who, highest, boot);
    boots.adopt(highest, this::onAdopted, this::onNotAdopted);
  }

  private void onAdopted(long number) {
    long nowMs = clock.getAsLong();
    adoptAgainAtMs = nowMs;
    boot = number;
    register = new Register(limits, this, boot, StampClock.stampAt(nowMs));
    startAnnounced = false;
    LOG.atInfo().addKeyValue("robot", identity.id).log("boot={}", boot);
    board.stop(Stop.Cause.ROBOT_START, register.latch(), nowMs);
    uplinks.forEach(Uplink::onBootChanged);
  }

  private void onNotAdopted(String why) {
    LOG.atError().addKeyValue("robot", identity.id).log("can't take a higher boot number: {}", why);
  }

  // The end.

  /** Stops the motors for good. {@code stopId} is random and not 0. */
  void shutDown(long stopId) {
    shutdownStopId = stopId;
    register.stop(new Stop(Stop.Cause.SHUTDOWN, 0, stopId, 0, Numbered.NONE), stamp());
  }

  /** True when the board confirmed that stop. */
  boolean isShutDown() {
    return shutdownConfirmed;
  }

  boolean isBoardConnected() {
    return board.isConnected(clock.getAsLong());
  }

  /** Goodbye to the nodes. */
  void hangUp() {
    uplinks.forEach(Uplink::close);
  }

  LatchKind latchKind() {
    return register.latchKind();
  }
}
