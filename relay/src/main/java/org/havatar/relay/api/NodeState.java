package org.havatar.relay.api;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** How the node is; asked on any event loop, never blocks. */
public interface NodeState {
  String nodeId();

  String version();

  long uptimeS();

  /** Why the node can't serve, as sentences; empty when it can. */
  Future<List<String>> faults();

  /** What was dropped since the start, by reason (PROTOCOL.md §4). */
  Map<String, Long> drops();
}
