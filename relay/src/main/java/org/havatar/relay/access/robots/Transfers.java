package org.havatar.relay.access.robots;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.identity.AccountStore;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.Names;
import org.havatar.relay.access.people.User;

/**
 * Robots on their way from one owner to the next: a keeper offers one, and it is the other's once
 * they take it. Any thread; rules of {@code Access}.
 */
public final class Transfers {
  private final RobotStore robots;
  private final AccountStore accounts;
  private final InstantSource wall;
  private final RobotQuota quota;

  Transfers(RobotStore robots, AccountStore accounts, InstantSource wall, RobotQuota quota) {
    this.robots = robots;
    this.accounts = accounts;
    this.wall = wall;
    this.quota = quota;
  }

  /** What somebody is offered. */
  public record Offered(Robot robot, Offer offer) {}

  /** Goes on when there is such an account and it may own robots. */
  <T> Future<Outcome<T>> ifMayOwn(String name, Supplier<Future<Outcome<T>>> then) {
    return accounts
        .account(name)
        .compose(
            account -> {
              if (account.isEmpty() || account.get().isBeingErased()) {
                return Future.succeededFuture(Sharing.noSuchAccount(name));
              }
              return Robots.faultOfOwner(account.get().user())
                  .<Future<Outcome<T>>>map(
                      why ->
                          Future.succeededFuture(new Outcome.Refused<>("carer_owns_nothing", why)))
                  .orElseGet(then);
            });
  }

  /**
   * Offers the robot to another account, in place of a former offer. Who offers it to themself, as
   * an administrator may, owns it at once.
   */
  public Future<Outcome<RobotEntry>> offer(User user, String robotId, String newOwner, Actor by) {
    String name = Names.userName(newOwner);
    long nowMs = wall.millis();
    return robots
        .robot(robotId)
        .map(robot -> OwnerRules.answer(user, robot, nowMs, entry -> true))
        .compose(
            allowed ->
                switch (allowed) {
                  case Outcome.Done<Boolean> ignored ->
                      ifMayOwn(
                          name,
                          () ->
                              change(
                                  user, robotId, entry -> offered(entry, user, name, by, nowMs)));
                  case Outcome.NotPermitted<Boolean> ignored ->
                      Future.succeededFuture(new Outcome.NotPermitted<>());
                  default -> Future.succeededFuture(new Outcome.Unknown<>());
                });
  }

  private Future<Outcome<RobotEntry>> change(
      User user,
      String robotId,
      Function<RobotEntry, Decision<RobotEntry, Outcome<RobotEntry>>> rule) {
    long nowMs = wall.millis();
    return robots.change(robotId, robot -> OwnerRules.rule(user, robot, nowMs, rule));
  }

  private static Decision<RobotEntry, Outcome<RobotEntry>> offered(
      RobotEntry entry, User user, String name, Actor by, long nowMs) {
    if (entry.owner().equals(name)) {
      return Decision.unchanged(
          new Outcome.Refused<>("owner", "The robot is %s's already.".formatted(name)));
    }
    if (name.equals(user.name())) {
      return taken(entry, name, by, nowMs);
    }
    Offer offer = new Offer(name, user.name(), nowMs + Offer.LIFE_MS);
    RobotEntry after = entry.with(entry.reach().offered(Optional.of(offer)));
    AuditEntry note =
        new AuditEntry(nowMs, by, "robot.offer", entry.robot().robotId(), "to " + name)
            .naming(name);
    return Decision.changed(after, new Outcome.Done<>(after), note);
  }

  private static Decision<RobotEntry, Outcome<RobotEntry>> taken(
      RobotEntry entry, String newOwner, Actor by, long nowMs) {
    RobotEntry after = entry.with(entry.reach().ownedBy(newOwner));
    String what = "from " + entry.owner() + " to " + newOwner;
    return Decision.changed(
        after,
        new Outcome.Done<>(after),
        new AuditEntry(nowMs, by, "robot.transfer", entry.robot().robotId(), what)
            .naming(entry.owner(), newOwner));
  }

  /** What that account is offered, ordered by robot. */
  public Future<List<Offered>> offersTo(User user) {
    long nowMs = wall.millis();
    return robots.robots(
        entry ->
            entry
                .reach()
                .offerTo(user.name(), nowMs)
                .map(offer -> new Offered(entry.robot(), offer)));
  }

  /**
   * The robot is the account's from now on. An offer of whoever can't give robots away any more, as
   * their account is disabled or gone, is none.
   */
  public Future<Outcome<RobotEntry>> accept(User user, String robotId, Actor by) {
    return robots
        .robot(robotId)
        .compose(
            seen -> {
              Optional<Offer> offer = offerIn(seen, user);
              return offer.isEmpty()
                  ? Future.succeededFuture(noOffer())
                  : ifStands(
                      offer.get().by(),
                      () ->
                          ifMayOwn(
                              user.name(),
                              () ->
                                  quota.within(user, () -> take(user, robotId, offer.get(), by))));
            });
  }

  private Optional<Offer> offerIn(Optional<RobotEntry> robot, User user) {
    return robot.flatMap(entry -> entry.reach().offerTo(user.name(), wall.millis()));
  }

  private Future<Outcome<RobotEntry>> ifStands(
      String giver, Supplier<Future<Outcome<RobotEntry>>> then) {
    return accounts
        .account(giver)
        .compose(
            known ->
                known.filter(each -> !each.disabled() && !each.isBeingErased()).isPresent()
                    ? then.get()
                    : Future.succeededFuture(noOffer()));
  }

  private Future<Outcome<RobotEntry>> take(User user, String robotId, Offer seen, Actor by) {
    return robots.change(
        robotId,
        robot ->
            offerIn(robot, user).filter(seen::equals).isPresent()
                ? taken(robot.orElseThrow(), user.name(), by, wall.millis())
                : Decision.unchanged(noOffer()));
  }

  private static <T> Outcome<T> noOffer() {
    return new Outcome.Refused<>(
        "no_offer", "This robot is not offered to you, or the offer is over. Ask for another one.");
  }

  /** Ends the offer: by whom it is for, or by a keeper. False when there was none. */
  public Future<Outcome<Boolean>> end(User user, String robotId, Actor by) {
    long nowMs = wall.millis();
    return robots.change(
        robotId,
        robot ->
            offerIn(robot, user).isPresent()
                ? ended(robot.orElseThrow(), by, nowMs)
                : OwnerRules.rule(user, robot, nowMs, entry -> ended(entry, by, nowMs)));
  }

  private static Decision<RobotEntry, Outcome<Boolean>> ended(
      RobotEntry entry, Actor by, long nowMs) {
    Optional<Offer> offer = entry.reach().offer();
    if (offer.isEmpty()) {
      return Decision.unchanged(new Outcome.Done<>(false));
    }
    AuditEntry note =
        new AuditEntry(
                nowMs, by, "robot.offer_end", entry.robot().robotId(), "to " + offer.get().to())
            .naming(offer.get().to());
    return Decision.changed(
        entry.with(entry.reach().offered(Optional.empty())), new Outcome.Done<>(true), note);
  }
}
