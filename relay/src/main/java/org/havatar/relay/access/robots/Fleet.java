package org.havatar.relay.access.robots;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.havatar.relay.access.Actor;
import org.havatar.relay.access.Permission;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.User;
import org.havatar.relay.access.audit.AuditEntry;

/** The robots of this relay: which there are, whose they are, and who may do what with them. */
public final class Fleet {
  private final Store store;
  private final InstantSource wall;
  private final Supplier<RobotOptions> options;
  private final RobotQuota quota;
  private final Transfers transfers;

  public Fleet(Store store, InstantSource wall, Supplier<RobotOptions> options) {
    this.store = store;
    this.wall = wall;
    this.options = options;
    this.quota = new RobotQuota(store, options);
    this.transfers = new Transfers(store, wall, quota);
  }

  /** From one owner to the next. */
  public Transfers transfers() {
    return transfers;
  }

  /** The robots that the user may at least know of, ordered by id. */
  public Future<List<Robot>> robotsOf(User user) {
    long nowMs = wall.millis();
    return store
        .robots()
        .robots(
            entry ->
                right(user, entry, nowMs).permission() != Permission.NONE
                    ? Optional.of(entry.robot())
                    : Optional.empty());
  }

  /** The same with what the user may do with each. */
  public Future<List<View>> views(User user) {
    long nowMs = wall.millis();
    return store
        .robots()
        .robots(
            entry ->
                right(user, entry, nowMs).permission() != Permission.NONE
                    ? Optional.of(viewOf(user, entry))
                    : Optional.empty());
  }

  /** Robots that the account owns or was granted, or that it shared with others. */
  public Future<List<RobotEntry>> concerning(String account) {
    return store
        .robots()
        .robots(
            each ->
                each.isOwnedBy(account) || each.reach().concerns(account)
                    ? Optional.of(each)
                    : Optional.empty());
  }

  private View viewOf(User user, RobotEntry entry) {
    return new View(
        entry, right(user, entry, wall.millis()).permission(), OwnerRules.isKeeper(user, entry));
  }

  /** At a time that nobody has booked; what bookings change, {@code Entitlement} tells. */
  private static Permissions.Right right(User user, RobotEntry entry, long nowMs) {
    return Permissions.of(user, entry, Booked.NOBODY, nowMs);
  }

  /**
   * A robot as one account sees it.
   *
   * @param isKeeper whether it is told who else may reach the robot, and may change that
   */
  public record View(RobotEntry entry, Permission permission, boolean isKeeper) {}

  public Future<Outcome<View>> look(User user, String robotId) {
    return store.robots().robot(robotId).map(entry -> view(user, entry));
  }

  private Outcome<View> view(User user, Optional<RobotEntry> robot) {
    long nowMs = wall.millis();
    return robot
        .filter(entry -> OwnerRules.maySee(user, entry, nowMs))
        .<Outcome<View>>map(entry -> new Outcome.Done<>(viewOf(user, entry)))
        .orElseGet(Outcome.Unknown::new);
  }

  /** Whether this account may register robots. */
  public boolean mayRegister(User user) {
    return user.administrator() || options.get().usersMayRegister();
  }

  /** See {@link Robots#add}; the owner has to be an account. */
  public Future<Outcome<RobotKey>> register(User user, NewRobot wanted, Actor by) {
    if (!mayRegister(user)) {
      return Future.succeededFuture(new Outcome.NotPermitted<>());
    }
    if (!user.administrator() && !wanted.reach().owner().equals(user.name())) {
      return Future.succeededFuture(
          new Outcome.Refused<>(
              "not_permitted", "Only an administrator registers robots for others."));
    }
    return transfers.ifMayOwn(
        wanted.reach().owner(), () -> quota.within(user, () -> added(wanted, by)));
  }

  private Future<Outcome<RobotKey>> added(NewRobot wanted, Actor by) {
    return new Robots(store.robots())
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
    return store
        .robots()
        .change(
            robotId,
            robot ->
                OwnerRules.rule(
                    user,
                    robot,
                    nowMs,
                    entry -> {
                      RobotEntry after = edit.apply(entry);
                      return after.equals(entry)
                          ? Ruling.unchanged(new Outcome.Done<>(entry))
                          : Ruling.changed(
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
                      done.value().isKeeper()
                          ? store
                              .robots()
                              .remove(robotId, by, wall.millis())
                              .<Outcome<Boolean>>map(Outcome.Done::new)
                          : Future.succeededFuture(new Outcome.NotPermitted<>());
                  default -> Future.succeededFuture(new Outcome.Unknown<>());
                });
  }
}
