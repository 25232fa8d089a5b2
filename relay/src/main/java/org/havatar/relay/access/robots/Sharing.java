package org.havatar.relay.access.robots;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.identity.AccountStore;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.Names;
import org.havatar.relay.access.people.User;

/** Owners let others reach their robots, by name or by a link, and take it back. */
public final class Sharing {
  public static final int MOST_GRANTS = 200;
  public static final int MOST_LINKS = 50;
  public static final int MOST_USES = 100;
  public static final int LONGEST_LINK_S = 30 * 24 * 60 * 60;

  private static final int LINK_ID_BYTES = 6;

  private final SecureRandom random = new SecureRandom();
  private final RobotStore robots;
  private final AccountStore accounts;
  private final InstantSource wall;

  public Sharing(RobotStore robots, AccountStore accounts, InstantSource wall) {
    this.robots = robots;
    this.accounts = accounts;
    this.wall = wall;
  }

  /** Ends all that the account was granted, and the links that it made. May be repeated. */
  public Future<Boolean> forget(String account, String pseudonym, Actor by) {
    long nowMs = wall.millis();
    return robots
        .robots(
            each ->
                each.reach().concerns(account)
                    ? Optional.of(each.robot().robotId())
                    : Optional.empty())
        .compose(
            all -> {
              Future<Boolean> done = Future.succeededFuture(true);
              for (String robotId : all) {
                done =
                    done.compose(
                        ignored ->
                            robots.change(
                                robotId, robot -> forgotten(robot, account, pseudonym, by, nowMs)));
              }
              return done;
            });
  }

  private static Decision<RobotEntry, Boolean> forgotten(
      Optional<RobotEntry> robot, String account, String pseudonym, Actor by, long nowMs) {
    if (robot.isEmpty() || !robot.get().reach().concerns(account)) {
      return Decision.unchanged(false);
    }
    RobotEntry entry = robot.get();
    return Decision.changed(
        entry.with(entry.reach().withoutAccount(account, pseudonym)),
        true,
        new AuditEntry(
                nowMs, by, "robot.grant_end", entry.robot().robotId(), account + ", with its links")
            .naming(account));
  }

  static <T> Outcome<T> noSuchAccount(String name) {
    return new Outcome.Refused<>(
        "unknown_account",
        "There is no account named " + name + ". Names are written out in full.");
  }

  /** Grants that hold now, by account name. */
  public Future<Outcome<List<Grant>>> grants(User user, String robotId) {
    long nowMs = wall.millis();
    return robots
        .robot(robotId)
        .map(
            robot -> OwnerRules.answer(user, robot, nowMs, entry -> entry.reach().grantsAt(nowMs)));
  }

  /** Lets an account reach the robot, in place of what it was let before. */
  public Future<Outcome<Grant>> grant(User user, String robotId, Wish wish, Actor by) {
    long nowMs = wall.millis();
    String name = Names.userName(wish.account());
    Grant grant = new Grant(name, wish.role(), nowMs, user.name(), wish.untilMs(), "");
    return accounts
        .account(name)
        .compose(
            account ->
                robots.change(
                    robotId,
                    robot ->
                        OwnerRules.rule(
                            user,
                            robot,
                            nowMs,
                            entry ->
                                account.filter(each -> !each.isBeingErased()).isPresent()
                                    ? granted(entry, grant, by, nowMs)
                                    : Decision.unchanged(noSuchAccount(name)))));
  }

  /**
   * What the owner wants to grant.
   *
   * @param untilMs epoch milliseconds; {@link Grant#FOREVER} for no end
   */
  public record Wish(String account, GrantRole role, long untilMs) {}

  private static Decision<RobotEntry, Outcome<Grant>> granted(
      RobotEntry entry, Grant grant, Actor by, long nowMs) {
    RobotAcl reach = entry.reach();
    if (entry.isOwnedBy(grant.account())) {
      return Decision.unchanged(
          new Outcome.Refused<>("owner", "The owner needs no grant. Transfer the robot instead."));
    }
    if (!grant.holds(nowMs)) {
      return Decision.unchanged(
          new Outcome.Refused<>("out_of_range", "The grant would be over already."));
    }
    if (isFull(reach, grant.account(), nowMs)) {
      return Decision.unchanged(tooMany("accounts", MOST_GRANTS));
    }
    Optional<Grant> had = reach.grantOf(grant.account(), nowMs);
    if (had.filter(grant::isLike).isPresent()) {
      return Decision.unchanged(new Outcome.Done<>(had.get()));
    }
    String detail = grant.role().text() + " for " + grant.account();
    return Decision.changed(
        entry.with(reach.with(grant, nowMs)),
        new Outcome.Done<>(grant),
        new AuditEntry(nowMs, by, "robot.grant", entry.robot().robotId(), detail)
            .naming(grant.account()));
  }

  private static boolean isFull(RobotAcl reach, String account, long nowMs) {
    List<Grant> holding = reach.grantsAt(nowMs);
    return holding.size() >= MOST_GRANTS
        && holding.stream().noneMatch(each -> each.account().equals(account));
  }

  private static <T> Outcome<T> tooMany(String what, int most) {
    return new Outcome.Refused<>(
        "too_many", "A robot is shared with at most %d %s. Take one back.".formatted(most, what));
  }

  /** Takes a grant back; false when there was none. An account may give its own up. */
  public Future<Outcome<Boolean>> endGrant(User user, String robotId, String account, Actor by) {
    long nowMs = wall.millis();
    String name = Names.userName(account);
    return robots.change(
        robotId,
        robot ->
            isOwnGrant(user, name, robot, nowMs)
                ? ended(robot.orElseThrow(), name, by, nowMs)
                : OwnerRules.rule(user, robot, nowMs, entry -> ended(entry, name, by, nowMs)));
  }

  private static boolean isOwnGrant(
      User user, String account, Optional<RobotEntry> robot, long nowMs) {
    return account.equals(user.name())
        && robot.flatMap(entry -> entry.reach().grantOf(account, nowMs)).isPresent();
  }

  private static Decision<RobotEntry, Outcome<Boolean>> ended(
      RobotEntry entry, String account, Actor by, long nowMs) {
    if (entry.reach().grantOf(account, nowMs).isEmpty()) {
      return Decision.unchanged(new Outcome.Done<>(false));
    }
    return Decision.changed(
        entry.with(entry.reach().withoutGrant(account)),
        new Outcome.Done<>(true),
        new AuditEntry(nowMs, by, "robot.grant_end", entry.robot().robotId(), account)
            .naming(account));
  }

  /** Links that were not revoked and are not over. */
  public Future<Outcome<List<ShareLink>>> links(User user, String robotId) {
    long nowMs = wall.millis();
    return robots
        .robot(robotId)
        .map(
            robot ->
                OwnerRules.answer(
                    user,
                    robot,
                    nowMs,
                    entry ->
                        entry.reach().links().stream()
                            .filter(link -> nowMs < link.expiresMs())
                            .toList()));
  }

  /**
   * A new link with its token, which is told only here.
   *
   * @param token opens the robot to whoever has it and an account
   */
  public record NewLink(ShareLink link, String token) {
    /** Without the token: records end up in logs. */
    @Override
    public String toString() {
      return "NewLink[" + link + "]";
    }
  }

  public Future<Outcome<NewLink>> newLink(
      User user, String robotId, GrantRole role, Terms terms, Actor by) {
    long nowMs = wall.millis();
    byte[] id = new byte[LINK_ID_BYTES];
    random.nextBytes(id);
    String token = LinkTokens.create(robotId, random);
    ShareLink link =
        new ShareLink(
            HexFormat.of().formatHex(id),
            RobotKeys.hash(token),
            role,
            nowMs + terms.lifeS() * 1000L,
            new ShareLink.Usage(terms.mostUses(), 0),
            new ShareLink.Origin(user.name(), nowMs));
    return robots.change(
        robotId,
        robot ->
            OwnerRules.rule(
                user, robot, nowMs, entry -> linked(entry, new NewLink(link, token), by, nowMs)));
  }

  /**
   * How long and how often a link is good.
   *
   * @param lifeS seconds, 1 … {@link #LONGEST_LINK_S}
   * @param mostUses 1 … {@link #MOST_USES}
   */
  public record Terms(int lifeS, int mostUses) {
    public Terms {
      if (lifeS < 1 || lifeS > LONGEST_LINK_S || mostUses < 1 || mostUses > MOST_USES) {
        throw new IllegalArgumentException("no such terms: " + lifeS + " s, " + mostUses);
      }
    }
  }

  private static Decision<RobotEntry, Outcome<NewLink>> linked(
      RobotEntry entry, NewLink made, Actor by, long nowMs) {
    RobotAcl after = entry.reach().with(made.link, nowMs);
    if (after.links().size() > MOST_LINKS) {
      return Decision.unchanged(tooMany("links", MOST_LINKS));
    }
    String detail = made.link.linkId() + ", " + made.link.role().text();
    return Decision.changed(
        entry.with(after),
        new Outcome.Done<>(made),
        new AuditEntry(nowMs, by, "robot.link", entry.robot().robotId(), detail));
  }

  /** Ends a link and the grants that were redeemed from it; false when there was none. */
  public Future<Outcome<Boolean>> endLink(User user, String robotId, String linkId, Actor by) {
    long nowMs = wall.millis();
    return robots.change(
        robotId,
        robot ->
            OwnerRules.rule(
                user,
                robot,
                nowMs,
                entry ->
                    entry.reach().link(linkId).isEmpty()
                        ? Decision.unchanged(new Outcome.Done<>(false))
                        : Decision.changed(
                            entry.with(entry.reach().withoutLink(linkId)),
                            new Outcome.Done<>(true),
                            new AuditEntry(nowMs, by, "robot.link_end", robotId, linkId))));
  }

  /** What a link has given. */
  public record Redeemed(Robot robot, Grant grant) {}

  /** The account gets the link's grant until the link ends. Every link that fails answers alike. */
  public Future<Outcome<Redeemed>> redeem(User user, String token, Actor by) {
    Optional<String> robotId = LinkTokens.robotId(token);
    if (robotId.isEmpty()) {
      return Future.succeededFuture(noSuchLink());
    }
    long nowMs = wall.millis();
    return robots
        .robot(robotId.get())
        .compose(seen -> makersThatStand(seen.flatMap(entry -> openLink(entry, token, nowMs))))
        .compose(
            makers ->
                robots.change(
                    robotId.get(),
                    robot ->
                        robot
                            .flatMap(entry -> openLink(entry, token, nowMs))
                            .filter(link -> makers.contains(link.origin().by()))
                            .map(link -> redeemed(robot.orElseThrow(), link, user, by, nowMs))
                            .orElseGet(() -> Decision.unchanged(noSuchLink()))));
  }

  /** Who made the link, unless that account is gone, disabled or on its way out. */
  private Future<Set<String>> makersThatStand(Optional<ShareLink> link) {
    if (link.isEmpty()) {
      return Future.succeededFuture(Set.of());
    }
    String maker = link.get().origin().by();
    return accounts
        .account(maker)
        .map(
            known ->
                known.filter(each -> !each.disabled() && !each.isBeingErased()).isPresent()
                    ? Set.of(maker)
                    : Set.of());
  }

  private static <T> Outcome<T> noSuchLink() {
    return new Outcome.Refused<>(
        "link_over", "This link is wrong, used up, over or taken back. Ask for another one.");
  }

  private static Optional<ShareLink> openLink(RobotEntry entry, String token, long nowMs) {
    return entry.reach().links().stream()
        .filter(link -> entry.details().active() && link.isOpen(nowMs))
        .filter(link -> RobotKeys.matches(token, link.tokenHash()))
        .findFirst();
  }

  /** Whoever has as much already uses nothing up. */
  private static Decision<RobotEntry, Outcome<Redeemed>> redeemed(
      RobotEntry entry, ShareLink link, User user, Actor by, long nowMs) {
    Grant grant =
        new Grant(
            user.name(), link.role(), nowMs, link.origin().by(), link.expiresMs(), link.linkId());
    Optional<Grant> had = entry.reach().grantOf(user.name(), nowMs);
    if (entry.isOwnedBy(user.name())) {
      return Decision.unchanged(new Outcome.Refused<>("owner", "The robot is yours already."));
    }
    if (had.isPresent() && had.get().covers(grant)) {
      return Decision.unchanged(new Outcome.Done<>(new Redeemed(entry.robot(), had.get())));
    }
    if (isFull(entry.reach(), user.name(), nowMs)) {
      return Decision.unchanged(tooMany("accounts", MOST_GRANTS));
    }
    return Decision.changed(
        entry.with(entry.reach().withUsed(link).with(grant, nowMs)),
        new Outcome.Done<>(new Redeemed(entry.robot(), grant)),
        new AuditEntry(nowMs, by, "robot.link_redeem", entry.robot().robotId(), link.linkId()));
  }
}
