package org.havatar.bridge;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.havatar.transports.wire.Message;

/**
 * All uplinks of a robot, taken together: a fault of one is kept from the others and from the
 * caller. On the event loop.
 */
final class Uplinks {
  private final FaultBarrier barrier;
  private List<Uplink> uplinks = List.of();

  Uplinks(LongSupplier clock) {
    this.barrier = new FaultBarrier("an uplink", clock);
  }

  /** To be called once, before time starts. */
  void connect(List<Uplink> ways) {
    uplinks = List.copyOf(ways);
  }

  void each(Consumer<Uplink> what) {
    uplinks.forEach(uplink -> barrier.run(() -> what.accept(uplink)));
  }

  /** To every node that is connected. */
  void broadcast(Message message) {
    each(uplink -> uplink.send(message));
  }

  /** True when no node is left, or is about to be: nobody will renew a setpoint. */
  boolean areEnding() {
    return uplinks.stream().allMatch(uplink -> !uplink.isUp() || uplink.isLeaving());
  }
}
