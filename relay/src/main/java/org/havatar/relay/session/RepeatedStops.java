package org.havatar.relay.session;

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

  /** Sends it at once. */
  void send(Stop stop, long nowMs) {
    Unconfirmed known = byId.computeIfAbsent(stop.stopId(), id -> new Unconfirmed(stop, nowMs));
    known.stop = stop;
    send(known, nowMs);
    if (byId.size() > MOST) {
      byId.remove(byId.keySet().iterator().next());
      onDropped.run();
    }
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
