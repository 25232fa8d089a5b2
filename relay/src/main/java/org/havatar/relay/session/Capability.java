package org.havatar.relay.session;

import java.util.function.LongSupplier;
import org.havatar.relay.session.Accounts.Right;
import org.havatar.relay.session.Accounts.Rights;
import org.havatar.relay.session.Accounts.Window;

/**
 * What an account may do with a robot at this very moment, without asking anybody: the rights as
 * last confirmed, with the windows in which they hold.
 *
 * <p>Windows are judged by the wall clock, to the millisecond. It may step. A clock that is not
 * where it has to be by the time that went by since the confirmation opens nothing early and keeps
 * nothing open: the less favourable of both counts, until the rights are confirmed anew.
 */
final class Capability {
  /** Rights that could not be confirmed for so long are no right to drive any more. */
  static final long GRACE_MS = 10_000;

  /** Without news they are confirmed this often. */
  static final long CONFIRM_EVERY_MS = 5000;

  /** A wall clock that is off by more has been set. It drifts less than that between two looks. */
  static final long STEP_MS = 50;

  /** No end in sight. */
  static final long NEVER = Long.MAX_VALUE;

  /**
   * One moment on both clocks.
   *
   * @param nowMs the node's monotonic milliseconds
   */
  record Moment(long nowMs, long epochMs) {}

  private final LongSupplier epochMs;
  private Rights rights;
  private String identity;
  private Moment confirmed;

  /**
   * @param asked when the question was asked: the answer is at least as new
   */
  Capability(LongSupplier epochMs, Rights rights, Moment asked) {
    this.epochMs = epochMs;
    this.rights = rights;
    this.identity = rights.robot().identity();
    this.confirmed = asked;
  }

  /** Identity of the robot, as far as it was ever told; empty: never. */
  String identity() {
    return identity;
  }

  void confirm(Rights answer, Moment asked) {
    rights = answer;
    identity = answer.robot().identity().isEmpty() ? identity : answer.robot().identity();
    confirmed = asked;
  }

  /** As that other one is, which is newer. */
  void take(Capability other) {
    confirm(other.rights, other.confirmed);
  }

  Rights rights() {
    return rights;
  }

  /** What is left of the right now, in whatever state the store is. */
  Right right(long nowMs) {
    return rights.right() != Right.DRIVE || isWithin(window(nowMs))
        ? rights.right()
        : rights.outside();
  }

  boolean mayDrive(long nowMs) {
    return nowMs - confirmed.nowMs < GRACE_MS && right(nowMs) == Right.DRIVE;
  }

  int rank(long nowMs) {
    return Math.max(rights.rank(), window(nowMs).rank());
  }

  /** True inside a window of the account's own booking. */
  boolean isBooked(long nowMs) {
    return window(nowMs).rank() > rights.rank();
  }

  /** True when they are to be asked for: they are old, or a window has begun or ended since. */
  boolean isConfirmationDue(long nowMs) {
    return nowMs - confirmed.nowMs >= CONFIRM_EVERY_MS || isEdgePassed(nowMs);
  }

  private boolean isEdgePassed(long nowMs) {
    long closingMs = closingMs(nowMs);
    for (Window each : rights.windows()) {
      if (isBetween(each.fromMs(), closingMs) || isBetween(each.untilMs(), closingMs)) {
        return true;
      }
    }
    return false;
  }

  private boolean isBetween(long edgeMs, long untilMs) {
    return confirmed.epochMs < edgeMs && edgeMs <= untilMs;
  }

  /** Epoch milliseconds of the end of driving, with turns that follow at once; or never. */
  long endsAtMs(long nowMs) {
    Window current = window(nowMs);
    if (!isWithin(current)) {
      return closingMs(nowMs);
    }
    long endMs = current.untilMs();
    for (Window each : rights.windows()) {
      if (each.fromMs() == endMs) {
        endMs = each.untilMs();
      }
    }
    return endMs;
  }

  /** Until driving ends; {@link #NEVER}, or 0 outside all windows. */
  long remainingMs(long nowMs) {
    long endMs = endsAtMs(nowMs);
    return endMs == NEVER ? NEVER : endMs - closingMs(nowMs);
  }

  /** Epoch milliseconds of the next turn's begin, or {@link #NEVER}. */
  long nextFromMs(long nowMs) {
    long openingMs = openingMs(nowMs);
    for (Window each : rights.windows()) {
      if (each.fromMs() > openingMs) {
        return each.fromMs();
      }
    }
    return NEVER;
  }

  private Window window(long nowMs) {
    long openingMs = openingMs(nowMs);
    long closingMs = closingMs(nowMs);
    for (Window each : rights.windows()) {
      if (each.fromMs() <= openingMs && closingMs < each.untilMs()) {
        return each;
      }
    }
    return Window.NONE;
  }

  private static boolean isWithin(Window window) {
    return !window.equals(Window.NONE);
  }

  private long openingMs(long nowMs) {
    long wallMs = epochMs.getAsLong();
    long countedMs = countedMs(nowMs);
    return wallMs - countedMs > STEP_MS ? countedMs : wallMs;
  }

  private long closingMs(long nowMs) {
    long wallMs = epochMs.getAsLong();
    long countedMs = countedMs(nowMs);
    return countedMs - wallMs > STEP_MS ? countedMs : wallMs;
  }

  private long countedMs(long nowMs) {
    return confirmed.epochMs + (nowMs - confirmed.nowMs);
  }
}
