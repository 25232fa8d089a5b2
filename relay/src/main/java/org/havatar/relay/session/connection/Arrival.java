package org.havatar.relay.session.connection;

import java.util.function.LongSupplier;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.port.SessionMetrics.Hop;

/**
 * When the message that a loop handles now was read from its socket, so that whoever hands it on
 * can tell the node's own share. One for each loop, on that loop only; nothing is allocated.
 */
public final class Arrival {
  private final LongSupplier monotonicNs;
  private long readNs = SessionMessage.UNKNOWN_NS;
  private Hop hop = Hop.SAME_LOOP;

  /**
   * @param monotonicNs nanoseconds; the same clock for all loops of a node
   */
  public Arrival(LongSupplier monotonicNs) {
    this.monotonicNs = monotonicNs;
  }

  /** A message was just read from one of this loop's links. */
  public void onRead() {
    readNs = monotonicNs.getAsLong();
    hop = Hop.SAME_LOOP;
  }

  /** A message comes from another loop, which read it then. */
  public void onCarried(long thenNs) {
    readNs = thenNs;
    hop = Hop.OTHER_LOOP;
  }

  /** What happens from now on is no message's doing. */
  public void forget() {
    readNs = SessionMessage.UNKNOWN_NS;
  }

  public long readNs() {
    return readNs;
  }

  public boolean isKnown() {
    return readNs != SessionMessage.UNKNOWN_NS;
  }

  public Hop hop() {
    return hop;
  }

  public long nowNs() {
    return monotonicNs.getAsLong();
  }
}
