package org.havatar.relay.access.robots;

import java.util.Optional;
import java.util.function.Function;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.people.User;

/** What a robot's keepers may do that others may not; who is one {@link Permissions} tells. */
final class OwnerRules {
  private OwnerRules() {}

  /** Lets {@code rule} decide when {@code user} is a keeper. Others learn no more than they may. */
  static <D, T> Decision<D, Outcome<T>> rule(
      User user,
      Optional<RobotEntry> robot,
      long nowMs,
      Function<RobotEntry, Decision<D, Outcome<T>>> rule) {
    if (robot.isEmpty() || !Permissions.mayKnow(user, robot.get(), nowMs)) {
      return Decision.unchanged(new Outcome.Unknown<>());
    }
    return Permissions.mayManage(user, robot.get())
        ? rule.apply(robot.get())
        : Decision.unchanged(new Outcome.NotPermitted<>());
  }

  /** The same for what is only read. */
  static <T> Outcome<T> answer(
      User user, Optional<RobotEntry> robot, long nowMs, Function<RobotEntry, T> answer) {
    return OwnerRules.<RobotEntry, T>rule(
            user,
            robot,
            nowMs,
            entry -> Decision.unchanged(new Outcome.Done<>(answer.apply(entry))))
        .answer();
  }
}
