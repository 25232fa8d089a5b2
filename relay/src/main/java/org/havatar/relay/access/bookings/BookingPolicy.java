package org.havatar.relay.access.bookings;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How much, how long and how far ahead may be booked.
 *
 * @param figures one for each {@link Limit}, in its unit
 */
public record BookingPolicy(Map<Limit, Integer> figures) {
  /** What a policy limits. Names are those of the settings, of REST and on disk. */
  public enum Limit {
    SHORTEST_MIN(1, 1440),
    LONGEST_MIN(1, 1440),
    /** From the moment of booking to the window's begin, at least. */
    LEAD_MIN(0, 10_080),
    AHEAD_DAYS(1, 366),
    /** Bookings and wishes of one account that are not over, on all robots. */
    OPEN_PER_USER(1, 1000),
    /** Of one account on all robots, Monday 00:00 to Sunday 24:00 UTC. */
    HOURS_PER_WEEK(1, 168),
    /** After so long without its account the rest of a window is given back; 0: never. */
    NO_SHOW_MIN(0, 1440);

    private final int least;
    private final int most;

    Limit(int least, int most) {
      this.least = least;
      this.most = most;
    }

    public int least() {
      return least;
    }

    public int most() {
      return most;
    }

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Limit> of(String key) {
      for (Limit limit : values()) {
        if (limit.key().equals(key)) {
          return Optional.of(limit);
        }
      }
      return Optional.empty();
    }
  }

  public BookingPolicy {
    for (Limit limit : Limit.values()) {
      Integer figure = figures.get(limit);
      if (figure == null || figure < limit.least || figure > limit.most) {
        throw new IllegalArgumentException(
            "%s has to be %d to %d".formatted(limit.key(), limit.least, limit.most));
      }
    }
    if (figures.getOrDefault(Limit.SHORTEST_MIN, 0) > figures.getOrDefault(Limit.LONGEST_MIN, 0)) {
      throw new IllegalArgumentException("shortest_min may not be more than longest_min");
    }
    figures = Map.copyOf(figures);
  }

  /** This policy with other figures where a robot has its own. */
  public BookingPolicy with(Map<Limit, Integer> own) {
    if (own.isEmpty()) {
      return this;
    }
    Map<Limit, Integer> all = new EnumMap<>(figures);
    all.putAll(own);
    return new BookingPolicy(all);
  }

  public int figure(Limit limit) {
    return figures.getOrDefault(limit, 0); // all are there: see the constructor
  }

  long shortestMs() {
    return minutes(Limit.SHORTEST_MIN);
  }

  long longestMs() {
    return minutes(Limit.LONGEST_MIN);
  }

  long leadMs() {
    return minutes(Limit.LEAD_MIN);
  }

  long aheadMs() {
    return Duration.ofDays(figure(Limit.AHEAD_DAYS)).toMillis();
  }

  long weekMs() {
    return Duration.ofHours(figure(Limit.HOURS_PER_WEEK)).toMillis();
  }

  long noShowMs() {
    return minutes(Limit.NO_SHOW_MIN);
  }

  private long minutes(Limit limit) {
    return Duration.ofMinutes(figure(limit)).toMillis();
  }
}
