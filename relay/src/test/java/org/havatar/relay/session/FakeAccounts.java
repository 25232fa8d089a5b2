package org.havatar.relay.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/** Everybody may drive every robot unless told otherwise. */
final class FakeAccounts implements Accounts {
  final List<RobotName> robots = new ArrayList<>();
  final Map<String, Right> rightsByAccount = new HashMap<>();
  final Map<String, List<Window>> windowsByAccount = new HashMap<>();
  final Map<String, Integer> rankByAccount = new HashMap<>();

  /** What is left outside the windows of whoever may drive. */
  Right outside = Right.WATCH;

  int rank;
  int holdLimitS = 60;
  boolean isBroken;

  /** While true, what was asked about rights waits for {@link #finishOne}, answered as of then. */
  boolean isSlow;

  /** Likewise what was asked about the list of robots. */
  boolean isListSlow;

  final Queue<Runnable> waiting = new ArrayDeque<>();

  final Set<String> loggedOut = new HashSet<>();

  /** Whose login was asked for, in order. */
  final List<String> loginsAsked = new ArrayList<>();

  /** While true, what was asked about logins waits for {@link #finishOne}, answered as of then. */
  boolean isSlowOnLogins;

  @Override
  public void stands(Account account, Consumer<Optional<Boolean>> answer) {
    loginsAsked.add(account.name());
    Optional<Boolean> found =
        isBroken ? Optional.empty() : Optional.of(!loggedOut.contains(account.name()));
    if (isSlowOnLogins) {
      waiting.add(() -> answer.accept(found));
    } else {
      answer.accept(found);
    }
  }

  @Override
  public void robots(Account account, Consumer<Optional<List<RobotName>>> answer) {
    Optional<List<RobotName>> found =
        isBroken ? Optional.empty() : Optional.of(List.copyOf(robots));
    if (isListSlow) {
      waiting.add(() -> answer.accept(found));
    } else {
      answer.accept(found);
    }
  }

  private Rights rights(String account, RobotName robot, Right right) {
    return new Rights(
        new RobotProfile(robot.name(), holdLimitS),
        right,
        rankByAccount.getOrDefault(account, rank),
        outside(right),
        windowsByAccount.getOrDefault(account, List.of(Window.ALWAYS)));
  }

  private Right outside(Right right) {
    return right == Right.DRIVE ? outside : right;
  }

  @Override
  public void rights(Account account, String robotId, Consumer<Optional<Rights>> answer) {
    Optional<Rights> found = isBroken ? Optional.empty() : Optional.of(found(account, robotId));
    if (isSlow) {
      waiting.add(() -> answer.accept(found));
    } else {
      answer.accept(found);
    }
  }

  void finishOne() {
    waiting.remove().run();
  }

  private Rights found(Account account, String robotId) {
    Optional<RobotName> known =
        robots.stream().filter(each -> each.robotId().equals(robotId)).findFirst();
    Right right = rightsByAccount.getOrDefault(account.name(), Right.DRIVE);
    return known.isEmpty()
        ? Rights.untold(Right.UNKNOWN)
        : rights(account.name(), known.get(), right);
  }
}
