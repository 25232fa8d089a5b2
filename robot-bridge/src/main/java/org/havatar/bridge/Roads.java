package org.havatar.bridge;

import java.util.List;
import java.util.function.Consumer;
import org.havatar.transports.wire.Message;

/** All uplinks of a robot, taken together. On the event loop. */
final class Roads {
  private List<Uplink> uplinks = List.of();

  /** To be called once, before time starts. */
  void connect(List<Uplink> ways) {
    uplinks = List.copyOf(ways);
  }

  void each(Consumer<Uplink> what) {
    uplinks.forEach(what);
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
