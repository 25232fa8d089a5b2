package org.havatar.relay.access;

import java.util.List;
import java.util.Optional;
import org.havatar.relay.access.bookings.DriveWindow;
import org.havatar.relay.access.robots.Robot;

/**
 * What one user may do with one robot, all of it of the same moment.
 *
 * @param robot empty when it isn't registered, or not active
 * @param permission at most; driving is for {@code turns} only
 * @param rank who comes first when two want it: {@link Access#RANK_SHARED} and its siblings; within
 *     an own booking at least {@link Access#RANK_BOOKED}
 * @param outside what is left to them outside their turns: nothing where a booking is required
 * @param turns when they may drive, in order
 */
public record Entitlement(
    Optional<Robot> robot,
    Permission permission,
    int rank,
    Permission outside,
    List<DriveWindow> turns) {
  static final Entitlement NOBODY =
      new Entitlement(Optional.empty(), Permission.NONE, 0, Permission.NONE, List.of());

  static Entitlement always(Optional<Robot> robot, Permission permission, int rank) {
    boolean drives = permission == Permission.DRIVE;
    return new Entitlement(
        robot, permission, rank, permission, drives ? List.of(DriveWindow.ALWAYS) : List.of());
  }

  /** The turn that they have at that moment. */
  public Optional<DriveWindow> turn(long nowMs) {
    return turns.stream()
        .filter(turn -> turn.fromMs() <= nowMs && nowMs < turn.untilMs())
        .findFirst();
  }

  /** Whether they may see through the robot's eyes at that moment. */
  public boolean mayWatch(long nowMs) {
    Permission now = turn(nowMs).isPresent() ? permission : outside;
    return now == Permission.WATCH || now == Permission.DRIVE;
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
