package org.havatar.relay.access.robots;

import java.util.Optional;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Permission;
import org.havatar.relay.access.User;

/** The one rule of who may do what with a robot. */
public final class Permissions {
  private Permissions() {}

  /**
   * What one user may do.
   *
   * @param rank who comes first when two want it: {@link Access#RANK_SHARED} and its siblings
   */
  public record Right(Permission permission, int rank) {}

  private static final Right NOTHING = new Right(Permission.NONE, Access.RANK_SHARED);

  /**
   * Of administrators and the owner no booking takes anything. A viewer watches, whoever has booked
   * it. Whoever may drive does so while nobody else has booked it, before others in their own
   * booking, and only there when a booking is required.
   *
   * @param booked whose booking runs at {@code nowMs}
   */
  public static Right of(User user, RobotEntry robot, Booked booked, long nowMs) {
    if (!robot.details().active()) {
      return NOTHING;
    }
    if (user.administrator()) {
      return new Right(Permission.DRIVE, Access.RANK_ADMINISTRATOR);
    }
    if (robot.isOwnedBy(user.name())) {
      return new Right(Permission.DRIVE, Access.RANK_OWNER);
    }
    Optional<GrantRole> role = roleOf(user, robot, nowMs);
    if (role.isEmpty()) {
      return NOTHING;
    }
    return switch (role.get()) {
      case VIEWER -> new Right(Permission.WATCH, Access.RANK_SHARED);
      case DRIVER -> ofDriver(robot, booked);
    };
  }

  /** Who may drive it at times is one who may book it. */
  public static boolean mayBook(User user, RobotEntry robot, long nowMs) {
    return robot.details().active()
        && (user.administrator()
            || robot.isOwnedBy(user.name())
            || roleOf(user, robot, nowMs).filter(GrantRole.DRIVER::equals).isPresent());
  }

  private static Optional<GrantRole> roleOf(User user, RobotEntry robot, long nowMs) {
    return robot.reach().audience() == Audience.EVERYONE
        ? Optional.of(GrantRole.DRIVER)
        : robot.reach().grantOf(user.name(), nowMs).map(Grant::role);
  }

  private static Right ofDriver(RobotEntry robot, Booked booked) {
    boolean required = robot.reach().bookingRequired();
    return switch (booked) {
      case OWN -> new Right(Permission.DRIVE, Access.RANK_BOOKED);
      case NOBODY -> new Right(required ? Permission.BOOK : Permission.DRIVE, Access.RANK_SHARED);
      case SOMEBODY_ELSE ->
          new Right(required ? Permission.BOOK : Permission.WATCH, Access.RANK_SHARED);
    };
  }
}
