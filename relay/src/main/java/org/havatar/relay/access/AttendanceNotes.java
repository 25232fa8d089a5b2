package org.havatar.relay.access;

import io.vertx.core.Future;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.bookings.Booking;
import org.havatar.relay.access.bookings.Bookings;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.robots.Robot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes who comes into which window: its owner, so that it is no no-show, and others who pass by
 * their rank, for the audit log. Never keeps anybody waiting. Any thread.
 */
final class AttendanceNotes {
  private static final Logger LOG = LoggerFactory.getLogger(AttendanceNotes.class);

  /** Forgotten ones are only noted once more. */
  private static final int REMEMBERED = 4096;

  private final AuditStore audit;
  private final Bookings bookings;
  private final Set<String> noted =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  AttendanceNotes(AuditStore audit, Bookings bookings) {
    this.audit = audit;
    this.bookings = bookings;
  }

  void onEntered(User user, String robotId, Entitlement standing) {
    if (standing.most().mayDrive()) {
      bookings
          .calendar(robotId)
          .compose(calendar -> note(user, robotId, standing, calendar.running(bookings.nowMs())))
          .onFailure(cause -> LOG.warn("entrance not noted: {}", cause.toString()));
    }
  }

  private Future<?> note(
      User user, String robotId, Entitlement standing, Optional<Booking> running) {
    if (running.isEmpty()) {
      return Future.succeededFuture();
    }
    Booking booking = running.get();
    boolean own = booking.account().equals(user.name());
    if (own) {
      return booking.attended() ? Future.succeededFuture() : bookings.attend(robotId, user.name());
    }
    if (!standing.most().passesBookings() || !noted.add(user.name() + " " + booking.id())) {
      return Future.succeededFuture();
    }
    String detail = booking.id() + " " + booking.account() + " " + booking.window();
    AuditEntry entry =
        new AuditEntry(
                bookings.nowMs(), new Actor(user.name(), ""), "booking.entered", robotId, detail)
            .naming(booking.account())
            .ofRobot(standing.robot().map(Robot::identity).orElse(robotId));
    return audit.append(entry).onFailure(cause -> noted.remove(user.name() + " " + booking.id()));
  }
}
