package org.havatar.relay.access;

import java.util.List;
import java.util.Optional;
import org.havatar.relay.access.bookings.DriveWindow;
import org.havatar.relay.access.robots.Permissions.Right;
import org.havatar.relay.access.robots.Rank;
import org.havatar.relay.access.robots.Robot;

/**
 * What one user may do with one robot, all of it of the same moment.
 *
 * @param robot empty when it isn't registered, or not active
 * @param most what they may do in a booking of their own; driving is for {@code turns} only
 * @param outside what is left to them outside their turns, while somebody else has it: nothing
 *     where a booking is required
 * @param turns when they may drive, in order
 */
public record Entitlement(
    Optional<Robot> robot, Right most, Right outside, List<DriveWindow> turns) {
  static final Entitlement NOBODY = always(Optional.empty(), Right.NONE);

  /** Bookings give them nothing and take nothing from them. */
  static Entitlement always(Optional<Robot> robot, Right right) {
    return new Entitlement(
        robot, right, right, right.mayDrive() ? List.of(DriveWindow.ALWAYS) : List.of());
  }

  /** Whether they may be told that there is such a robot. */
  public boolean mayKnow() {
    return most.mayKnow();
  }

  /** See {@link Right#mayBook}. */
  public boolean mayBook() {
    return most.mayBook();
  }

  /** See {@link Right#mayManage}. */
  public boolean mayManage() {
    return most.mayManage();
  }

  /** Who comes first in that turn. */
  public Rank rankIn(DriveWindow turn) {
    return turn.booked() ? most.rank() : outside.rank();
  }

  /** The turn that they have at that moment. */
  public Optional<DriveWindow> turn(long nowMs) {
    return turns.stream()
        .filter(turn -> turn.fromMs() <= nowMs && nowMs < turn.untilMs())
        .findFirst();
  }

  /** Whether they may see through the robot's eyes at that moment. */
  public boolean mayWatch(long nowMs) {
    return (turn(nowMs).isPresent() ? most : outside).mayWatch();
  }

  /** When driving ends that goes on in {@code turn}: turns that follow at once are one drive. */
  public long endMs(DriveWindow turn) {
    long endMs = turn.untilMs();
    for (DriveWindow each : turns) {
      if (each.fromMs() == endMs) {
        endMs = each.untilMs();
      }
    }
    return endMs;
  }
}
