package org.havatar.transports.link;

import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;
import org.havatar.transports.wire.Reason;

/** Tells what was dropped since the last look, so that a log gets a line a second at most. */
public final class DropReport {
  private final Drops drops;
  private Map<Reason, Long> told = new EnumMap<>(Reason.class);

  public DropReport(Drops drops) {
    this.drops = drops;
  }

  /** Counts since the last call, only those above zero. */
  public Map<Reason, Long> takeNew() {
    Map<Reason, Long> all = drops.snapshot();
    Map<Reason, Long> fresh = new EnumMap<>(Reason.class);
    all.forEach(
        (reason, count) -> {
          long more = count - told.getOrDefault(reason, 0L);
          if (more > 0) {
            fresh.put(reason, more);
          }
        });
    told = all;
    return fresh;
  }

  /** {@code crc=3 framing=1}. */
  public static String text(Map<Reason, Long> counts) {
    StringJoiner joiner = new StringJoiner(" ");
    counts.forEach((reason, count) -> joiner.add(reason.wireName() + "=" + count));
    return joiner.toString();
  }
}
