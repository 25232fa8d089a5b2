package org.havatar.relay.session.client;

import java.util.function.LongSupplier;
import org.havatar.relay.session.connection.Alarm;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.Rights;
import org.havatar.relay.session.port.Accounts.Window;
import org.havatar.relay.session.port.StoreReach;

/**
 * What an account may do with a robot at this very moment, without asking anybody: the rights as
 * last confirmed, with the windows in which they hold.
 *
 * <p>Windows are judged by the wall clock, to the millisecond. It may step. A clock that is not
 * where it has to be by the time that went by since the confirmation opens nothing early and keeps
 * nothing open: the less favourable of both counts, until the rights are confirmed anew.
 */
final class Capability {
  /** Without news they are confirmed this often. */
  static final long CONFIRM_EVERY_MS = 5000;

  /** Confirmed longer ago, two answers are missing: the store can't be asked. */
  static final long OVERDUE_MS = StoreReach.LEAST_MS;

  /** A change of which only is known that there was one leaves so long to ask what it was. */
  static final long DOUBT_MS = 1000;

  /** A wall clock that is off by more has been set. It drifts less than that between two looks. */
  static final long STEP_MS = 50;

  /** No end in sight. */
  static final long NEVER = Long.MAX_VALUE;

  /**
   * One moment on both clocks.
   *
   * @param nowMs the node's monotonic milliseconds
   * @param exposedMs see {@link StoreReach#exposedMs}
   */
  record Moment(long nowMs, long epochMs, long exposedMs) {}

  private final LongSupplier epochMs;
  private final StoreReach reach;
  private Rights rights;
  private String identity;
  private Moment confirmed;
  private long doubtedMs = NEVER;

  /**
   * @param asked when the question was asked: the answer is at least as new
   */
  Capability(LongSupplier epochMs, StoreReach reach, Rights rights, Moment asked) {
    this.epochMs = epochMs;
    this.reach = reach;
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

  /** Something that they rest on has changed; what, is to be asked. */
  void doubt(long nowMs) {
    doubtedMs = Math.min(doubtedMs, nowMs);
  }

  /** What was asked after all changes that were heard has been answered. */
  void trust() {
    doubtedMs = NEVER;
  }

  boolean isDoubted() {
    return doubtedMs != NEVER;
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
    return isProven(nowMs) && right(nowMs) == Right.DRIVE;
  }

  /** True when whoever doesn't drive may begin to: on an old word only who drives goes on. */
  boolean mayBegin(long nowMs) {
    return mayDrive(nowMs) && !isOverdue(nowMs) && !reach.isCut();
  }

  /** True when the answers that should have confirmed them are missing. */
  boolean isOverdue(long nowMs) {
    return nowMs - confirmed.nowMs >= OVERDUE_MS;
  }

  /** True while they count, confirmed or not. */
  boolean isProven(long nowMs) {
    return Math.min(exposableMs(nowMs), lastingMs(nowMs)) > 0;
  }

  /** For how long they go on counting when nobody confirms them and nodes stay as they are. */
  long provenMs(long nowMs) {
    long lastingMs = lastingMs(nowMs);
    long exposableMs = exposableMs(nowMs);
    boolean isSheltered = reach.isCutEverywhere() && exposableMs > 0;
    return Math.max(0, isSheltered ? lastingMs : Math.min(lastingMs, exposableMs));
  }

  /** Epoch milliseconds of that end; the same at each look unless something happens. */
  long provenUntilMs(long nowMs) {
    return countedMs(nowMs) + provenMs(nowMs);
  }

  private long lastingMs(long nowMs) {
    long leftMs = Math.max(reach.outageMs(), OVERDUE_MS) - (nowMs - confirmed.nowMs);
    return isDoubted() ? Math.min(leftMs, DOUBT_MS - (nowMs - doubtedMs)) : leftMs;
  }

  private long exposableMs(long nowMs) {
    long exposedMs = reach.exposedMs(nowMs) - confirmed.exposedMs;
    return Math.max(reach.graceMs(), OVERDUE_MS) - exposedMs;
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

  /**
   * When a window's edge, or so much before its end, comes next on the monotonic clock; now while
   * the two clocks disagree, {@link Alarm#NEVER} without an edge to come.
   *
   * @param beforeEndMs distances from an end that count as edges too
   */
  long nextEdgeMs(long nowMs, long... beforeEndMs) {
    long wallMs = epochMs.getAsLong();
    if (Math.abs(wallMs - countedMs(nowMs)) > STEP_MS) {
      return nowMs;
    }
    // The clock of the two that comes first, and both drift until the rights are confirmed anew.
    long leastMs = Math.max(wallMs, countedMs(nowMs));
    long nextMs = NEVER;
    for (Window each : rights.windows()) {
      nextMs = Math.min(nextMs, ahead(each.fromMs(), leastMs));
      nextMs = Math.min(nextMs, ahead(each.untilMs(), leastMs));
      for (long before : beforeEndMs) {
        if (each.untilMs() != NEVER) {
          nextMs = Math.min(nextMs, ahead(each.untilMs() - before, leastMs));
        }
      }
    }
    return nextMs == NEVER ? Alarm.NEVER : nowMs + nextMs;
  }

  /** Until that edge; the one that has just come counts while the clocks may be apart. */
  private static long ahead(long edgeMs, long wallMs) {
    if (edgeMs == Long.MAX_VALUE || edgeMs + STEP_MS < wallMs) {
      return NEVER;
    }
    return Math.max(0, edgeMs - wallMs);
  }

  /** When they are to be asked for again without news. */
  long confirmationDueMs() {
    return confirmed.nowMs + CONFIRM_EVERY_MS;
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
