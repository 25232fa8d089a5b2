package org.havatar.relay.access.robots;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.people.Actor;

/**
 * Port: robots, as they are registered, and their keys. Rules of {@code access.Store}. Rules that
 * change something are pure: they may run more than once, on any thread.
 */
public interface RobotStore {
  /** True when added, false when the id is taken. */
  Future<Boolean> add(RobotEntry robot, Keyring keys, Actor by, long nowMs);

  Future<Optional<RobotEntry>> robot(String robotId);

  /**
   * What is wanted of all robots, ordered by id. Goes through all that there are, outside event
   * loops.
   *
   * @param wanted empty: nothing of this one; on any thread
   */
  <T> Future<List<T>> robots(Function<RobotEntry, Optional<T>> wanted);

  /**
   * Lets {@code rule} change the robot, and its keys with it when it gets another owner ({@link
   * Keyring#ofAnotherOwner}); empty: there is none, and then nothing changes.
   */
  <T> Future<T> change(
      String robotId, Function<Optional<RobotEntry>, Decision<RobotEntry, T>> rule);

  /**
   * False when there is none. With it go its keys, its grants, its bookings and waiting list, its
   * boot number and the stop that stands: another robot of that id inherits nothing.
   */
  Future<Boolean> remove(String robotId, Actor by, long nowMs);

  Future<Optional<Keyring>> keys(String robotId);

  /** Lets {@code rule} change the robot's keys; empty: there is no such robot. */
  <T> Future<T> changeKeys(String robotId, Function<Optional<Keyring>, Decision<Keyring, T>> rule);

  /**
   * A robot says that it starts for the {@code boot}th time (u32, ≥ 1). Accepted (empty) when the
   * number is higher than every one seen, or the highest under the same start id. Otherwise the
   * highest number seen.
   */
  Future<OptionalLong> recordBoot(String robotId, long boot, long startId);

  /** The stop that stands at an older robot; empty: none. */
  Future<Optional<KeptStop>> keptStop(String robotId);

  /**
   * Keeps it in the former one's place; empty: nothing stands. False when there is no such robot,
   * and then nothing is kept.
   */
  Future<Boolean> keepStop(String robotId, Optional<KeptStop> stop);
}
