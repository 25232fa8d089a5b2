package org.havatar.relay.session.robot;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.StopRhythm;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;

/**
 * The stops that one connected robot has not confirmed yet: said to it again in the rhythm of
 * PROTOCOL.md §8, also when whoever pressed is gone meanwhile. Each repetition that comes from the
 * presser counts as one of these. A robot latches each id once, so a repetition too many stops
 * nothing anew.
 */
final class RepeatedStops {
  static final int MOST = 64;

  /** What is said again sooner goes with what was just said. */
  static final long LEAST_GAP_MS = 10;

  /** Then a robot that never confirms is left to the presser, who repeats too. */
  static final long GIVE_UP_MS = 10_000;

  private static final class Unconfirmed {
    private final long sinceMs;
    private Stop stop;
    private long sentMs;
    private int sent;

    private Unconfirmed(Stop stop, long nowMs) {
      this.stop = stop;
      sinceMs = nowMs;
    }
  }

  private final Link link;
  private final Runnable onDropped;
  private final Map<Long, Unconfirmed> byId = new LinkedHashMap<>();

  /**
   * @param onDropped a stop is not repeated from here any more, because too many others are
   */
  RepeatedStops(Link link, Runnable onDropped) {
    this.link = link;
    this.onDropped = onDropped;
  }

  /** Sends it at once; one that was sent less than {@link #LEAST_GAP_MS} ago need not. */
  void send(Stop stop, long nowMs) {
    Unconfirmed known = byId.computeIfAbsent(stop.stopId(), id -> new Unconfirmed(stop, nowMs));
    boolean isStronger = stop.authority() > known.stop.authority();
    known.stop = stop;
    if (known.sent == 0 || isStronger || nowMs - known.sentMs >= LEAST_GAP_MS) {
      send(known, nowMs);
    }
    if (byId.size() > MOST) {
      byId.remove(leastMissed(stop));
      onDropped.run();
    }
  }

  /** The oldest other one of the same presser, so that nobody's presses push out another's. */
  private Long leastMissed(Stop newest) {
    for (Map.Entry<Long, Unconfirmed> each : byId.entrySet()) {
      boolean isSamePresser = each.getValue().stop.origin() == newest.origin();
      if (isSamePresser && each.getKey() != newest.stopId()) {
        return each.getKey();
      }
    }
    return byId.keySet().iterator().next();
  }

  private void send(Unconfirmed unconfirmed, long nowMs) {
    unconfirmed.sent++;
    unconfirmed.sentMs = nowMs;
    link.offer(unconfirmed.stop);
  }

  void onStopped(Stopped stopped) {
    if (stopped.zeroOutput()) {
      byId.remove(stopped.stopId());
    }
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  void onTick(long nowMs) {
    Iterator<Unconfirmed> each = byId.values().iterator();
    while (each.hasNext()) {
      Unconfirmed next = each.next();
      if (nowMs - next.sinceMs >= GIVE_UP_MS) {
        each.remove();
      } else if (nowMs - next.sentMs >= StopRhythm.gapMs(next.sent)) {
        send(next, nowMs);
      }
    }
  }
}
