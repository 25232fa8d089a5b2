package org.havatar.relay.access.robots;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.identity.AccountStore;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;

/** The robots of this relay: which there are, whose they are, and who may do what with them. */
public final class Fleet {
  private final RobotStore robots;
  private final InstantSource wall;
  private final Supplier<RobotOptions> options;
  private final RobotQuota quota;
  private final Transfers transfers;

  public Fleet(
      RobotStore robots,
      AccountStore accounts,
      InstantSource wall,
      Supplier<RobotOptions> options) {
    this.robots = robots;
    this.wall = wall;
    this.options = options;
    this.quota = new RobotQuota(robots, options);
    this.transfers = new Transfers(robots, accounts, wall, quota);
  }

  /** From one owner to the next. */
  public Transfers transfers() {
    return transfers;
  }

  /** The robots that the user may at least know of, ordered by id. */
  public Future<List<Robot>> robotsOf(User user) {
    long nowMs = wall.millis();
    return robots.robots(
        entry ->
            right(user, entry, nowMs).mayKnow() ? Optional.of(entry.robot()) : Optional.empty());
  }

  /** That one of them. */
  public Future<Optional<Robot>> robotOf(User user, String robotId) {
    long nowMs = wall.millis();
    return robots
        .robot(robotId)
        .map(
            entry ->
                entry.filter(known -> right(user, known, nowMs).mayKnow()).map(RobotEntry::robot));
  }

  /** Whom a change of that robot concerns; empty: there is no such robot. */
  public Future<Optional<RobotAcl>> aclOf(String robotId) {
    return robots.robot(robotId).map(entry -> entry.map(RobotEntry::reach));
  }

  /** The same with what the user may do with each. */
  public Future<List<View>> views(User user) {
    long nowMs = wall.millis();
    return robots.robots(
        entry ->
            right(user, entry, nowMs).mayKnow()
                ? Optional.of(viewOf(user, entry))
                : Optional.empty());
  }

  /** Robots that the account owns or was granted, or that it shared with others. */
  public Future<List<RobotEntry>> concerning(String account) {
    return robots.robots(
        each ->
            each.isOwnedBy(account) || each.reach().concerns(account)
                ? Optional.of(each)
                : Optional.empty());
  }

  private View viewOf(User user, RobotEntry entry) {
    return new View(
        entry, right(user, entry, wall.millis()).permission(), Permissions.mayManage(user, entry));
  }

  /** At a time that nobody has booked; what bookings change, {@code Entitlement} tells. */
  private static Permissions.Right right(User user, RobotEntry entry, long nowMs) {
    return Permissions.of(user, entry, Booked.NOBODY, nowMs);
  }

  /**
   * A robot as one account sees it.
   *
   * @param mayManage whether it is told who else may reach the robot, and may change that
   */
  public record View(RobotEntry entry, Permission permission, boolean mayManage) {}

  public Future<Outcome<View>> look(User user, String robotId) {
    return robots.robot(robotId).map(entry -> view(user, entry));
  }

  private Outcome<View> view(User user, Optional<RobotEntry> robot) {
    long nowMs = wall.millis();
    return robot
        .filter(entry -> Permissions.mayKnow(user, entry, nowMs))
        .<Outcome<View>>map(entry -> new Outcome.Done<>(viewOf(user, entry)))
        .orElseGet(Outcome.Unknown::new);
  }

  /** Whether this account may register robots. */
  public boolean mayRegister(User user) {
    return Permissions.mayRegister(user, options.get());
  }

  /** See {@link Robots#add}; the owner has to be an account. */
  public Future<Outcome<RobotKey>> register(User user, NewRobot wanted, Actor by) {
    if (!mayRegister(user)) {
      return Future.succeededFuture(new Outcome.NotPermitted<>());
    }
    if (!Permissions.mayRegisterFor(user, wanted.reach().owner())) {
      return Future.succeededFuture(
          new Outcome.Refused<>(
              "not_permitted", "Only an administrator registers robots for others."));
    }
    return transfers.ifMayOwn(
        wanted.reach().owner(), () -> quota.within(user, () -> added(wanted, by)));
  }

  private Future<Outcome<RobotKey>> added(NewRobot wanted, Actor by) {
    return new Robots(robots)
        .add(wanted, by, wall.millis())
        .map(
            added ->
                added
                    .<Outcome<RobotKey>>map(Outcome.Done::new)
                    .orElseGet(
                        () ->
                            new Outcome.Refused<>(
                                "taken", "There is a robot of this id already.")));
  }

  /**
   * Changes what is noted about a robot.
   *
   * @param edit pure
   * @param what was changed, for the audit log
   */
  public Future<Outcome<RobotEntry>> change(
      User user, String robotId, UnaryOperator<RobotEntry> edit, String what, Actor by) {
    long nowMs = wall.millis();
    return robots.change(
        robotId,
        robot ->
            OwnerRules.rule(
                user,
                robot,
                nowMs,
                entry -> {
                  RobotEntry after = edit.apply(entry);
                  return after.equals(entry)
                      ? Decision.unchanged(new Outcome.Done<>(entry))
                      : Decision.changed(
                          after,
                          new Outcome.Done<>(after),
                          new AuditEntry(nowMs, by, "robot.change", robotId, what));
                }));
  }

  /** Removes it for good. */
  public Future<Outcome<Boolean>> remove(User user, String robotId, Actor by) {
    return look(user, robotId)
        .compose(
            seen ->
                switch (seen) {
                  case Outcome.Done<View> done ->
                      done.value().mayManage()
                          ? robots
                              .remove(robotId, by, wall.millis())
                              .<Outcome<Boolean>>map(Outcome.Done::new)
                          : Future.succeededFuture(new Outcome.NotPermitted<>());
                  default -> Future.succeededFuture(new Outcome.Unknown<>());
                });
  }
}
