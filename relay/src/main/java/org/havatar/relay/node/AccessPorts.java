package org.havatar.relay.node;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Entitlement;
import org.havatar.relay.access.bookings.DriveWindow;
import org.havatar.relay.access.identity.SignedIn;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.robots.Audience;
import org.havatar.relay.access.robots.Permission;
import org.havatar.relay.access.robots.Robot;
import org.havatar.relay.access.robots.RobotAcl;
import org.havatar.relay.log.GatheredLog;
import org.havatar.relay.session.port.Accounts;
import org.havatar.relay.session.port.Boots;

/** Answers what one loop's sessions ask of accounts and boot numbers, on that loop. */
final class AccessPorts implements Accounts, Boots {
  private final Access access;
  private final Consumer<Runnable> loop;
  private final GatheredLog unasked;

  /**
   * @param unasked hears what can't be asked: clients ask as often as they like
   */
  AccessPorts(Access access, Consumer<Runnable> loop, GatheredLog unasked) {
    this.access = access;
    this.loop = loop;
    this.unasked = unasked;
  }

  static Account account(SignedIn who) {
    User user = who.user();
    return new Account(user.name(), user.displayName(), user.administrator(), who.session());
  }

  /** As the account is now, while the login stands. */
  private Future<Optional<User>> user(Account account) {
    return access.signedIn(account.name(), account.login()).map(who -> who.map(SignedIn::user));
  }

  /** An administrator's sockets carry more weight: who is one no more has to come in anew. */
  @Override
  public void stands(Account account, Consumer<Optional<Boolean>> answer) {
    answer(
        user(account)
            .map(user -> user.isPresent() && user.get().administrator() == account.administrator()),
        answer);
  }

  @Override
  public void robots(Account account, Consumer<Optional<List<RobotName>>> answer) {
    answer(
        user(account)
            .compose(
                user ->
                    user.isPresent()
                        ? access.robotsOf(user.get())
                        : Future.succeededFuture(List.<Robot>of()))
            .map(all -> all.stream().map(AccessPorts::name).toList()),
        answer);
  }

  @Override
  public void robot(Account account, String robotId, Consumer<Optional<List<RobotName>>> answer) {
    answer(
        user(account)
            .compose(
                user ->
                    user.isPresent()
                        ? access.fleet().robotOf(user.get(), robotId)
                        : Future.succeededFuture(Optional.<Robot>empty()))
            .map(robot -> robot.stream().map(AccessPorts::name).toList()),
        answer);
  }

  @Override
  public void concerned(String robotId, Consumer<Optional<Concerned>> answer) {
    answer(
        access
            .fleet()
            .aclOf(robotId)
            .map(
                acl ->
                    new Concerned(
                        acl.isPresent() && acl.get().audience() == Audience.EVERYONE,
                        acl.map(RobotAcl::accounts).orElse(Set.of()))),
        answer);
  }

  private static RobotName name(Robot robot) {
    return new RobotName(robot.robotId(), robot.name());
  }

  @Override
  public void rights(Account account, String robotId, Consumer<Optional<Rights>> answer) {
    answer(
        user(account)
            .compose(
                user ->
                    user.isPresent()
                        ? access.enter(user.get(), robotId).map(AccessPorts::rights)
                        : Future.succeededFuture(Rights.untold(Right.NONE))),
        answer);
  }

  private static Rights rights(Entitlement standing) {
    if (standing.robot().isEmpty() || !standing.mayKnow()) {
      // whoever may not know of it learns nothing
      return Rights.untold(Right.UNKNOWN);
    }
    return new Rights(
        profile(standing.robot().get()),
        right(standing.most().permission()),
        standing.outside().rank().number(),
        right(standing.outside().permission()),
        standing.turns().stream().map(turn -> window(standing, turn)).toList());
  }

  private static RobotProfile profile(Robot robot) {
    return new RobotProfile(robot.identity(), robot.name(), robot.holdLimitS());
  }

  private static Right right(Permission permission) {
    return switch (permission) {
      case NONE -> Right.UNKNOWN;
      case BOOK -> Right.NONE;
      case WATCH -> Right.WATCH;
      case DRIVE -> Right.DRIVE;
    };
  }

  private static Window window(Entitlement standing, DriveWindow turn) {
    return new Window(turn.fromMs(), turn.untilMs(), standing.rankIn(turn).number());
  }

  private <T> void answer(Future<T> asked, Consumer<Optional<T>> answer) {
    asked.onComplete(
        known -> loop.accept(() -> answer.accept(Optional.of(known))),
        failure -> {
          unasked.atWarn().log("accounts can't be asked: {}", failure.toString());
          loop.accept(() -> answer.accept(Optional.empty()));
        });
  }

  @Override
  public void record(String robotId, long boot, long startId, Consumer<Boots.Answer> answer) {
    access
        .recordBoot(robotId, boot, startId)
        .onComplete(
            highest ->
                loop.accept(
                    () ->
                        answer.accept(
                            highest.isPresent()
                                ? new Boots.Answer.Conflict(highest.getAsLong())
                                : new Boots.Answer.Accepted())),
            failure -> {
              unasked
                  .atWarn()
                  .log("boot number of {} not recorded: {}", robotId, failure.toString());
              loop.accept(() -> answer.accept(new Boots.Answer.Unavailable()));
            });
  }
}
