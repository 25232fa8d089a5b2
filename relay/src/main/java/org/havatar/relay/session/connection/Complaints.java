package org.havatar.relay.session.connection;

import org.havatar.transports.link.Drops;
import org.havatar.transports.link.ErrorThrottle;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Reason;

/** Tells a peer what it does wrong, as often as {@link ErrorThrottle} lets it. */
public final class Complaints {
  private final Link link;
  private final Drops drops;
  private final ErrorThrottle throttle = new ErrorThrottle();

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
    long count = throttle.take(code, nowMs);
    if (count > 0) {
      link.offer(new ErrorReport(code, message, null, count));
    }
  }
}
