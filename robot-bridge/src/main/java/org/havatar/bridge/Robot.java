package org.havatar.bridge;

import java.util.List;
import java.util.function.LongSupplier;
import org.havatar.transports.authority.Register;
import org.havatar.transports.authority.RegisterListener;
import org.havatar.transports.authority.RegisterOptions;
import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.authority.StopKeeper;
import org.havatar.transports.authority.StopRecord;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Features;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Protocol;
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
 * The robot: its register between its entrances and its board. Everything here runs on one event
 * loop; the register is brought up to date before anything that arrived is judged.
 */
final class Robot implements RegisterListener, SerialListener, BoardListener, EntranceListener {
  /** A loop that was away for longer reads old news first. */
  static final int HELD_UP_MS = 400;

  private static final Logger LOG = LoggerFactory.getLogger(Robot.class);

  /**
   * @param id of PROTOCOL.md §5
   * @param startId random, of this start
   * @param software name and version, told in hello
   */
  record Identity(String id, long startId, String software) {}

  /**
   * What outlives this process.
   *
   * @param boots this start's number, already persisted
   * @param stop what stood when the robot ended
   * @param record where the next start looks for it
   */
  record Kept(BootNumbering.Boots boots, StandingStop stop, StopRecord record) {}

  private final Identity identity;
  private final RegisterOptions limits;
  private final LongSupplier clock;
  private final BootNumbering boots;
  private final BoardLink board;
  private final Entrances entrances;
  private final Steering steering;
  private final StopOrders stops;
  private final Beacons beacons;
  private final FaultBarrier registerTick;
  private final FaultBarrier boardTick;
  private final FaultBarrier keeperTick;
  private final StopKeeper keeper;
  private final SparseLog latchLog;
  private final SparseLog leaseLog;
  private final SparseLog releaseLog;

  private long connections;

  /** The number that the primary has, or had last. */
  private long route;

  private Register register;
  private boolean startAnnounced;

  private long tickedAtMs;

  Robot(Identity identity, RegisterOptions limits, LongSupplier clock, SerialLine line, Kept kept) {
    this.identity = identity;
    this.limits = limits;
    this.clock = clock;
    this.entrances = new Entrances(clock);
    this.registerTick = new FaultBarrier("the register's time", clock);
    this.boardTick = new FaultBarrier("the board's time", clock);
    this.keeperTick = new FaultBarrier("the standing stop's time", clock);
    this.boots = new BootNumbering(identity.id, kept.boots, clock, ignored -> onBootAdopted());
    this.board = new BoardLink(line, this);
    this.steering = new Steering(board, limits);
    this.stops = new StopOrders(identity.startId);
    this.latchLog = new SparseLog(LOG, identity.id);
    this.leaseLog = new SparseLog(LOG, identity.id);
    this.releaseLog = new SparseLog(LOG, identity.id);
    long nowMs = clock.getAsLong();
    this.keeper = new StopKeeper(kept.stop, kept.record, this::onNotKept);
    this.register = new Register(limits, this, boots.current(), kept.stop, nowMs);
    this.tickedAtMs = nowMs;
    this.beacons = new Beacons(nowMs);
    board.stop(Stop.Cause.ROBOT_START, register.latch(), nowMs);
  }

  /** To be called once, before time starts. */
  void connect(List<? extends Entrance> ways) {
    entrances.connect(ways);
  }

  void onTick() {
    long nowMs = clock.getAsLong();
    if (nowMs - tickedAtMs > HELD_UP_MS) {
      LOG.atWarn()
          .addKeyValue("robot", identity.id)
          .log("was held up for {} ms", nowMs - tickedAtMs);
      entrances.each(each -> each.onHeldUp(nowMs));
    }
    tickedAtMs = nowMs;
    registerTick.run(() -> register.tick(nowMs));
    boardTick.run(() -> board.onTick(nowMs));
    keeperTick.run(() -> keeper.onTick(nowMs));
    entrances.each(each -> each.onTick(nowMs));
    latchLog.onTick(nowMs);
    leaseLog.onTick(nowMs);
    releaseLog.onTick(nowMs);
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
    entrances.each(each -> each.send(beaconOver(each, nowMs)));
  }

  private Beacon beaconOver(Entrance entrance, long nowMs) {
    int flags = entrance.isPrimary() ? Beacon.PRIMARY : 0;
    return beacons.beacon(register, board, flags, route, nowMs);
  }

  // Entrances.

  @Override
  public RobotHello hello(boolean standby) {
    connections++;
    if (!standby) {
      route = connections;
    }
    return new RobotHello(
        List.of(Protocol.VERSION),
        List.of(Features.KEY_ROTATION),
        identity.id,
        boots.current(),
        identity.startId,
        identity.software,
        connections,
        standby);
  }

  /** The beacon is what tells the nodes. */
  @Override
  public void onPromoted(Entrance now) {
    connections++;
    route = connections;
    sendBeacon(clock.getAsLong());
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
  public void onUp(Entrance from) {
    long nowMs = clock.getAsLong();
    Lease current = register.current(nowMs);
    from.send(startAnnounced ? current : current.withCause(Lease.Cause.RESTART));
    startAnnounced = true;
    from.send(beaconOver(from, nowMs));
  }

  @Override
  public void onDrive(Entrance from, Drive drive) {
    long nowMs = clock.getAsLong();
    if (entrances.areEnding()) {
      from.send(Steering.refused(drive, nowMs));
      return;
    }
    Ack ack = steering.drive(drive, register, nowMs);
    if (ack.reason() == Reason.ACCEPTED) {
      beacons.onBoardDriven();
    }
    from.send(ack);
  }

  /** Whoever leaves can't be asked to stop any more: whoever drives over it lets go now. */
  @Override
  public void onLeaving(Entrance from) {
    if (entrances.areEnding()) {
      steering.letGo(register, clock.getAsLong());
    }
  }

  @Override
  public void onStop(Entrance from, Stop stop) {
    Stopped answer = stops.press(stop, register, clock.getAsLong());
    if (answer != null) {
      from.send(answer);
    }
  }

  @Override
  public void onPropose(Entrance from, Propose proposal) {
    if (stops.isEnding()) {
      return;
    }
    Refused refused = register.propose(proposal, clock.getAsLong());
    if (refused != null) {
      from.send(refused);
    }
  }

  @Override
  public void onReleaseStop(Entrance from, ReleaseStop release) {
    if (stops.isEnding()) {
      return;
    }
    Refused refused = register.judgeRelease(release, clock.getAsLong());
    if (refused != null) {
      from.send(refused);
    } else if (!keeper.isReleasing()) {
      keeper.release(new SavedRelease(from, release), clock.getAsLong());
    }
  }

  /** The latch stands until no restart can bring it back. */
  private final class SavedRelease implements StopKeeper.Release {
    private final Entrance from;
    private final ReleaseStop release;

    private SavedRelease(Entrance from, ReleaseStop release) {
      this.from = from;
      this.release = release;
    }

    @Override
    public void saved() {
      register.completeRelease(clock.getAsLong());
      releaseLog.tell(
          line -> line.addKeyValue("latch", release.latch()).log("stop released"),
          clock.getAsLong());
      beacons.hurry(clock.getAsLong());
    }

    @Override
    public void superseded() {
      from.send(Register.superseded(release));
    }

    @Override
    public void notSaved(String why) {
      from.send(Register.notSaved(release, "the robot's computer", why));
    }
  }

  private void onNotKept(String why) {
    LOG.atError()
        .addKeyValue("robot", identity.id)
        .log("the stop that stands can't be saved for the next start: {}", why);
  }

  @Override
  public void onBootConflict(long highest) {
    boots.adopt(highest, "the relay");
  }

  // The register.

  @Override
  public void onLease(Lease lease) {
    if (lease.cause() != Lease.Cause.CURRENT) {
      leaseLog.tell(
          line ->
              line.addKeyValue("term", lease.term())
                  .addKeyValue("holder", lease.holderName())
                  .log("lease {}", lease.cause()),
          clock.getAsLong());
    }
    entrances.broadcast(lease);
    beacons.hurry(clock.getAsLong());
  }

  /** Not at once to zero: whoever stands in front of it has seen it drive. */
  @Override
  public void onTimeUp(int heldMs) {
    long nowMs = clock.getAsLong();
    if (heldMs > 0) {
      steering.letGoAtEnd(register.term(), nowMs);
    }
    board.rampDown(nowMs);
  }

  @Override
  public void onLatched(Stop.Cause cause, Numbered latch) {
    long nowMs = clock.getAsLong();
    latchLog.tell(line -> line.addKeyValue("latch", latch).log("latched {}", cause), nowMs);
    board.stop(cause, latch, nowMs);
    beacons.hurry(nowMs);
  }

  @Override
  public void onStanding(StandingStop standing) {
    keeper.onStanding(standing, clock.getAsLong());
  }

  @Override
  public void onStopConfirmed(Stopped stopped) {
    stops.onConfirmed(stopped);
    entrances.broadcast(stopped);
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
    register.boardRestarted(clock.getAsLong());
  }

  @Override
  public void onBoardZero(Numbered latch) {
    register.onBoardZero(latch, clock.getAsLong());
  }

  @Override
  public void onBoardAhead(long highestBoot) {
    boots.adopt(highestBoot, "the board");
  }

  private void onBootAdopted() {
    long nowMs = clock.getAsLong();
    StandingStop standing = register.standing();
    register = new Register(limits, this, boots.current(), standing, nowMs);
    startAnnounced = false;
    board.stop(Stop.Cause.ROBOT_START, register.latch(), nowMs);
    keeper.onStanding(standing, nowMs);
    entrances.each(Entrance::onBootChanged);
  }

  // The end.

  /** Stops the motors for good. {@code stopId} is random and not 0. */
  void shutDown(long stopId) {
    stops.pressLast(stopId, register, clock.getAsLong());
  }

  /** True when the board confirmed that stop. */
  boolean isShutDown() {
    return stops.isOver();
  }

  /** True when a restart would find the stop that stands. */
  boolean isSaved() {
    return keeper.isSaved();
  }

  boolean isBoardConnected() {
    return board.isConnected(clock.getAsLong());
  }

  /** Goodbye to the nodes. */
  void hangUp() {
    entrances.each(Entrance::close);
  }

  LatchKind latchKind() {
    return register.latchKind();
  }
}
