package org.havatar.relay.session;

import java.util.HashMap;
import java.util.Map;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Reason;

/**
 * Tells a peer what it does wrong, at most once a second for each code, with the count since. Codes
 * are ours, so the map is small.
 */
public final class Complaints {
  static final long EVERY_MS = 1000;

  private static final class Said {
    private long lastMs;
    private long unsaid;

    private Said(long lastMs) {
      this.lastMs = lastMs;
    }
  }

  private final Link link;
  private final Drops drops;
  private final Map<String, Said> byCode = new HashMap<>();

  public Complaints(Link link, Drops drops) {
    this.link = link;
    this.drops = drops;
  }

  /** Counts under {@code reason} too. */
  public void about(Reason reason, String message, long nowMs) {
    drops.count(reason);
    about(reason.wireName(), message, nowMs);
  }

  public void about(String code, String message, long nowMs) {
    Said said = byCode.computeIfAbsent(code, ignored -> new Said(nowMs - EVERY_MS));
    said.unsaid++;
    if (nowMs - said.lastMs >= EVERY_MS) {
      long count = said.unsaid;
      said.unsaid = 0;
      said.lastMs = nowMs;
      link.offer(new ErrorReport(code, message, null, count));
    }
  }
}
