package org.havatar.transports.authority;

import java.util.ArrayDeque;
import java.util.Deque;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Sequence;

/**
 * Bounds the setpoints that are under way to one robot by its acknowledgements (PROTOCOL.md §7),
 * because a socket's writability says nothing for minutes. Times are monotonic milliseconds.
 */
public final class Window {
  static final int CAP = 64;
  static final long FLOOR_MS = 150;

  private record UnderWay(Numbered term, Sequence sequence, long sentAtMs) {}

  private final Deque<UnderWay> underWay = new ArrayDeque<>(CAP);
  private long leastRoundTripMs = Long.MAX_VALUE;

  /** True when a setpoint may be offered now. */
  public boolean isOpen(long nowMs) {
    if (underWay.size() >= CAP) {
      return false;
    }
    UnderWay oldest = underWay.peekFirst();
    return oldest == null || nowMs - oldest.sentAtMs <= limitMs();
  }

  public void onSent(Numbered term, Sequence sequence, long nowMs) {
    underWay.addLast(new UnderWay(term, sequence, nowMs));
  }

  /**
   * An acknowledgement, of whatever outcome, settles its setpoint and every earlier one.
   *
   * @return true when it answers a setpoint that is under way
   */
  public boolean onAck(Numbered term, Sequence sequence, long nowMs) {
    int settles = 0;
    int index = 0;
    for (UnderWay each : underWay) {
      index++;
      if (each.term.equals(term) && each.sequence.equals(sequence)) {
        leastRoundTripMs = Math.min(leastRoundTripMs, nowMs - each.sentAtMs);
        settles = index;
      }
    }
    for (int i = 0; i < settles; i++) {
      underWay.removeFirst();
    }
    return settles > 0;
  }

  /**
   * The peer answered a ping sent at {@code pingSentAtMs}: what went before it has arrived or is
   * lost for good, so a lost acknowledgement can't close the window for ever.
   */
  public void onPong(long pingSentAtMs) {
    while (!underWay.isEmpty() && underWay.getFirst().sentAtMs < pingSentAtMs) {
      underWay.removeFirst();
    }
  }

  /** The connection is new: nothing is under way, nothing is known of its round trip. */
  public void reset() {
    underWay.clear();
    leastRoundTripMs = Long.MAX_VALUE;
  }

  private long limitMs() {
    return leastRoundTripMs == Long.MAX_VALUE ? FLOOR_MS : Math.max(FLOOR_MS, 2 * leastRoundTripMs);
  }
}
