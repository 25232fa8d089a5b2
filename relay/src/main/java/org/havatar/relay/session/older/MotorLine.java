package org.havatar.relay.session.older;

import java.util.function.LongSupplier;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.StopRhythm;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The last stage before a robot that checks nothing (PROTOCOL.md §11): at most one setpoint is
 * under way, the newest waits and is judged again before it is written; a stop goes past both, and
 * again in the rhythm of §8 until it is answered.
 *
 * <p>A setpoint under way is settled by its {@code motor_response}, or by the pong of a ping sent
 * after it. A robot that has once answered is waited for: its transport's pong says nothing of it.
 */
final class MotorLine {
  static final long WAIT_MS = 150;

  /**
   * A setpoint is held for so long from its arrival (PROTOCOL.md §7); then it is not written any
   * more.
   */
  static final long HOLD_MS = 100;

  /** However far away the robot is. */
  static final long MOST_PATIENCE_MS = Drive.MAX_TTL_MS;

  static final long SAME_AGAIN_MS = 50;

  /** A stop that comes sooner after another is said with the next word: the robot stops already. */
  static final long LEAST_STOP_GAP_MS = 10;

  /** A robot at rest is told so again, in case it was moved by something else. */
  static final long REST_AGAIN_MS = 1000;

  /** A robot that answers others owes this one's answer no longer. */
  static final long ANSWER_OWED_MS = 500;

  /** Then a robot that refuses to stop is let be, unconfirmed. */
  static final int MOST_REFUSALS = 10;

  /** No answer was seen: patience is least then. */
  private static final long UNKNOWN = 0;

  /** Hears what became of what the register had accepted. */
  interface Outcome {
    /** The robot has it. */
    void executed(Ack accepted);

    void refused(Drive drive, Reason reason);

    /** The robot has answered a stop that was sent after that latch. */
    void stopped(Numbered latch);
  }

  /** Judges a setpoint immediately before it is written; null: it may go. */
  interface Judge {
    @Nullable Reason refusalOf(Drive drive);
  }

  private record Setpoint(Drive drive, Ack accepted, long arrivedMs) {}

  private record UnderWay(Setpoint setpoint, long id, long probe, long sentMs) {}

  private record Stopping(
      Numbered latch, long firstId, long probe, long firstMs, long sentMs, int sent) {}

  private final Link link;
  private final ProbeClock probes;
  private final LongSupplier epochMs;
  private final Judge judge;
  private final Outcome outcome;
  private long lastId;
  private long settledId;
  private boolean isAnswering;
  private long leastTripMs = UNKNOWN;
  private @Nullable Setpoint waiting;
  private @Nullable UnderWay underWay;
  private @Nullable Stopping stopping;

  /** The latch of a stop that came right after another. */
  private @Nullable Numbered unsaid;

  private int refusals;
  private int leftPermille;
  private int rightPermille;
  private boolean isToldSo;
  private long toldMs;

  MotorLine(Link link, ProbeClock probes, LongSupplier epochMs, Judge judge, Outcome outcome) {
    this.link = link;
    this.probes = probes;
    this.epochMs = epochMs;
    this.judge = judge;
    this.outcome = outcome;
  }

  /** What the robot was last told, as far as it is known. */
  int leftPermille() {
    return leftPermille;
  }

  int rightPermille() {
    return rightPermille;
  }

  boolean isMoving() {
    return leftPermille != 0 || rightPermille != 0;
  }

  /** True while the robot owes an answer for too long. */
  boolean isStuck(long nowMs) {
    long patienceMs = Math.clamp(2 * leastTripMs, WAIT_MS, MOST_PATIENCE_MS);
    UnderWay sent = underWay;
    Stopping stop = stopping;
    return (sent != null && nowMs - sent.sentMs > patienceMs)
        || (stop != null && nowMs - stop.firstMs > patienceMs);
  }

  /** The register accepted it. */
  void onSetpoint(Drive drive, Ack accepted, long nowMs) {
    Setpoint older = waiting;
    if (older != null) {
      outcome.refused(older.drive, Reason.SUPERSEDED);
    }
    waiting = new Setpoint(drive, accepted, nowMs);
    pump(nowMs);
  }

  private void pump(long nowMs) {
    Setpoint next = waiting;
    if (next == null) {
      return;
    }
    Reason reason = judge.refusalOf(next.drive);
    if (reason == null && nowMs - next.arrivedMs >= HOLD_MS) {
      reason = Reason.BOARD_SILENT;
    }
    if (reason != null) {
      waiting = null;
      outcome.refused(next.drive, reason);
    } else if (underWay == null && stopping == null && unsaid == null) {
      waiting = null;
      if (isKnownToIt(next.accepted, nowMs)) {
        outcome.executed(next.accepted);
      } else {
        write(next, nowMs);
      }
    }
  }

  private boolean isKnownToIt(Ack wanted, long nowMs) {
    boolean same =
        isToldSo
            && wanted.leftPermille() == leftPermille
            && wanted.rightPermille() == rightPermille;
    return same && nowMs - toldMs < (isMoving() ? SAME_AGAIN_MS : REST_AGAIN_MS);
  }

  private void write(Setpoint next, long nowMs) {
    send(next.accepted.leftPermille(), next.accepted.rightPermille(), nowMs);
    underWay = new UnderWay(next, lastId, probes.probe(nowMs), nowMs);
  }

  private void send(int left, int right, long nowMs) {
    lastId++;
    leftPermille = left;
    rightPermille = right;
    isToldSo = true;
    toldMs = nowMs;
    link.offer(
        MotorControl.ofPermille("\"" + lastId + "\"", left, right, (double) epochMs.getAsLong()));
  }

  /** At once, whatever is under way; what waits is void. Nothing moves it before it is said. */
  void stop(Numbered latch, Reason why, long nowMs) {
    Setpoint dropped = waiting;
    waiting = null;
    if (dropped != null) {
      outcome.refused(dropped.drive, why);
    }
    Stopping before = stopping;
    if (before != null && nowMs - before.sentMs < LEAST_STOP_GAP_MS) {
      unsaid = latch;
    } else {
      say(latch, nowMs);
    }
  }

  private void say(Numbered latch, long nowMs) {
    unsaid = null;
    refusals = 0;
    send(0, 0, nowMs);
    stopping = new Stopping(latch, lastId, probes.probe(nowMs), nowMs, nowMs, 1);
  }

  /** The connection ends: the last word, which nobody will answer. */
  void sayStop(long nowMs) {
    send(0, 0, nowMs);
  }

  void onTick(long nowMs) {
    onPong(nowMs);
    pump(nowMs);
    Stopping stop = stopping;
    Numbered latch = unsaid;
    if (latch != null && nowMs - toldMs >= LEAST_STOP_GAP_MS) {
      say(latch, nowMs);
    } else if (stop != null && nowMs - stop.sentMs >= StopRhythm.gapMs(stop.sent)) {
      send(0, 0, nowMs);
      stopping =
          new Stopping(stop.latch, stop.firstId, stop.probe, stop.firstMs, nowMs, stop.sent + 1);
    }
  }

  /** A pong may have settled something. */
  void onPong(long nowMs) {
    UnderWay sent = underWay;
    if (sent != null && probes.answered() >= sent.probe && isReleased(sent.sentMs, nowMs)) {
      settle(sent, nowMs);
    }
    Stopping stop = stopping;
    if (stop != null && probes.answered() >= stop.probe && !isAnswering) {
      onStopped(stop, true, nowMs);
    }
  }

  private boolean isReleased(long sentMs, long nowMs) {
    return !isAnswering || nowMs - sentMs >= ANSWER_OWED_MS;
  }

  private void settle(UnderWay sent, long nowMs) {
    underWay = null;
    settledId = sent.id;
    noteTrip(nowMs - sent.sentMs);
    outcome.executed(sent.setpoint.accepted);
    pump(nowMs);
  }

  private void noteTrip(long tripMs) {
    leastTripMs = leastTripMs == UNKNOWN ? tripMs : Math.min(leastTripMs, tripMs);
  }

  private void onStopped(Stopping stop, boolean confirmed, long nowMs) {
    stopping = null;
    noteTrip(nowMs - stop.sentMs);
    UnderWay before = underWay;
    underWay = null;
    if (before != null) {
      outcome.refused(before.setpoint.drive, Reason.BOARD_SILENT); // overtaken by the stop
    }
    if (confirmed) {
      outcome.stopped(stop.latch);
    }
    pump(nowMs);
  }

  /**
   * The robot answered.
   *
   * @return true when the robot did not do what it was told, so that it may still do something else
   */
  boolean onResponse(MotorResponse response, long nowMs) {
    long id = idOf(response.id());
    if (id < 1 || id > lastId) {
      return false;
    }
    isAnswering = true;
    Stopping stop = stopping;
    if (stop != null && id >= stop.firstId) {
      if (response.ok() || ++refusals >= MOST_REFUSALS) {
        onStopped(stop, response.ok(), nowMs);
      }
      return false;
    }
    UnderWay sent = underWay;
    if (sent != null && id == sent.id && response.ok()) {
      settle(sent, nowMs);
      return false;
    }
    if (sent != null && id == sent.id) {
      underWay = null;
      outcome.refused(sent.setpoint.drive, Reason.ROBOT_REFUSED);
      return true;
    }
    return !response.ok() && id == settledId;
  }

  /** Ours are numbers in quotes; some programs answer without the quotes. */
  private static long idOf(@Nullable String json) {
    if (json == null) {
      return 0;
    }
    try {
      return Long.parseLong(json.replace("\"", ""));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The connection is gone: nothing waits any more. */
  void close() {
    waiting = null;
    underWay = null;
    stopping = null;
    unsaid = null;
  }
}
