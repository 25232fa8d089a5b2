package org.havatar.relay.access.robots;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The stops that stand at older robots. Of one robot everything is done in the order in which it
 * was asked, so that a connection never finds what another one of this node is about to overwrite.
 * What a full disk has not taken yet is remembered here, so that the robot's next connection to
 * this node finds it all the same. Any thread.
 */
public final class KeptStops {
  private final RobotStore store;

  /** Stops that are on no disk yet; at most one for each robot. */
  private final Map<String, KeptStop> unsaved = new ConcurrentHashMap<>();

  /** What was asked last of each robot, until it is done. */
  private final Map<String, Future<?>> underWay = new ConcurrentHashMap<>();

  public KeptStops(RobotStore store) {
    this.store = store;
  }

  /** What stands there; empty: nothing. What was kept before on this node has been heeded. */
  public Future<Optional<KeptStop>> find(String robotId) {
    return inTurn(
        robotId,
        () -> {
          KeptStop lost = unsaved.get(robotId);
          if (lost == null) {
            return store.keptStop(robotId);
          }
          // Its connection may be gone, and nobody else tries again.
          return write(robotId, Optional.of(lost))
              .transform(ignored -> Future.succeededFuture(Optional.of(lost)));
        });
  }

  /** Succeeds when it is on disk; of a robot that is not registered nothing is kept. */
  public Future<Boolean> keep(String robotId, Optional<KeptStop> stop) {
    return inTurn(robotId, () -> write(robotId, stop));
  }

  private Future<Boolean> write(String robotId, Optional<KeptStop> stop) {
    stop.ifPresent(standing -> unsaved.put(robotId, standing));
    return store.keepStop(robotId, stop).onSuccess(ignored -> unsaved.remove(robotId));
  }

  private <T> Future<T> inTurn(String robotId, Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    Future<T> mine = done.future();
    Future<?> before = underWay.put(robotId, mine);
    Future<T> result = before == null ? work.get() : before.transform(ignored -> work.get());
    mine.onComplete(ignored -> underWay.remove(robotId, mine));
    result.onComplete(done);
    return mine;
  }
}
