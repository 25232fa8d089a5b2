package org.havatar.relay.access.bookings;

import java.time.Duration;
import java.util.Map;
import org.havatar.relay.access.bookings.BookingPolicy.Limit;

/**
 * What holds for all robots.
 *
 * @param usual for robots without figures of their own
 * @param retentionMs for which past bookings are kept
 */
public record BookingRules(BookingPolicy usual, long retentionMs) {
  /** Until the node's settings are followed; equal to their defaults. */
  public static final BookingRules USUAL =
      new BookingRules(
          new BookingPolicy(
              Map.of(
                  Limit.SHORTEST_MIN, 5,
                  Limit.LONGEST_MIN, 240,
                  Limit.LEAD_MIN, 0,
                  Limit.AHEAD_DAYS, 60,
                  Limit.OPEN_PER_USER, 5,
                  Limit.HOURS_PER_WEEK, 20,
                  Limit.NO_SHOW_MIN, 10)),
          Duration.ofDays(30).toMillis());
}
