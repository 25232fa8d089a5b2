package org.havatar.relay.session.robot;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.havatar.relay.session.connection.RecentIds;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.StopPressed;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;

/**
 * Who pressed the stops of one robot: told at once, of each presser the newest once a second at
 * most, and to whoever comes later.
 */
final class PressedStops {
  static final long TELL_EVERY_MS = 1000;

  /** Pressers that are told apart within that time; further ones share one turn. */
  static final int MOST_TOLD_APART = 64;

  private static final int REMEMBERED = 256;
  private static final long OTHERS = 0;

  private static final class Turn {
    private long toldMs;
    private @Nullable StopPressed waiting;

    private Turn(long toldMs) {
      this.toldMs = toldMs;
    }
  }

  private final RecentIds known = new RecentIds(REMEMBERED);
  private final Map<Long, Turn> turns = new LinkedHashMap<>();
  private @Nullable StopPressed newest;
  private @Nullable Stopped answer;

  boolean isKnown(long stopId) {
    return known.isKnown(stopId);
  }

  /** True when that press is new. */
  boolean add(StopPressed pressed) {
    if (!known.add(pressed.stopId())) {
      return false;
    }
    newest = pressed;
    answer = null;
    return true;
  }

  /** Somebody's press waits for their turn, or keeps others waiting. */
  boolean isWaiting() {
    return !turns.isEmpty();
  }

  /** False when it waits for its presser's turn, which comes with {@link #due}. */
  boolean isToldAtOnce(StopPressed pressed, long nowMs) {
    boolean isApart = turns.size() < MOST_TOLD_APART || turns.containsKey(pressed.holder());
    long presser = isApart ? pressed.holder() : OTHERS;
    Turn turn = turns.computeIfAbsent(presser, ignored -> new Turn(nowMs - TELL_EVERY_MS));
    if (nowMs - turn.toldMs < TELL_EVERY_MS) {
      turn.waiting = pressed;
      return false;
    }
    turn.toldMs = nowMs;
    turn.waiting = null;
    return true;
  }

  /** What has waited for its turn, which is now. */
  List<StopPressed> due(long nowMs) {
    List<StopPressed> due = new ArrayList<>();
    Iterator<Turn> each = turns.values().iterator();
    while (each.hasNext()) {
      Turn turn = each.next();
      StopPressed waiting = turn.waiting;
      if (nowMs - turn.toldMs < TELL_EVERY_MS) {
        continue;
      }
      if (waiting == null) {
        each.remove();
      } else {
        due.add(waiting);
        turn.waiting = null;
        turn.toldMs = nowMs;
      }
    }
    return due;
  }

  void onStopped(Stopped stopped) {
    if (newest != null && newest.stopId() == stopped.stopId()) {
      answer = stopped;
    }
  }

  /** A press, and what the robot said to it. */
  record Answered(StopPressed press, Stopped answer) {}

  /** The press behind the latch that stands, if it is known; else null. */
  @Nullable Answered behind(Beacon beacon) {
    StopPressed pressed = newest;
    Stopped stopped = answer;
    return pressed != null && stopped != null && beacon.has(Beacon.STOP_PRESSED)
        ? new Answered(pressed, stopped)
        : null;
  }
}
