package org.havatar.transports.authority;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.havatar.transports.wire.Numbered;

/** Which stops were seen in this boot, so that each latches once; the oldest is forgotten. */
final class StopMemory {

  /** One stop and how long it took until the board reported zero, −1 while that is awaited. */
  record Seen(long stopId, Numbered latch, long firstSeenMs, int confirmedAfterMs) {
    boolean isConfirmed() {
      return confirmedAfterMs >= 0;
    }
  }

  private final LinkedHashMap<Long, Seen> seen = new LinkedHashMap<>();

  boolean knows(long stopId) {
    return seen.containsKey(stopId);
  }

  void remember(long stopId, Numbered latch, long nowMs) {
    seen.put(stopId, new Seen(stopId, latch, nowMs, -1));
    if (seen.size() > RegisterOptions.REMEMBERED_STOPS) {
      seen.pollFirstEntry();
    }
  }

  Seen get(long stopId) {
    Seen found = seen.get(stopId);
    if (found == null) {
      throw new IllegalStateException("stop not remembered: " + stopId);
    }
    return found;
  }

  /** The board reported zero output under {@code latch}: settles all stops up to it. */
  List<Seen> confirm(Numbered latch, long nowMs) {
    List<Seen> confirmed = new ArrayList<>();
    for (Map.Entry<Long, Seen> entry : seen.entrySet()) {
      Seen each = entry.getValue();
      if (!each.isConfirmed() && each.latch().compareTo(latch) <= 0) {
        int afterMs = (int) Math.min(0xFFFF, nowMs - each.firstSeenMs());
        Seen settled = new Seen(each.stopId(), each.latch(), each.firstSeenMs(), afterMs);
        entry.setValue(settled);
        confirmed.add(settled);
      }
    }
    return confirmed;
  }
}
