package org.havatar.bridge;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.havatar.transports.wire.Message;

/**
 * All entrances of a robot, taken together: a fault of one is kept from the others and from the
 * caller. On the event loop.
 */
final class Entrances {
  private final FaultBarrier barrier;
  private List<Entrance> entrances = List.of();

  Entrances(LongSupplier clock) {
    this.barrier = new FaultBarrier("an entrance", clock);
  }

  /** To be called once, before time starts. */
  void connect(List<? extends Entrance> ways) {
    entrances = List.copyOf(ways);
  }

  void each(Consumer<Entrance> what) {
    entrances.forEach(each -> barrier.run(() -> what.accept(each)));
  }

  /** To everybody who is connected. */
  void broadcast(Message message) {
    each(entrance -> entrance.send(message));
  }

  /** True when nobody is left, or is about to be: nobody will renew a setpoint. */
  boolean areEnding() {
    return entrances.stream().allMatch(each -> !each.isUp() || each.isLeaving());
  }
}
