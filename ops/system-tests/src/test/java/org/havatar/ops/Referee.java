package org.havatar.ops;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;

/** Watches all the time and notes who was given which term, as the robot announced it. */
final class Referee implements AutoCloseable {
  private final TestClient client;
  private final Map<Numbered, Long> holders = new TreeMap<>();
  private final Map<Lease.Cause, Integer> causes = new EnumMap<>(Lease.Cause.class);
  private final StringBuilder faults = new StringBuilder();

  Referee(Scene scene, SplittableRandom random) {
    client = new TestClient(Accounts.ROBOT, random, (message, atNs) -> hear(message));
    client.connect(scene.api(), Accounts.OWNER);
  }

  private synchronized void hear(Message message) {
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
  synchronized Map<Numbered, Long> holders() {
    return new TreeMap<>(holders);
  }

  /** How often the driver changed, and why. */
  synchronized Map<Lease.Cause, Integer> causes() {
    return new EnumMap<>(causes);
  }

  synchronized String faults() {
    return faults.toString();
  }

  boolean isConnected() {
    return client.isConnected();
  }

  @Override
  public void close() {
    client.close();
  }
}
