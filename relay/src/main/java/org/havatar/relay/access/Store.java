package org.havatar.relay.access;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything that outlives the process. Each method is one whole operation of the domain, so that
 * its atomicity lives in the implementation.
 *
 * <p>May be called on any thread and never blocks. A future succeeds only when what it tells is on
 * disk; it fails with {@link Unavailable} and is heard on the caller's Vert.x context.
 */
public interface Store {
  /** True when added, false when the name is taken. */
  Future<Boolean> addUser(Account account);

  Future<Optional<Account>> user(String name);

  /** True when added, false when the id is taken. */
  Future<Boolean> addRobot(RobotEntry robot);

  Future<Optional<RobotEntry>> robot(String robotId);

  /** All robots, ordered by id. */
  Future<List<RobotEntry>> robots();

  /**
   * A robot says that it starts for the {@code boot}th time (u32, ≥ 1). Accepted (empty) when the
   * number is higher than every one seen, or the highest under the same start id. Otherwise the
   * highest number seen.
   */
  Future<OptionalLong> recordBoot(String robotId, long boot, long startId);

  /** The key that signs tokens, base64url; {@code candidate} becomes it when there is none. */
  Future<String> signingKey(String candidate);

  /** Succeeds when the store answers at all. */
  Future<Boolean> probe();

  /** Writes what is left and lets go of the files. Later calls fail. */
  Future<Boolean> close();
}
