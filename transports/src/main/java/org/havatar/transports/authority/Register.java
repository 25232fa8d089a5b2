package org.havatar.transports.authority;

import static org.havatar.transports.authority.RegisterOptions.PROPOSAL_AGE_LIMIT_MS;

import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Request;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;

/**
 * The robot's authority (PROTOCOL.md §7–9): who drives, which command may be executed, and what
 * keeps the robot still. Every call first lets pass what the time that went by has ended, so a
 * frozen robot never acts on what it held before. One thread.
 *
 * <p>Each call names the time: milliseconds of a monotonic clock that counts suspend, whose low 32
 * bits are the stamp (PROTOCOL.md §2). All 64 bits judge, so that no sleep is too long to be
 * counted; a reading that goes back is no progress.
 */
public final class Register {
  private final RegisterOptions options;
  private final RegisterListener listener;
  private final long startMs;
  private final long boot;
  private final LeaseState lease;
  private final Latch latch;
  private final Setpoints setpoints;
  private final StopMemory stops = new StopMemory();

  /** Since the start. */
  private long nowMs;

  /** A robot's first start: nothing stood before it. */
  public Register(RegisterOptions options, RegisterListener listener, long boot, long startMs) {
    this(options, listener, boot, StandingStop.NONE, startMs);
  }

  /**
   * A robot start: a new term that nobody holds, stopped until a driver releases it.
   *
   * @param kept the stop that stood before it
   */
  public Register(
      RegisterOptions options,
      RegisterListener listener,
      long boot,
      StandingStop kept,
      long startMs) {
    this.options = options;
    this.listener = listener;
    this.boot = boot;
    this.startMs = startMs;
    this.lease = new LeaseState(boot);
    this.latch = new Latch(boot, kept);
    this.setpoints = new Setpoints(options, lease, latch);
  }

  /**
   * Judges a setpoint in the order of PROTOCOL.md §7.
   *
   * @param boardReady the board is connected and its newest stamp is recent
   * @return the acknowledgement to send; when it is accepted its left and right go to the board
   */
  public Ack judge(Drive drive, boolean boardReady, long atMs) {
    advance(atMs);
    return setpoints.judge(drive, boardReady, stamp(), nowMs);
  }

  /** Judges a proposal; null when it was accepted, which the listener has then heard. */
  public @Nullable Refused propose(Propose proposal, long atMs) {
    advance(atMs);
    int ageMs = stamp().ageMsOf(proposal.echo());
    if (ageMs < 0) {
      return refused(proposal, Reason.STAMP_FUTURE.wireName(), "The echoed stamp is unknown.");
    }
    if (ageMs > PROPOSAL_AGE_LIMIT_MS) {
      return refused(proposal, Reason.STALE.wireName(), "Decided too long ago. Try again.");
    }
    if (!proposal.term().equals(lease.term())) {
      return refused(proposal, Codes.TERM_CHANGED, "The driver has just changed. Try again.");
    }
    long untilMs = nowMs - ageMs + proposal.durationMs();
    return switch (proposal.action()) {
      case TAKE, TAKE_OVER, HAND_OVER -> take(proposal, untilMs);
      case RELEASE -> end(proposal, Lease.Cause.RELEASED);
      case REVOKE -> end(proposal, Lease.Cause.REVOKED);
    };
  }

  private @Nullable Refused take(Propose proposal, long untilMs) {
    if (untilMs <= nowMs || proposal.holder() == 0) {
      return refused(proposal, Reason.OUT_OF_RANGE.wireName(), "The lease would be over already.");
    }
    if (lease.holder() == proposal.holder()) {
      lease.extend(untilMs);
      listener.onLease(lease.announced(Lease.Cause.CURRENT, proposal.proposal(), nowMs));
      return null;
    }
    Propose.Action action = proposal.action();
    if (lease.isHeld() && action == Propose.Action.TAKE) {
      return refused(proposal, Codes.HELD, lease.holderName() + " drives.");
    }
    if (lease.isHeld() && action == Propose.Action.TAKE_OVER && proposal.rank() <= lease.rank()) {
      return refused(
          proposal, Codes.HIGHER_RANK_NEEDED, lease.holderName() + " has the same right to drive.");
    }
    boolean consented = action == Propose.Action.HAND_OVER;
    Lease.Cause change = consented ? Lease.Cause.HANDED_OVER : Lease.Cause.TAKEN_OVER;
    Lease.Cause cause = lease.isHeld() ? change : Lease.Cause.TAKEN;
    lease.give(proposal, untilMs);
    setpoints.driverBegins(nowMs);
    newTerm(LatchKind.FAILSAFE, Stop.Cause.LEASE_ENDED);
    listener.onLease(lease.announced(cause, proposal.proposal(), nowMs));
    return null;
  }

  private @Nullable Refused end(Propose proposal, Lease.Cause cause) {
    if (!lease.isHeld() || lease.holder() != proposal.holder()) {
      return refused(proposal, Reason.NOT_HOLDER.wireName(), "Somebody else, or nobody, drives.");
    }
    endLease(cause, proposal.proposal());
    return null;
  }

  private static Refused refused(Propose proposal, String code, String message) {
    return new Refused(
        Request.PROPOSE.wireName(), code, message, proposal.proposal(), proposal.holder());
  }

  private void endLease(Lease.Cause cause, @Nullable Long proposal) {
    if (cause == Lease.Cause.EXPIRED || cause == Lease.Cause.REVOKED) {
      listener.onTimeUp(setpoints.holdRemainingMs(nowMs));
    }
    lease.free();
    newTerm(LatchKind.FAILSAFE, Stop.Cause.LEASE_ENDED);
    listener.onLease(lease.announced(cause, proposal, nowMs));
  }

  private void newTerm(LatchKind kind, Stop.Cause cause) {
    setpoints.newTerm();
    set(kind, cause);
  }

  private void set(LatchKind kind, Stop.Cause cause) {
    latch.set(kind, nowMs);
    latched(cause);
  }

  private void latched(Stop.Cause cause) {
    setpoints.halt();
    listener.onLatched(cause, latch.number());
  }

  /** A person's stop, whatever its term, age or way; a repetition is only answered. */
  public Stopped stop(Stop stop, long atMs) {
    advance(atMs);
    if (!stops.knows(stop.stopId())) {
      latch.stop(stop, nowMs);
      latched(stop.cause());
      listener.onStanding(latch.standing());
      stops.remember(stop.stopId(), latch.number(), nowMs);
    }
    return stopped(stops.get(stop.stopId()));
  }

  /** The board reports zero output and that {@code reported} is the last stop it heard. */
  public void onBoardZero(Numbered reported, long atMs) {
    advance(atMs);
    for (StopMemory.Seen seen : stops.confirm(reported, nowMs)) {
      listener.onStopConfirmed(stopped(seen));
    }
  }

  private Stopped stopped(StopMemory.Seen seen) {
    int elapsedMs =
        seen.isConfirmed()
            ? seen.confirmedAfterMs()
            : (int) Math.min(0xFFFF, nowMs - seen.firstSeenMs());
    return new Stopped(
        seen.isConfirmed(), latch.kind(), seen.stopId(), seen.latch(), stamp(), elapsedMs);
  }

  /** Releases a stop latch; null when it was released. */
  public @Nullable Refused releaseStop(ReleaseStop release, long atMs) {
    Refused refused = judgeRelease(release, atMs);
    if (refused == null) {
      completeRelease(atMs);
    }
    return refused;
  }

  /**
   * Lets a release take effect that {@link #judgeRelease} has passed; since then the listener has
   * heard of no {@linkplain RegisterListener#onStanding stop}. The driver may have changed: the
   * latch that is left wants the present one's neutral.
   */
  public void completeRelease(long atMs) {
    advance(atMs);
    if (latch.isStop()) {
      latch.release(nowMs);
      listener.onStanding(StandingStop.NONE);
    }
  }

  /** Judges a release, which takes no effect yet; null when it may. */
  public @Nullable Refused judgeRelease(ReleaseStop release, long atMs) {
    advance(atMs);
    Long holder = release.holder();
    int ageMs = stamp().ageMsOf(release.echo());
    if (holder == null || !lease.isHeld() || lease.holder() != holder) {
      return refused(release, Reason.NOT_HOLDER.wireName(), "Take the lease first.");
    }
    if (!release.term().equals(lease.term())) {
      return refused(release, Codes.TERM_CHANGED, "The driver has just changed. Try again.");
    }
    if (ageMs < 0) {
      return refused(release, Reason.STAMP_FUTURE.wireName(), "The echoed stamp is unknown.");
    }
    if (ageMs > Math.min(release.ttlMs(), options.ttlLimitMs())) {
      return refused(release, Reason.STALE.wireName(), "Too old. Press release again.");
    }
    if (!latch.isStop()) {
      return refused(release, Codes.NOT_LATCHED, "The robot is not stopped.");
    }
    if (!release.latch().equals(latch.number())) {
      return superseded(release);
    }
    if (latch.kind() == LatchKind.ADMINISTRATOR && release.rank() < Propose.MAX_RANK) {
      return refused(
          release, Codes.HIGHER_RANK_NEEDED, "An administrator stopped it and must release it.");
    }
    return null;
  }

  /** The answer to a release that passed, and then somebody stopped the robot again. */
  public static Refused superseded(ReleaseStop release) {
    return refused(release, Codes.LATCH_CHANGED, "Somebody has stopped the robot again.");
  }

  /** The answer to a release that passed, and can't be saved {@code where}. */
  public static Refused notSaved(ReleaseStop release, String where, String why) {
    String message =
        "Still stopped: the release can't be saved on "
            + where
            + " ("
            + why
            + "). Free some space or mend its storage, then press release again.";
    return refused(release, Codes.UNAVAILABLE, message);
  }

  private static Refused refused(ReleaseStop release, String code, String message) {
    return new Refused(Request.RELEASE_STOP.wireName(), code, message, null, release.holder());
  }

  /** The board started anew: a robot start with the same holder. */
  public void boardRestarted(long atMs) {
    advance(atMs);
    lease.renew();
    newTerm(LatchKind.STOP, Stop.Cause.ROBOT_START);
    listener.onStanding(latch.standing());
    listener.onLease(lease.announced(Lease.Cause.RESTART, null, nowMs));
  }

  /** Lets time pass; to be called at least every few milliseconds. */
  public void tick(long atMs) {
    advance(atMs);
  }

  private Stamp stamp() {
    return new Stamp((int) (startMs + nowMs));
  }

  private void advance(long atMs) {
    nowMs = Math.max(nowMs, atMs - startMs);
    if (setpoints.isLapseOver(nowMs)) {
      set(LatchKind.FAILSAFE, Stop.Cause.FAILSAFE);
    }
    if (lease.isOver(nowMs)) {
      endLease(Lease.Cause.EXPIRED, null);
    } else if (lease.isHeld() && setpoints.isDriverSilent(nowMs)) {
      endLease(Lease.Cause.SILENT, null);
    } else if (lease.isHeld() && setpoints.isDriverIdle(nowMs)) {
      endLease(Lease.Cause.IDLE, null);
    }
  }

  /** Milliseconds for which the last accepted setpoint may still be held; 0 when it has lapsed. */
  public int holdRemainingMs(long atMs) {
    advance(atMs);
    return setpoints.holdRemainingMs(nowMs);
  }

  /** The register as it is, for a newcomer. */
  public Lease current(long atMs) {
    advance(atMs);
    return lease.announced(Lease.Cause.CURRENT, null, nowMs);
  }

  public boolean isHeld() {
    return lease.isHeld();
  }

  public LatchKind latchKind() {
    return latch.kind();
  }

  /** What the next start has to know of the stop that stands. */
  public StandingStop standing() {
    return latch.standing();
  }

  /**
   * What stood before the start is known only now: the register began with {@link
   * StandingStop#UNREADABLE} and has released nothing since. Of that and what was pressed meanwhile
   * the stronger stands. It is no new latch.
   */
  public void remember(StandingStop kept, long atMs) {
    advance(atMs);
    latch.remember(kept);
    listener.onStanding(latch.standing());
  }

  public Numbered latch() {
    return latch.number();
  }

  public Numbered term() {
    return lease.term();
  }

  /**
   * What everybody is told.
   *
   * @param board the newest telemetry, null while the board is silent
   * @param flags of the robot and the road, such as {@link Beacon#PRIMARY}; the register adds its
   *     own
   * @param faults of the robot itself, added to the board's
   */
  public Beacon beacon(@Nullable Board board, int flags, int faults, long routeCounter, long atMs) {
    advance(atMs);
    int all =
        flags
            | (board != null ? Beacon.BOARD_CONNECTED : 0)
            | (board != null && !board.isZero() ? Beacon.MOVING : 0)
            | (latch.isPressed() ? Beacon.STOP_PRESSED : 0)
            | (setpoints.isGoverning(nowMs) ? Beacon.GOVERNED : 0);
    return new Beacon(
        all,
        latch.kind(),
        boot,
        lease.term().counter(),
        latch.number().counter(),
        routeCounter,
        stamp(),
        lease.holder(),
        lease.remainingMs(nowMs),
        board == null ? 0 : board.batteryMv(),
        board == null ? 255 : board.batteryPercent(),
        board == null ? faults : board.faults() | faults,
        board == null ? 0 : board.leftPermille(),
        board == null ? 0 : board.rightPermille(),
        setpoints.capPermille(nowMs),
        setpoints.loopAgeMs(),
        setpoints.lastAccepted());
  }
}
