package org.havatar.relay.config;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.havatar.relay.access.bookings.BookingPolicy;
import org.havatar.relay.access.bookings.BookingPolicy.Limit;
import org.havatar.relay.access.bookings.BookingRules;
import org.havatar.transports.settings.Settings;

/** Reads what {@code relay.yaml} says of bookings. */
final class BookingSettings {
  private static final String RETENTION = "bookings.retention_days";

  /** All of them: a running node takes them anew. */
  static final Set<String> KEYS =
      Stream.concat(Stream.of(Limit.values()).map(BookingSettings::key), Stream.of(RETENTION))
          .collect(Collectors.toUnmodifiableSet());

  private BookingSettings() {}

  private static String key(Limit limit) {
    return "bookings." + limit.key();
  }

  static BookingRules read(Settings settings) {
    Map<Limit, Integer> figures = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      figures.put(limit, settings.integer(key(limit), limit.least(), limit.most()));
    }
    long retentionMs = Duration.ofDays(settings.integer(RETENTION, 14, 3660)).toMillis();
    try {
      return new BookingRules(new BookingPolicy(figures), retentionMs);
    } catch (IllegalArgumentException e) {
      // Single figures were judged above: it is about two of them.
      settings.fault(
          key(Limit.SHORTEST_MIN),
          "may not be more than %s: lower it or raise that"
              .formatted(settings.named(key(Limit.LONGEST_MIN))));
      return BookingRules.USUAL;
    }
  }
}
