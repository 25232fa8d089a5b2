package org.havatar.relay.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who watches one robot. Soft state: who doesn't renew in time is gone, whatever got lost; one who
 * renews later, as after a freeze, is a newcomer.
 */
final class Watchers {
  static final long RENEW_EVERY_MS = 1000;
  static final long GONE_AFTER_MS = 3000;

  private final Map<Seat, Long> seenMs = new HashMap<>();
  private Set<String> loops = Set.of();

  /** True when it is a newcomer. */
  boolean renew(Seat seat, long nowMs) {
    boolean newcomer = seenMs.put(seat, nowMs) == null;
    if (newcomer) {
      index();
    }
    return newcomer;
  }

  void onTick(long nowMs) {
    if (seenMs.values().removeIf(seen -> nowMs - seen >= GONE_AFTER_MS)) {
      index();
    }
  }

  private void index() {
    loops = seenMs.keySet().stream().map(Seat::loop).collect(Collectors.toUnmodifiableSet());
  }

  /** Addresses of the loops with watchers. */
  Set<String> loops() {
    return loops;
  }

  /** The sessions of that client instance. */
  List<Seat> of(long holder) {
    List<Seat> seats = new ArrayList<>(1);
    for (Seat seat : seenMs.keySet()) {
      if (seat.holder() == holder) {
        seats.add(seat);
      }
    }
    return seats;
  }
}
