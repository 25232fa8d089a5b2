package org.havatar.relay.access.robots;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stops that stand at older robots. What a full disk has not taken yet is remembered here, so
 * that the robot's next connection to this node finds it all the same. Any thread.
 */
public final class KeptStops {
  private final RobotStore store;

  /** Stops that are on no disk yet; at most one for each robot. */
  private final Map<String, KeptStop> unsaved = new ConcurrentHashMap<>();

  public KeptStops(RobotStore store) {
    this.store = store;
  }

  /** What stands there; empty: nothing. What was kept before on this node has been heeded. */
  public Future<Optional<KeptStop>> find(String robotId) {
    KeptStop lost = unsaved.get(robotId);
    if (lost == null) {
      return store.keptStop(robotId);
    }
    // Its connection may be gone, and nobody else tries again.
    return keep(robotId, Optional.of(lost))
        .transform(ignored -> Future.succeededFuture(Optional.of(lost)));
  }

  /** Succeeds when it is on disk; of a robot that is not registered nothing is kept. */
  public Future<Boolean> keep(String robotId, Optional<KeptStop> stop) {
    stop.ifPresent(standing -> unsaved.put(robotId, standing));
    return store
        .keepStop(robotId, stop)
        .onSuccess(
            ignored ->
                stop.ifPresentOrElse(
                    standing -> unsaved.remove(robotId, standing), () -> unsaved.remove(robotId)));
  }
}
