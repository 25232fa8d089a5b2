package org.havatar.transports.authority;

import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * Judges the setpoints of the current term (PROTOCOL.md §7) and remembers what came of them: the
 * newest sequence, since when the robot drives, and when its driver last gave a sign of life.
 */
final class Setpoints {
  static final int NO_LOOP_AGE = 0xFFFF;

  private final RegisterOptions options;
  private final LeaseState lease;
  private final Latch latch;
  private final Governor governor;

  private @Nullable Sequence newestSequence;
  private Sequence lastAccepted = Sequence.ZERO;
  private boolean driving;
  private long acceptedAtMs;
  private long freshAtMs;
  private long humanAtMs;
  private int loopAgeMs = NO_LOOP_AGE;

  Setpoints(RegisterOptions options, LeaseState lease, Latch latch) {
    this.options = options;
    this.lease = lease;
    this.latch = latch;
    this.governor = new Governor(options.capPermille());
  }

  /** See {@link Register#judge}; {@code now} is the stamp of {@code nowMs}. */
  Ack judge(Drive drive, boolean boardReady, Stamp now, long nowMs) {
    int ageMs = now.ageMsOf(drive.echo());
    Reason reason = fresh(drive, ageMs);
    if (reason == Reason.ACCEPTED || reason == Reason.STALE) {
      governor.onSetpoint(ageMs, nowMs);
    }
    if (reason != Reason.ACCEPTED) {
      return refused(drive, reason, ageMs, now, nowMs);
    }
    newestSequence = drive.sequence();
    freshAtMs = nowMs;
    humanAtMs = nowMs - drive.inputAgeMs();
    boolean neutral = drive.isNeutral() || drive.inputAgeMs() > options.inputAgeLimitMs();
    reason = unlatched(neutral, nowMs - ageMs);
    if (reason == Reason.ACCEPTED && !boardReady) {
      reason = Reason.BOARD_SILENT;
    }
    if (reason != Reason.ACCEPTED) {
      return refused(drive, reason, ageMs, now, nowMs);
    }
    latch.clear();
    lastAccepted = drive.sequence();
    driving = true;
    acceptedAtMs = nowMs;
    loopAgeMs = ageMs;
    int cap = governor.capPermille(nowMs);
    int left = neutral ? 0 : drive.leftPermille() * cap / 1000;
    int right = neutral ? 0 : drive.rightPermille() * cap / 1000;
    return new Ack(
        Reason.ACCEPTED, drive.term(), drive.sequence(), now, loopAgeMs, cap, left, right);
  }

  private Reason fresh(Drive drive, int ageMs) {
    int order = drive.term().compareTo(lease.term());
    if (order != 0) {
      return order < 0 ? Reason.TERM_OLD : Reason.TERM_UNKNOWN;
    }
    if (!lease.isHeld()) {
      return Reason.NO_LEASE;
    }
    Sequence newest = newestSequence;
    if (newest != null && !drive.sequence().isNewerThan(newest)) {
      return Reason.SEQUENCE_OLD;
    }
    if (ageMs < 0) {
      return Reason.STAMP_FUTURE;
    }
    return ageMs > Math.min(drive.ttlMs(), options.ttlLimitMs()) ? Reason.STALE : Reason.ACCEPTED;
  }

  private Reason unlatched(boolean neutral, long echoMs) {
    return switch (latch.kind()) {
      case NONE -> Reason.ACCEPTED;
      case FAILSAFE ->
          neutral && latch.isClearedByNeutralOf(echoMs) ? Reason.ACCEPTED : Reason.LATCHED_FAILSAFE;
      case STOP, ADMINISTRATOR -> Reason.LATCHED_STOP;
    };
  }

  private Ack refused(Drive drive, Reason reason, int ageMs, Stamp now, long nowMs) {
    int shownMs = Math.clamp(ageMs, 0, NO_LOOP_AGE);
    int cap = governor.capPermille(nowMs);
    return new Ack(reason, drive.term(), drive.sequence(), now, shownMs, cap, 0, 0);
  }

  /** Somebody got the lease: alive and at the controls, until time says otherwise. */
  void driverBegins(long nowMs) {
    freshAtMs = nowMs;
    humanAtMs = nowMs;
  }

  /** What the last term's setpoints said means nothing for the next. */
  void newTerm() {
    newestSequence = null;
    lastAccepted = Sequence.ZERO;
    governor.reset();
  }

  /** The robot was latched. */
  void halt() {
    driving = false;
    loopAgeMs = NO_LOOP_AGE;
  }

  /** The silence after the last accepted setpoint is more than a lapse. */
  boolean isLapseOver(long nowMs) {
    return driving && nowMs - acceptedAtMs > options.lapseMs();
  }

  /** See {@link Register#holdRemainingMs}. */
  int holdRemainingMs(long nowMs) {
    return driving ? (int) Math.max(0, options.holdMs() - (nowMs - acceptedAtMs)) : 0;
  }

  boolean isDriverSilent(long nowMs) {
    return nowMs - freshAtMs >= options.silentLeaseMs();
  }

  boolean isDriverIdle(long nowMs) {
    return nowMs - humanAtMs >= options.idleLeaseMs();
  }

  int capPermille(long nowMs) {
    return governor.capPermille(nowMs);
  }

  boolean isGoverning(long nowMs) {
    return governor.isGoverning(nowMs);
  }

  /** Age of the last accepted setpoint; {@link #NO_LOOP_AGE} while latched. */
  int loopAgeMs() {
    return loopAgeMs;
  }

  Sequence lastAccepted() {
    return lastAccepted;
  }
}
