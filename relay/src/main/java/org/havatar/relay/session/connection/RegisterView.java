package org.havatar.relay.session.connection;

import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The robot's register as it last announced it. Never ahead of the robot, and never the reason to
 * let something through that the robot would refuse.
 */
public final class RegisterView {
  /** What an announcement was. */
  public enum Heard {
    /** Of an earlier boot or term: ignored. */
    OLD,
    KNOWN_BOOT,
    /** The first one, or a higher boot number: whatever was known of the robot is void. */
    NEW_BOOT
  }

  private Numbered term = Numbered.NONE;
  private long holder;
  private @Nullable String holderName;
  private Numbered earlierTerm = Numbered.NONE;
  private long earlierHolder;
  private long untilMs;

  public void forget() {
    term = Numbered.NONE;
    holder = 0;
    holderName = null;
    earlierHolder = 0;
  }

  public boolean isKnown() {
    return !term.equals(Numbered.NONE);
  }

  public Numbered term() {
    return term;
  }

  /** 0 when nobody drives. */
  public long holder() {
    return holder;
  }

  /** Whose commands carry {@code ofTerm}, as far as is remembered: this term and the one before. */
  public long holderOf(Numbered ofTerm) {
    if (ofTerm.equals(term)) {
      return holder;
    }
    return ofTerm.equals(earlierTerm) ? earlierHolder : 0;
  }

  public long remainingMs(long nowMs) {
    return holder == 0 ? 0 : Math.max(0, untilMs - nowMs);
  }

  public Heard onBeacon(Beacon beacon, long nowMs) {
    String name = beacon.holder() == holder ? holderName : null;
    return onAnnounced(beacon.term(), beacon.holder(), name, nowMs + beacon.leaseRemainingMs());
  }

  public Heard onLease(Lease lease, long nowMs) {
    return onAnnounced(
        lease.term(), lease.holder(), lease.holderName(), nowMs + lease.remainingMs());
  }

  private Heard onAnnounced(
      Numbered announced, long byHolder, @Nullable String name, long announcedUntilMs) {
    if (announced.compareTo(term) < 0) {
      return Heard.OLD;
    }
    Heard heard = announced.boot() == term.boot() ? Heard.KNOWN_BOOT : Heard.NEW_BOOT;
    if (heard == Heard.NEW_BOOT) {
      forget();
    } else if (!announced.equals(term)) {
      earlierTerm = term;
      earlierHolder = holder;
    }
    term = announced;
    holder = byHolder;
    holderName = name;
    untilMs = announcedUntilMs;
    return heard;
  }

  /** The register for a newcomer. */
  public Lease current(String robotId, long nowMs) {
    return new Lease(
        robotId, term, holder, holderName, remainingMs(nowMs), Lease.Cause.CURRENT, null);
  }

  /** Why this sender's setpoint must not go on, or null. */
  public @Nullable Reason refusalOf(Drive drive, long sender) {
    int order = drive.term().compareTo(term);
    if (order != 0 || !isKnown()) {
      return order < 0 ? Reason.TERM_OLD : Reason.TERM_UNKNOWN;
    }
    if (holder == 0) {
      return Reason.NO_LEASE;
    }
    return holder == sender ? null : Reason.NOT_HOLDER;
  }
}
