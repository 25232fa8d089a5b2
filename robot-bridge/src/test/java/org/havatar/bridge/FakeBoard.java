package org.havatar.bridge;

import java.util.ArrayList;
import java.util.List;
import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.jspecify.annotations.Nullable;

/**
 * A board that follows PROTOCOL.md §10, on a clock of its own; it brakes at once, not in a ramp.
 */
final class FakeBoard {
  private static final int LIFE_MAX_MS = 200;

  private final FakeClock clock;
  private final int clockOffsetMs;
  private long startId;
  private boolean stopped = true;
  private Stamp stoppedAt;
  private Numbered latch = Numbered.NONE;
  private Numbered seenTerm = Numbered.NONE;
  private @Nullable Sequence seen;
  private Numbered term = Numbered.NONE;
  private Sequence sequence = Sequence.ZERO;
  private int left;
  private int right;
  private long deadAtMs;
  private int rejected;
  private Reason lastReason = Reason.ACCEPTED;

  /** Every setpoint that was executed, in order. */
  final List<Drive> executed = new ArrayList<>();

  final List<Reason> refusals = new ArrayList<>();
  final List<Stop> stops = new ArrayList<>();

  FakeBoard(FakeClock clock, int clockOffsetMs, long startId) {
    this.clock = clock;
    this.clockOffsetMs = clockOffsetMs;
    this.startId = startId;
    this.stoppedAt = stamp();
  }

  Stamp stamp() {
    return StampClock.stampAt(clock.getAsLong() + clockOffsetMs);
  }

  void restart(long newStartId) {
    startId = newStartId;
    stopped = true;
    stoppedAt = stamp();
    latch = Numbered.NONE;
    seenTerm = Numbered.NONE;
    seen = null;
    term = Numbered.NONE;
    sequence = Sequence.ZERO;
    left = 0;
    right = 0;
  }

  @Nullable Pong receive(Binary message) {
    live();
    switch (message) {
      case Stop stop -> {
        stops.add(stop);
        stopped = true;
        stoppedAt = stamp();
        latch = stop.latch();
        left = 0;
        right = 0;
      }
      case Drive drive -> {
        Reason reason = judge(drive);
        if (reason == Reason.ACCEPTED) {
          execute(drive);
        } else {
          refusals.add(reason);
          rejected = rejected + 1 & 0xFFFF;
          lastReason = reason;
        }
      }
      case Ping ping -> {
        return new Pong(ping.id(), ping.senderMs(), true, stamp());
      }
      default -> throw new AssertionError("never sent to a board: " + message);
    }
    return null;
  }

  private Reason judge(Drive drive) {
    int order = drive.term().compareTo(seenTerm);
    if (order < 0) {
      return Reason.TERM_OLD;
    }
    if (order == 0 && seen != null && !drive.sequence().isNewerThan(seen)) {
      return Reason.SEQUENCE_OLD;
    }
    int age = stamp().ageMsOf(drive.echo());
    if (age < 0) {
      return Reason.STAMP_FUTURE;
    }
    if (age >= Math.min(drive.ttlMs(), LIFE_MAX_MS)) {
      return Reason.STALE;
    }
    seenTerm = drive.term();
    seen = drive.sequence();
    boolean clears = drive.isNeutral() && drive.echo().isAfter(stoppedAt);
    return stopped && !clears ? Reason.LATCHED_FAILSAFE : Reason.ACCEPTED;
  }

  private void execute(Drive drive) {
    stopped = false;
    executed.add(drive);
    term = drive.term();
    sequence = drive.sequence();
    left = drive.leftPermille();
    right = drive.rightPermille();
    int life = Math.min(drive.ttlMs(), LIFE_MAX_MS) - stamp().ageMsOf(drive.echo());
    deadAtMs = clock.getAsLong() + life;
  }

  /** The end of a setpoint's life. */
  void live() {
    if (clock.getAsLong() - deadAtMs >= 0) {
      left = 0;
      right = 0;
    }
  }

  int left() {
    live();
    return left;
  }

  long deadAtMs() {
    return deadAtMs;
  }

  Board telemetry() {
    live();
    return new Board(
        stopped,
        false,
        false,
        0,
        startId,
        stamp(),
        term,
        sequence,
        latch,
        left,
        right,
        7800,
        66,
        lastReason,
        rejected);
  }
}
