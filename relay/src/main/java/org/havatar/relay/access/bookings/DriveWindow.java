package org.havatar.relay.access.bookings;

/**
 * A time in which an account may drive a robot.
 *
 * @param fromMs epoch milliseconds; {@link Long#MIN_VALUE}: since ever
 * @param untilMs epoch milliseconds, not included; {@link Long#MAX_VALUE}: for ever
 * @param booked whether it is the account's own window
 */
public record DriveWindow(long fromMs, long untilMs, boolean booked) {
  public static final DriveWindow ALWAYS = new DriveWindow(Long.MIN_VALUE, Long.MAX_VALUE, false);
}
