package org.havatar.relay.access.robots;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.havatar.relay.access.Actor;

/** Port: robots, as they are registered. Rules of {@link org.havatar.relay.access.Store}. */
public interface RobotStore {
  /** True when added, false when the id is taken. */
  Future<Boolean> add(RobotEntry robot, Actor by, long nowMs);

  Future<Optional<RobotEntry>> robot(String robotId);

  /** All robots, ordered by id. */
  Future<List<RobotEntry>> robots();

  /**
   * A robot says that it starts for the {@code boot}th time (u32, ≥ 1). Accepted (empty) when the
   * number is higher than every one seen, or the highest under the same start id. Otherwise the
   * highest number seen.
   */
  Future<OptionalLong> recordBoot(String robotId, long boot, long startId);
}
