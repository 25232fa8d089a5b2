package org.havatar.relay;

import io.vertx.core.Handler;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what was dropped since the last report, if anything: one line, never one a packet. */
final class DropsReport implements Handler<Long> {
  private static final Logger log = LoggerFactory.getLogger(DropsReport.class);

  private final Drops drops;
  private Map<Reason, Long> reported = Map.of();

  DropsReport(Drops drops) {
    this.drops = drops;
  }

  @Override
  public void handle(Long timer) {
    Map<Reason, Long> fresh = fresh();
    if (!fresh.isEmpty()) {
      log.info("dropped {}", text(fresh));
    }
  }

  /** Counts since the call before, of the reasons that occurred. */
  Map<Reason, Long> fresh() {
    Map<Reason, Long> now = drops.snapshot();
    Map<Reason, Long> fresh = new EnumMap<>(Reason.class);
    now.forEach(
        (reason, count) -> {
          long more = count - reported.getOrDefault(reason, 0L);
          if (more > 0) {
            fresh.put(reason, more);
          }
        });
    reported = now;
    return fresh;
  }

  private static String text(Map<Reason, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey().wireName() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
