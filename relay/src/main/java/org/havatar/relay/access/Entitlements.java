package org.havatar.relay.access;

import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.havatar.relay.access.bookings.Bookings;
import org.havatar.relay.access.bookings.DriveWindow;
import org.havatar.relay.access.robots.Audience;
import org.havatar.relay.access.robots.Booked;
import org.havatar.relay.access.robots.Grant;
import org.havatar.relay.access.robots.Permissions;
import org.havatar.relay.access.robots.RobotEntry;

/** What somebody may do with a robot, and when: permissions and bookings together. */
final class Entitlements {
  private final Store store;
  private final Bookings bookings;
  private final AttendanceNotes entrances;

  Entitlements(Store store, Bookings bookings) {
    this.store = store;
    this.bookings = bookings;
    this.entrances = new AttendanceNotes(store.audit(), bookings);
  }

  Future<Entitlement> standing(User user, String robotId) {
    return store
        .robots()
        .robot(robotId)
        .compose(
            entry ->
                entry.isPresent() && entry.get().details().active()
                    ? standing(user, entry.get())
                    : Future.succeededFuture(Entitlement.NOBODY));
  }

  private Future<Entitlement> standing(User user, RobotEntry entry) {
    long nowMs = bookings.nowMs();
    // At most they may do what they may in their own booking; the turns say when.
    Permissions.Right most = Permissions.of(user, entry, Booked.OWN, nowMs);
    if (most.permission() != Permission.DRIVE || most.rank() > Access.RANK_BOOKED) {
      return Future.succeededFuture(
          Entitlement.always(Optional.of(entry.robot()), most.permission(), most.rank()));
    }
    boolean required = entry.reach().bookingRequired();
    long grantedUntilMs = grantedUntilMs(user, entry, nowMs);
    return bookings
        .calendar(entry.robot().robotId())
        .map(
            calendar ->
                new Entitlement(
                    Optional.of(entry.robot()),
                    Permission.DRIVE,
                    Access.RANK_SHARED,
                    required ? Permission.BOOK : Permission.WATCH,
                    until(grantedUntilMs, calendar.turns(user.name(), required, nowMs))));
  }

  private static long grantedUntilMs(User user, RobotEntry entry, long nowMs) {
    return entry.reach().audience() == Audience.EVERYONE
        ? Grant.FOREVER
        : entry.reach().grantOf(user.name(), nowMs).map(Grant::untilMs).orElse(nowMs);
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
    return store
        .robots()
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
