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
import org.havatar.relay.session.port.Accounts;

/** Everybody may drive every robot unless told otherwise. */
public final class FakeAccounts implements Accounts {
  public final List<RobotName> robots = new ArrayList<>();
  public final Map<String, Right> rightsByAccount = new HashMap<>();
  public final Map<String, List<Window>> windowsByAccount = new HashMap<>();
  public final Map<String, Integer> rankByAccount = new HashMap<>();

  /** What is left outside the windows of whoever may drive. */
  public Right outside = Right.WATCH;

  public int rank;
  public int holdLimitS = 60;
  public boolean isBroken;

  /** While true, what was asked about rights waits for {@link #finishOne}, answered as of then. */
  public boolean isSlow;

  /** Likewise what was asked about the list of robots. */
  public boolean isListSlow;

  public final Queue<Runnable> waiting = new ArrayDeque<>();

  public final Set<String> loggedOut = new HashSet<>();

  /** Account and robot of each question about one robot. */
  public final List<String> robotsAsked = new ArrayList<>();

  public boolean isForEverybody = true;
  public final Set<String> concernedAccounts = new HashSet<>();

  /** Whose login was asked for, in order. */
  public final List<String> loginsAsked = new ArrayList<>();

  /** While true, what was asked about logins waits for {@link #finishOne}, answered as of then. */
  public boolean isSlowOnLogins;

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

  @Override
  public void robot(Account account, String robotId, Consumer<Optional<List<RobotName>>> answer) {
    robotsAsked.add(account.name() + " " + robotId);
    answer.accept(
        isBroken
            ? Optional.empty()
            : Optional.of(robots.stream().filter(each -> each.robotId().equals(robotId)).toList()));
  }

  @Override
  public void concerned(String robotId, Consumer<Optional<Concerned>> answer) {
    answer.accept(
        isBroken
            ? Optional.empty()
            : Optional.of(new Concerned(isForEverybody, concernedAccounts)));
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

  public void finishOne() {
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
