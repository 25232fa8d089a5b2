package org.havatar.ops.judge;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;

/** Notes who was given which term, as the robot announced it to somebody who watches. */
public final class Referee {
  private final Map<Numbered, Long> holders = new TreeMap<>();
  private final Map<Lease.Cause, Integer> causes = new EnumMap<>(Lease.Cause.class);
  private final StringBuilder faults = new StringBuilder();

  /** Everything that the robot and the node say, in their order. */
  public synchronized void hear(Message message) {
    switch (message) {
      case Lease lease -> {
        if (lease.cause() != Lease.Cause.CURRENT) {
          causes.merge(lease.cause(), 1, Integer::sum);
        }
        note(lease.term(), lease.holder());
      }
      case Beacon beacon -> note(beacon.term(), beacon.holder());
      default -> {
        // Not about who drives.
      }
    }
  }

  private void note(Numbered term, long holder) {
    Long known = holders.putIfAbsent(term, holder);
    if (known != null && known != holder) {
      faults.append(term).append(" was announced with two holders\n");
    }
  }

  /** Holder tag of each term, 0 for nobody. */
  public synchronized Map<Numbered, Long> holders() {
    return new TreeMap<>(holders);
  }

  /** How often the driver changed, and why. */
  public synchronized Map<Lease.Cause, Integer> causes() {
    return new EnumMap<>(causes);
  }

  public synchronized String faults() {
    return faults.toString();
  }
}
