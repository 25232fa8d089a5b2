package org.havatar.relay.access.bookings;

/**
 * One account has one robot for a while, or waits for that.
 *
 * @param id unique, and {@link #robotOf} tells the robot
 * @param account its name
 * @param zone of the one who booked (IANA), for showing the window; UTC when they did not say
 * @param createdMs epoch milliseconds
 * @param attended whether somebody of that account has had the robot since the window began
 */
public record Booking(
    String id, String account, TimeWindow window, String zone, long createdMs, boolean attended) {
  private static final char SEPARATOR = '~';

  /** A new booking's or wish's. {@code unique} has no '~'. */
  public static String idFor(String robotId, String unique) {
    return robotId + SEPARATOR + unique;
  }

  /** Whose calendar holds the booking of that id; empty for what is none. */
  public static String robotOf(String id) {
    return id.substring(0, Math.max(0, id.lastIndexOf(SEPARATOR)));
  }

  Booking during(TimeWindow other) {
    return new Booking(id, account, other, zone, createdMs, attended);
  }

  Booking cutAt(long nowMs) {
    return during(new TimeWindow(window.fromMs(), nowMs));
  }

  Booking asAttended() {
    return new Booking(id, account, window, zone, createdMs, true);
  }

  public boolean isOpen(long nowMs) {
    return !window.isOver(nowMs);
  }
}
