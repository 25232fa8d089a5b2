package org.havatar.relay.api;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the node is; asked on any event loop, never blocks. */
public interface NodeState {
  String nodeId();

  String version();

  long uptimeS();

  /** Why the node can't serve, as sentences; empty when it can. */
  Future<List<String>> faults();

  /** Whether the store can be asked, and what that means. */
  StoreState store();

  /** Open sockets, by role: {@code client}, {@code robot}. */
  Map<String, Long> connections();

  /** A robot that is connected to this node and has told its state. */
  Optional<RobotState> robot(String robotId);

  /** What was dropped since the start, by reason (PROTOCOL.md §4). */
  Map<String, Long> drops();
}
