package org.havatar.relay.session.robot;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.havatar.relay.session.port.SessionMetrics;
import org.havatar.transports.wire.Stopped;

/** How long one robot takes to report zero output after a stop was first offered to it. */
final class StopTimes {
  /** Then the person who pressed is told "NOT confirmed" (PROTOCOL.md §8). */
  static final long CONFIRM_WITHIN_MS = 500;

  /** More stops at once are not measured. */
  static final int MOST = 64;

  private final SessionMetrics metrics;
  private final Map<Long, Long> offeredMs = new LinkedHashMap<>();

  StopTimes(SessionMetrics metrics) {
    this.metrics = metrics;
  }

  /** A new press was offered to the robot. */
  void onOffered(long stopId, long nowMs) {
    if (offeredMs.size() < MOST) {
      offeredMs.putIfAbsent(stopId, nowMs);
    }
  }

  void onStopped(Stopped stopped, long nowMs) {
    Long sinceMs = stopped.zeroOutput() ? offeredMs.remove(stopped.stopId()) : null;
    if (sinceMs != null) {
      confirm(nowMs - sinceMs);
    }
  }

  /** A confirmation that comes before the tick but too late has failed its person all the same. */
  private void confirm(long afterMs) {
    metrics.stopConfirmed(afterMs);
    if (afterMs > CONFIRM_WITHIN_MS) {
      metrics.stopUnconfirmed();
    }
  }

  void onTick(long nowMs) {
    Iterator<Long> oldest = offeredMs.values().iterator();
    while (oldest.hasNext() && nowMs - oldest.next() > CONFIRM_WITHIN_MS) {
      oldest.remove();
      metrics.stopUnconfirmed();
    }
  }

  /** The connection is gone: nobody will confirm on it. */
  void close() {
    offeredMs.values().forEach(ignored -> metrics.stopUnconfirmed());
    offeredMs.clear();
  }
}
