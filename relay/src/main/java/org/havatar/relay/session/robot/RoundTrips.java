package org.havatar.relay.session.robot;

import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.jspecify.annotations.Nullable;

/**
 * When the newest setpoints went to one robot, to tell how long their acknowledgements take. As
 * many as may be under way; an older one is overwritten. Nothing is allocated for a setpoint.
 */
final class RoundTrips {
  /** The window's cap (PROTOCOL.md §7). */
  static final int MOST = 64;

  static final long UNKNOWN = -1;

  private final int[] sequences = new int[MOST];
  private final @Nullable Numbered[] terms = new Numbered[MOST];
  private final long[] sentNs = new long[MOST];
  private int next;

  void onSent(Drive drive, long nowNs) {
    sequences[next] = drive.sequence().value();
    terms[next] = drive.term();
    sentNs[next] = nowNs;
    next = (next + 1) % MOST;
  }

  /** Nanoseconds since that setpoint went, once; else {@link #UNKNOWN}. */
  long onAck(Ack ack, long nowNs) {
    for (int back = 1; back <= MOST; back++) {
      int at = Math.floorMod(next - back, MOST);
      if (sequences[at] == ack.sequence().value() && ack.term().equals(terms[at])) {
        terms[at] = null; // answered: matches no second acknowledgement
        return nowNs - sentNs[at];
      }
    }
    return UNKNOWN;
  }
}
