package org.havatar.relay.access.robots;

import java.util.Optional;
import java.util.function.Function;
import org.havatar.relay.access.Permission;
import org.havatar.relay.access.User;

/** What a robot's keepers, its owner and administrators, may do that others may not. */
final class OwnerRules {
  private OwnerRules() {}

  static boolean isKeeper(User user, RobotEntry robot) {
    return user.administrator() || robot.isOwnedBy(user.name());
  }

  /** True when {@code user} may know that there is such a robot. */
  static boolean maySee(User user, RobotEntry robot, long nowMs) {
    return isKeeper(user, robot)
        || Permissions.of(user, robot, Booked.NOBODY, nowMs).permission() != Permission.NONE;
  }

  /** Lets {@code rule} decide when {@code user} is a keeper. Others learn no more than they may. */
  static <D, T> Ruling<D, Outcome<T>> rule(
      User user,
      Optional<RobotEntry> robot,
      long nowMs,
      Function<RobotEntry, Ruling<D, Outcome<T>>> rule) {
    if (robot.isEmpty() || !maySee(user, robot.get(), nowMs)) {
      return Ruling.unchanged(new Outcome.Unknown<>());
    }
    return isKeeper(user, robot.get())
        ? rule.apply(robot.get())
        : Ruling.unchanged(new Outcome.NotPermitted<>());
  }

  /** The same for what is only read. */
  static <T> Outcome<T> answer(
      User user, Optional<RobotEntry> robot, long nowMs, Function<RobotEntry, T> answer) {
    return OwnerRules.<RobotEntry, T>rule(
            user, robot, nowMs, entry -> Ruling.unchanged(new Outcome.Done<>(answer.apply(entry))))
        .answer();
  }
}
