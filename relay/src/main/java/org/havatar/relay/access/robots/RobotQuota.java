package org.havatar.relay.access.robots;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.havatar.relay.access.people.User;

/**
 * How many robots an account may bring to itself, so that nobody fills the relay. Administrators
 * may have any number. Those of one account are counted one after the other, so that many at once
 * don't slip through; on several nodes at once a few may. Any thread.
 */
final class RobotQuota {
  private final RobotStore robots;
  private final Supplier<RobotOptions> options;
  private final Map<String, Future<?>> underWay = new HashMap<>(); // guarded by this

  RobotQuota(RobotStore robots, Supplier<RobotOptions> options) {
    this.robots = robots;
    this.options = options;
  }

  /** Goes on when the user may own one more. */
  <T> Future<Outcome<T>> within(User user, Supplier<Future<Outcome<T>>> then) {
    return Permissions.mayOwnAnyNumber(user)
        ? then.get()
        : queued(user.name(), () -> counted(user, then));
  }

  private <T> Future<T> queued(String account, Supplier<Future<T>> next) {
    Future<T> mine;
    synchronized (this) {
      Future<?> before = underWay.getOrDefault(account, Future.succeededFuture());
      mine = before.transform(ignored -> next.get());
      underWay.put(account, mine);
    }
    return mine.onComplete(ignored -> forget(account, mine));
  }

  private synchronized void forget(String account, Future<?> done) {
    underWay.remove(account, done);
  }

  private <T> Future<Outcome<T>> counted(User user, Supplier<Future<Outcome<T>>> then) {
    int most = options.get().mostOfAccount();
    return robots
        .robots(entry -> entry.isOwnedBy(user.name()) ? Optional.of(true) : Optional.empty())
        .compose(
            owned ->
                owned.size() < most
                    ? then.get()
                    : Future.succeededFuture(
                        new Outcome.Refused<>(
                            "too_many_robots",
                            "An account owns at most %d robots. Remove one that isn't used."
                                .formatted(most))));
  }
}
