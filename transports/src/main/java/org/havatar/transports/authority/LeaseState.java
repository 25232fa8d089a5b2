package org.havatar.transports.authority;

import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.jspecify.annotations.Nullable;

/** Who drives: (term, holder, until). Times are the register's own milliseconds. */
final class LeaseState {
  private Numbered term;
  private long holder;
  private @Nullable String holderName;
  private int rank;
  private long untilMs;

  LeaseState(long boot) {
    term = new Numbered(boot, 1);
  }

  Numbered term() {
    return term;
  }

  /** Tag of the driver, 0 when free. */
  long holder() {
    return holder;
  }

  boolean isHeld() {
    return holder != 0;
  }

  /** The driver's, while it is held. */
  int rank() {
    return rank;
  }

  @Nullable String holderName() {
    return holderName;
  }

  void give(Propose proposal, long untilMs) {
    term = term.next();
    holder = proposal.holder();
    holderName = proposal.holderName();
    rank = proposal.rank();
    this.untilMs = untilMs;
  }

  void extend(long untilMs) {
    this.untilMs = untilMs;
  }

  void free() {
    term = term.next();
    holder = 0;
    holderName = null;
  }

  /** A start: a new term with the same holder. */
  void renew() {
    term = term.next();
  }

  boolean isOver(long nowMs) {
    return isHeld() && nowMs >= untilMs;
  }

  /** To be asked while it {@linkplain #isOver isn't over}, or free: 0. */
  long remainingMs(long nowMs) {
    return isHeld() ? untilMs - nowMs : 0;
  }

  Lease announced(Lease.Cause cause, @Nullable Long proposal, long nowMs) {
    return new Lease(null, term, holder, holderName, remainingMs(nowMs), cause, proposal);
  }
}
