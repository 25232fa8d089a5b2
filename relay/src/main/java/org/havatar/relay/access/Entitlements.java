package org.havatar.relay.access;

import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.bookings.Bookings;
import org.havatar.relay.access.bookings.DriveWindow;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.robots.Booked;
import org.havatar.relay.access.robots.Permissions;
import org.havatar.relay.access.robots.Permissions.Right;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.RobotStore;

/** What somebody may do with a robot, and when: permissions and bookings together. */
final class Entitlements {
  private final RobotStore robots;
  private final Bookings bookings;
  private final AttendanceNotes entrances;

  Entitlements(RobotStore robots, AuditStore audit, Bookings bookings) {
    this.robots = robots;
    this.bookings = bookings;
    this.entrances = new AttendanceNotes(audit, bookings);
  }

  Future<Entitlement> standing(User user, String robotId) {
    return robots
        .robot(robotId)
        .compose(
            entry ->
                entry.isPresent() && entry.get().details().active()
                    ? standing(user, entry.get())
                    : Future.succeededFuture(Entitlement.NOBODY));
  }

  private Future<Entitlement> standing(User user, RobotEntry entry) {
    long nowMs = bookings.nowMs();
    Right most = Permissions.of(user, entry, Booked.OWN, nowMs);
    Right outside = Permissions.of(user, entry, Booked.SOMEBODY_ELSE, nowMs);
    if (most.equals(outside)) {
      return Future.succeededFuture(Entitlement.always(Optional.of(entry.robot()), most));
    }
    long grantedUntilMs = Permissions.grantedUntilMs(user, entry, nowMs);
    boolean required = entry.reach().bookingRequired();
    return bookings
        .calendar(entry.robot().robotId())
        .map(
            calendar ->
                new Entitlement(
                    Optional.of(entry.robot()),
                    most,
                    outside,
                    until(grantedUntilMs, calendar.turns(user.name(), required, nowMs))));
  }

  /** A grant that ends within a booking ends the drive. */
  private static List<DriveWindow> until(long endMs, List<DriveWindow> turns) {
    return turns.stream()
        .filter(turn -> turn.fromMs() < endMs)
        .map(turn -> new DriveWindow(turn.fromMs(), Math.min(turn.untilMs(), endMs), turn.booked()))
        .toList();
  }

  Future<Entitlement> enter(User user, String robotId) {
    return standing(user, robotId)
        .onSuccess(standing -> entrances.onEntered(user, robotId, standing));
  }

  /**
   * Whether {@code user} may drive a robot of that type at this moment, and until when.
   *
   * @return the robot; of several one that they have booked
   */
  Future<Optional<ActiveSession>> hasActiveSession(User user, String robotType) {
    return robots
        .robots(
            entry ->
                entry.details().active() && entry.robot().type().equals(robotType)
                    ? Optional.of(entry)
                    : Optional.empty())
        .compose(
            all -> {
              List<Future<Optional<ActiveSession>>> each =
                  all.stream().map(entry -> standing(user, entry).map(this::active)).toList();
              return Future.all(each).map(done -> each);
            })
        .map(
            each ->
                each.stream()
                    .flatMap(answer -> answer.result().stream())
                    .max(Comparator.comparing(ActiveSession::booked)));
  }

  private Optional<ActiveSession> active(Entitlement standing) {
    return standing
        .turn(bookings.nowMs())
        .flatMap(
            turn ->
                standing
                    .robot()
                    .map(robot -> new ActiveSession(robot, turn.booked(), standing.endMs(turn))));
  }
}
