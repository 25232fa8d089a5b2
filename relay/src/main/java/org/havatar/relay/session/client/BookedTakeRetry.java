package org.havatar.relay.session.client;

import java.util.Set;
import org.havatar.relay.session.connection.Alarm;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.Request;

/**
 * Whoever takes the controls as their booking begins may come a moment before the robot has let go
 * of the driver whose window is over. That is not their fault: they are not refused but asked for
 * again, until the motors stand at the latest.
 */
final class BookedTakeRetry {
  static final long FOR_MS = 500;
  static final long EVERY_MS = 40;

  private static final Set<String> IN_THE_WAY =
      Set.of(Codes.HELD, Codes.HIGHER_RANK_NEEDED, Codes.TERM_CHANGED);

  private boolean isAsking;
  private boolean isRefused;
  private long askedMs;
  private long againMs;

  /**
   * The driver asks for the lease.
   *
   * @param booked whether it is their booking's time
   */
  void onAsked(Action action, boolean booked, long nowMs) {
    isAsking = booked && action == Action.TAKE;
    isRefused = false;
    askedMs = nowMs;
  }

  void done() {
    isAsking = false;
  }

  /** True when that refusal is not for the driver yet. */
  boolean takesUp(Refused refused, long nowMs) {
    boolean taking = refused.answers(Request.TAKE_LEASE) || refused.answers(Request.TAKE_OVER);
    boolean ours = isAsking && taking && IN_THE_WAY.contains(refused.code());
    if (!ours || nowMs - askedMs >= FOR_MS) {
      isAsking = isAsking && !taking;
      return false;
    }
    isRefused = true;
    againMs = nowMs + EVERY_MS;
    return true;
  }

  long dueMs() {
    return isAsking && isRefused ? againMs : Alarm.NEVER;
  }

  /** True when the lease is to be asked for again. */
  boolean isDue(long nowMs) {
    boolean due = isAsking && isRefused && nowMs - againMs >= 0;
    isRefused = isRefused && !due;
    return due;
  }
}
