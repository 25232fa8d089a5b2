package org.havatar.relay.access.robots;

import java.util.Optional;
import org.havatar.relay.access.people.Role;
import org.havatar.relay.access.people.User;

/**
 * The one place that decides who may do what. Others ask by the name of what somebody wants, and
 * compare neither ranks nor permissions nor roles.
 */
public final class Permissions {
  private Permissions() {}

  /**
   * What one user may do with one robot as long as its bookings don't change. Nothing while the
   * robot is switched off; what keepers do about its entry {@link #mayManage(User, RobotEntry)}
   * tells.
   *
   * @param rank who comes first when two want it
   */
  public record Right(Permission permission, Rank rank) {
    public static final Right NONE = new Right(Permission.NONE, Rank.SHARED);

    /** That there is such a robot, and when it is booked. */
    public boolean mayKnow() {
      return permission != Permission.NONE;
    }

    /** See through its eyes, and stop it. */
    public boolean mayWatch() {
      return permission == Permission.WATCH || mayDrive();
    }

    public boolean mayDrive() {
      return permission == Permission.DRIVE;
    }

    /** Asked of what they may do in a booking of their own: who may drive it there may book it. */
    public boolean mayBook() {
      return mayDrive();
    }

    /** Keepers only: its limits, anybody's booking of it, what was done with it and by whom. */
    public boolean mayManage() {
      return rank.isAtLeast(Rank.OWNER);
    }

    /** Whether they drive in the time that somebody else has booked, too. */
    public boolean passesBookings() {
      return !Rank.BOOKED.isAtLeast(rank);
    }
  }

  /**
   * Of administrators and the owner no booking takes anything. A viewer watches, whoever has booked
   * it. Whoever may drive does so while nobody else has booked it, before others in their own
   * booking, and only there when a booking is required.
   *
   * @param booked whose booking runs at {@code nowMs}
   */
  public static Right of(User user, RobotEntry robot, Booked booked, long nowMs) {
    if (!robot.details().active()) {
      return Right.NONE;
    }
    if (user.administrator()) {
      return new Right(Permission.DRIVE, Rank.ADMINISTRATOR);
    }
    if (robot.isOwnedBy(user.name())) {
      return new Right(Permission.DRIVE, Rank.OWNER);
    }
    Optional<GrantRole> role = roleOf(user, robot, nowMs);
    if (role.isEmpty()) {
      return Right.NONE;
    }
    return switch (role.get()) {
      case VIEWER -> new Right(Permission.WATCH, Rank.SHARED);
      case DRIVER -> ofDriver(robot, booked);
    };
  }

  private static Optional<GrantRole> roleOf(User user, RobotEntry robot, long nowMs) {
    return robot.reach().audience() == Audience.EVERYONE
        ? Optional.of(GrantRole.DRIVER)
        : robot.reach().grantOf(user.name(), nowMs).map(Grant::role);
  }

  private static Right ofDriver(RobotEntry robot, Booked booked) {
    boolean required = robot.reach().bookingRequired();
    return switch (booked) {
      case OWN -> new Right(Permission.DRIVE, Rank.BOOKED);
      case NOBODY -> new Right(required ? Permission.BOOK : Permission.DRIVE, Rank.SHARED);
      case SOMEBODY_ELSE -> new Right(required ? Permission.BOOK : Permission.WATCH, Rank.SHARED);
    };
  }

  /** When what others let them do ends, in epoch milliseconds, not included. */
  public static long grantedUntilMs(User user, RobotEntry robot, long nowMs) {
    return robot.reach().audience() == Audience.EVERYONE
        ? Grant.FOREVER
        : robot.reach().grantOf(user.name(), nowMs).map(Grant::untilMs).orElse(nowMs);
  }

  /**
   * Whether {@code user} is the robot's keeper, its owner or an administrator, who shares it, looks
   * after its keys, gives it away, changes and removes it, also while it is switched off.
   */
  public static boolean mayManage(User user, RobotEntry robot) {
    return user.administrator() || robot.isOwnedBy(user.name());
  }

  /** True when {@code user} may know that there is such a robot. */
  public static boolean mayKnow(User user, RobotEntry robot, long nowMs) {
    return mayManage(user, robot) || of(user, robot, Booked.NOBODY, nowMs).mayKnow();
  }

  /** Whether this account may register robots. */
  public static boolean mayRegister(User user, RobotOptions options) {
    return user.administrator() || options.usersMayRegister();
  }

  /** Whether robots that {@code user} registers may be the account's of that name. */
  public static boolean mayRegisterFor(User user, String owner) {
    return user.administrator() || owner.equals(user.name());
  }

  /** Whether robots may be this account's. */
  public static boolean mayOwn(User user) {
    return user.role() != Role.CARER;
  }

  /** Whether nobody counts the robots of this account. */
  public static boolean mayOwnAnyNumber(User user) {
    return user.administrator();
  }

  /** Others' accounts, the state of the relay, the whole audit log, and whence people came. */
  public static boolean mayAdministrate(User user) {
    return user.administrator();
  }
}
