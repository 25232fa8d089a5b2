package org.havatar.relay.session;

import java.util.function.LongSupplier;
import org.havatar.relay.session.Measures.Hop;

/**
 * When the message that a loop handles now was read from its socket, so that whoever hands it on
 * can tell the node's own share. One for each loop, on that loop only; nothing is allocated.
 */
public final class Arrival {
  /** Unknown: nothing was read in this turn, or by another node. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private final LongSupplier monotonicNs;
  private long readNs = UNKNOWN;
  private Hop hop = Hop.SAME_LOOP;

  /**
   * @param monotonicNs nanoseconds; the same clock for all loops of a node
   */
  public Arrival(LongSupplier monotonicNs) {
    this.monotonicNs = monotonicNs;
  }

  /** A message was just read from one of this loop's links. */
  void onRead() {
    readNs = monotonicNs.getAsLong();
    hop = Hop.SAME_LOOP;
  }

  /** A message comes from another loop, which read it then. */
  public void onCarried(long thenNs) {
    readNs = thenNs;
    hop = Hop.OTHER_LOOP;
  }

  /** What happens from now on is no message's doing. */
  void forget() {
    readNs = UNKNOWN;
  }

  public long readNs() {
    return readNs;
  }

  boolean isKnown() {
    return readNs != UNKNOWN;
  }

  Hop hop() {
    return hop;
  }

  long nowNs() {
    return monotonicNs.getAsLong();
  }
}
