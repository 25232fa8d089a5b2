package org.havatar.relay.session.older;

import java.util.ArrayDeque;
import java.util.Queue;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.transports.authority.Register;
import org.havatar.transports.authority.RegisterListener;
import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.BootConflict;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.RegisterDevice;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.StatusResponse;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.Welcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An older robot (PROTOCOL.md §11): towards its link a session that speaks its dialect, towards a
 * modern robot's session the link, with the register that the robot lacks.
 *
 * <p>What that session offers goes down at once; what is to go up waits for the end of the call
 * that caused it, at the latest for the next tick. Whoever makes one hands it a message or a tick
 * in the same call.
 */
final class OlderRobot extends OlderPeer {
  private static final Logger LOG = LoggerFactory.getLogger(OlderRobot.class);

  static final long DRIVEN_EVERY_MS = 20;
  static final long IDLE_EVERY_MS = 1000;

  /** A robot whose pongs are older is not connected, as far as anybody is told. */
  static final long CONNECTED_MS = 1500;

  private static final int MOST_UP = 1024;

  private final String robotId;
  private final Session inner;
  private final MotorLine line;
  private final StatusPoll status;
  private final StandInRegister standIn;
  private final Queue<Message> up = new ArrayDeque<>();
  private final ControlBoard board;
  private final StopMinder minder;
  private final Drops drops;
  private boolean hasAnswered;
  private boolean isLive;
  private long beaconMs;

  OlderRobot(Opening opening, RobotKeys.Proof proof, long nowMs) {
    super(opening, new ProbeClock(opening.link(), opening.context().random(), nowMs), nowMs, nowMs);
    LoopContext context = opening.context();
    this.robotId = proof.robotId();
    this.board = new ControlBoard(context.ports().devices(), link, complaints);
    this.status = new StatusPoll(link, nowMs);
    this.standIn = new StandInRegister(robotId, new Announcements(), context.random(), nowMs);
    this.line = new MotorLine(link, probes, context.epochMs(), this::refusalOf, new LineOutcome());
    this.minder = new StopMinder(robotId, context.ports().standingStops(), new MindedStop());
    this.drops = context.drops();
    this.inner = sessions.openRobot(proof, this);
    LOG.atInfo()
        .addKeyValue("robot", robotId)
        .addKeyValue("remote", link.info().remoteAddress())
        .log("older robot");
    line.stop(register().latch(), Reason.LATCHED_STOP, nowMs);
    inner.onMessage(standIn.hello(), nowMs);
  }

  private Register register() {
    return standIn.register();
  }

  private Stamp stamp(long nowMs) {
    return standIn.stamp(nowMs);
  }

  private void up(Message message) {
    if (up.size() < MOST_UP) {
      up.add(message);
    } else {
      drops.count(Reason.LINK_FULL);
    }
  }

  private void flush(long nowMs) {
    for (Message next = up.poll(); next != null; next = up.poll()) {
      inner.onMessage(next, nowMs); // which ignores what comes after its end
    }
  }

  /** What the register decides. */
  private final class Announcements implements RegisterListener {
    @Override
    public void onLease(Lease lease) {
      up(lease);
    }

    @Override
    public void onLatched(Stop.Cause cause, Numbered latch) {
      Reason why =
          register().latchKind() == LatchKind.FAILSAFE
              ? Reason.LATCHED_FAILSAFE
              : Reason.LATCHED_STOP;
      line.stop(latch, why, sessions.nowMs());
    }

    @Override
    public void onStanding(StandingStop standing) {
      minder.onStanding(standing, sessions.nowMs());
    }

    @Override
    public void onStopConfirmed(Stopped stopped) {
      up(stopped);
    }
  }

  /** What the store keeps of it. */
  private final class MindedStop implements StopMinder.Host {
    @Override
    public Register register() {
      return standIn.register();
    }

    @Override
    public long registerMs() {
      return standIn.clockMs(sessions.nowMs());
    }

    @Override
    public long nowMs() {
      return sessions.nowMs();
    }

    @Override
    public void onStopSettled() {
      beaconMs = sessions.nowMs() - IDLE_EVERY_MS;
    }

    @Override
    public void refuse(Refused refused) {
      up(refused);
    }

    @Override
    public boolean isClosed() {
      return OlderRobot.this.isClosed();
    }
  }

  /** What the robot did with it. */
  private final class LineOutcome implements MotorLine.Outcome {
    @Override
    public void executed(Ack accepted) {
      up(accepted);
    }

    @Override
    public void refused(Drive drive, Reason reason) {
      Stamp now = stamp(sessions.nowMs());
      int ageMs = Math.clamp(now.ageMsOf(drive.echo()), 0, 0xFFFF);
      up(new Ack(reason, drive.term(), drive.sequence(), now, ageMs, 0, 0, 0));
    }

    @Override
    public void stopped(Numbered latch) {
      register().onBoardZero(latch, standIn.clockMs(sessions.nowMs()));
    }
  }

  private @Nullable Reason refusalOf(Drive drive) {
    int ageMs = stamp(sessions.nowMs()).ageMsOf(drive.echo());
    return ageMs > drive.ttlMs() ? Reason.STALE : null;
  }

  /** What a modern robot would be told. */
  @Override
  public Offer offer(Message message) {
    if (isClosed()) {
      return Offer.CLOSED;
    }
    long nowMs = sessions.nowMs();
    long atMs = standIn.clockMs(nowMs);
    switch (message) {
      case Drive drive -> onDrive(drive, nowMs);
      case Stop stop -> up(register().stop(stop, atMs));
      case Propose proposal -> upUnlessNull(register().propose(proposal, atMs));
      case ReleaseStop release -> minder.release(release, nowMs);
      case Ping ping -> {
        if (isConnected(nowMs)) {
          up(new Pong(ping.id(), ping.senderMs(), true, stamp(nowMs)));
        }
      }
      case Welcome ignored -> {
        isLive = true;
        beaconMs = nowMs - IDLE_EVERY_MS; // the next tick's says who drives: nobody
        minder.begin(nowMs);
      }
      case BootConflict conflict -> onBootConflict(conflict, nowMs);
      case GetStatus ask -> status.forward(ask);
      case ErrorReport error -> link.offer(error);
      default -> {} // an older robot has no word for it
    }
    return Offer.SENT;
  }

  private void upUnlessNull(@Nullable Message refusal) {
    if (refusal != null) {
      up(refusal);
    }
  }

  private void onBootConflict(BootConflict conflict, long nowMs) {
    if (standIn.outnumber(conflict.highest(), nowMs)) {
      up(standIn.hello());
    } else {
      LOG.atError().addKeyValue("robot", robotId).log("boot numbers are used up");
      end(CloseCode.NOT_PERMITTED, nowMs);
    }
  }

  private void onDrive(Drive drive, long nowMs) {
    boolean ready = isConnected(nowMs) && !line.isStuck(nowMs);
    Ack ack = register().judge(drive, ready, standIn.clockMs(nowMs));
    if (ack.reason() == Reason.ACCEPTED) {
      line.onSetpoint(drive, ack, nowMs);
    } else {
      up(ack);
    }
  }

  private boolean isConnected(long nowMs) {
    return probes.silentMs(nowMs) < CONNECTED_MS;
  }

  @Override
  public void onMessage(Message message, long nowMs) {
    if (isClosed()) {
      return;
    }
    if (!isWithinBudget(message, nowMs)) {
      onHaste(nowMs);
      return;
    }
    switch (message) {
      case MotorResponse response -> {
        hasAnswered = true;
        if (line.onResponse(response, nowMs)) {
          stopTheMotors(Reason.ROBOT_REFUSED, nowMs); // it goes on with what it did before
        }
      }
      case StatusResponse response -> {
        hasAnswered = true;
        upUnlessNull(status.onResponse(response));
      }
      case RegisterDevice said -> board.onRegister(said, nowMs);
      case ErrorReport ignored -> {}
      default ->
          complaints.about(Codes.HELLO_FIRST, "Only a robot that says hello may send it.", nowMs);
    }
    flush(nowMs);
  }

  /** A camera board doesn't answer commands, so until then it may say that it is one. */
  boolean hasAnswered() {
    return hasAnswered;
  }

  /** It never was the robot; its link stays open. */
  void retire() {
    depart(CloseCode.NORMAL);
  }

  private void stopTheMotors(Reason why, long nowMs) {
    line.stop(register().latch(), why, nowMs);
  }

  @Override
  public void onProbed(long token, long nowMs) {
    probes.onProbed(token, nowMs);
    line.onPong(nowMs);
    flush(nowMs);
  }

  /** What was under way is judged again by the line; the probes know. */
  @Override
  void onGap(long nowMs) {}

  /** Nothing that was decided before is young enough then, however long it was. */
  @Override
  public void onLeap(long byMs, long nowMs) {
    standIn.onLeap(Math.max(byMs, Drive.MAX_TTL_MS + 1));
  }

  @Override
  void tick(long nowMs) {
    boolean ceased = register().holdRemainingMs(standIn.clockMs(nowMs)) == 0; // lets time pass
    line.onTick(nowMs);
    minder.onTick(nowMs);
    if (line.isMoving() && (ceased || line.isStuck(nowMs))) {
      stopTheMotors(Reason.BOARD_SILENT, nowMs);
    }
    probes.onTick(register().isHeld(), nowMs);
    if (isLive) {
      status.onTick(nowMs);
      if (nowMs - beaconMs >= (register().isHeld() ? DRIVEN_EVERY_MS : IDLE_EVERY_MS)) {
        beaconMs = nowMs;
        up(standIn.beacon(line, isConnected(nowMs) ? status : null, nowMs));
      }
    }
    flush(nowMs);
  }

  /** The session behind closes: replaced, the node leaves, or a fault. */
  @Override
  public void close(CloseCode code) {
    end(code, sessions.nowMs());
  }

  /** A robot that checks nothing would go on with the last setpoint. */
  @Override
  void end(CloseCode code, long nowMs) {
    if (!isClosed()) {
      line.sayStop(nowMs);
      depart(code);
      link.close(code);
    }
  }

  private void depart(CloseCode code) {
    if (isClosed()) {
      return;
    }
    markClosed();
    board.leave();
    line.close();
    minder.close();
    sessions.onClosed(inner, code);
  }

  @Override
  public void onClosed(CloseCode code) {
    depart(code);
  }
}
